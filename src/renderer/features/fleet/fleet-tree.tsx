import { Boxes, Plus, ShieldCheck } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { routes } from '../../app/routes'
import type { Output } from '../../../shared/ipc/contract'
import { IconButton } from '../../ui/button'
import { cn } from '../../ui/cn'
import { formatNumber } from '../../ui/format'
import { Hint } from '../../ui/hint'
import { openFleetDialog } from './fleet-dialogs'
import type { FleetPlace } from './fleet-place'

/** Up to here all environments are in sight; in a larger fleet those of the app that is looked at. */
const openUpToClusters = 24

type Cell = Output<'board:show'>['cells'][number]

/** Apps and their environments, with how many hosts they have and whether some are not well. */
export function FleetTree({ board, place }: { readonly board: Output<'board:show'>; readonly place: FleetPlace }) {
  const { t } = useTranslation('fleet')
  const isSmall = board.cells.length <= openUpToClusters
  const cells = Map.groupBy(board.cells, ({ app }) => app)
  return (
    <nav
      aria-label={t('tree.label')}
      className="flex w-44 shrink-0 flex-col gap-1 overflow-y-auto border-r border-line p-2 xl:w-60"
    >
      <div className="flex items-center gap-1">
        <div className="min-w-0 flex-1">
          <TreeLink href={routes.fleet()} isHere={place.app === undefined} cells={board.cells}>
            <Boxes aria-hidden size={14} className="shrink-0" />
            <span className="truncate">{t('tree.all')}</span>
          </TreeLink>
        </div>
        <IconButton
          icon={Plus}
          label={t('tree.addApp')}
          onClick={() => openFleetDialog({ kind: 'app', andImport: false })}
        />
      </div>
      <ul className={cn('flex flex-col', isSmall && 'gap-2')}>
        {board.apps.map(({ app }) => {
          const own = cells.get(app) ?? []
          return (
            <li key={app}>
              <TreeLink
                href={routes.fleet({ app })}
                isHere={place.app === app && place.environment === undefined}
                cells={own}
                className="font-medium text-fg"
              >
                <span className="truncate">{app}</span>
              </TreeLink>
              <ul className="flex flex-col">
                {(isSmall || place.app === app ? own : []).map((cell) => (
                  <li key={cell.environment}>
                    <TreeLink
                      href={routes.fleet({ app, environment: cell.environment })}
                      isHere={place.app === app && place.environment === cell.environment}
                      cells={[cell]}
                      className="pl-6"
                    >
                      <span className="truncate">{cell.environment}</span>
                      {cell.isProtected ? <ShieldCheck aria-hidden size={12} className="shrink-0 text-faint" /> : null}
                    </TreeLink>
                  </li>
                ))}
              </ul>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

function TreeLink({
  href,
  isHere,
  cells,
  className,
  children,
}: {
  readonly href: string
  readonly isHere: boolean
  readonly cells: readonly Cell[]
  readonly className?: string
  readonly children: ReactNode
}) {
  const { t } = useTranslation('fleet')
  const hosts = cells.reduce((sum, cell) => sum + cell.hosts, 0)
  const bad = cells.reduce((sum, cell) => sum + cell.unhealthy + cell.unreachable, 0)
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (isHere) link.current?.scrollIntoView({ block: 'nearest' })
  }, [isHere])
  return (
    <Link
      ref={link}
      href={href}
      aria-current={isHere ? 'page' : undefined}
      className={cn(
        'flex h-7 min-w-0 items-center gap-1.5 rounded-md px-2 text-sm text-muted hover:bg-hover hover:text-fg',
        className,
        isHere && 'bg-hover text-fg',
      )}
    >
      {children}
      <span className="ml-auto flex shrink-0 items-center gap-1.5 text-2xs text-faint tabular">
        {bad > 0 ? (
          <Hint text={t('tree.bad', { count: bad })}>
            <span role="img" aria-label={t('tree.bad', { count: bad })} className="font-medium text-red-fg">
              {`✗ ${formatNumber(bad)}`}
            </span>
          </Hint>
        ) : null}
        {formatNumber(hosts)}
      </span>
    </Link>
  )
}
