import { ClipboardCheck, History, LayoutGrid, Rocket, Search, Server, Settings, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useConsole } from '../api/queries'
import { cn } from '../ui/cn'
import { Kbd } from '../ui/kbd'
import { phaseMarks } from '../ui/marks'
import { toneText } from '../ui/tone'
import { AttentionHint } from './attention-hint'
import { openPalette } from './palette'
import { PersonMenu } from './person-menu'
import { routes } from './routes'

/** Where one is and can go, and what is in progress. */
export function Sidebar() {
  const { t } = useTranslation('app')
  return (
    <nav aria-label={t('nav.label')} className="flex w-52 shrink-0 flex-col border-r border-line bg-sunken">
      <div className="flex h-12 items-center gap-2 px-4">
        <img src="./icon.svg" alt="" className="size-5" />
        <span className="font-semibold">Lastmile</span>
      </div>
      <div className="px-2 pb-2">
        <button
          type="button"
          onClick={openPalette}
          className="flex h-8 w-full items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-xs text-muted hover:border-line-strong hover:text-fg"
        >
          <Search aria-hidden size={14} />
          {t('nav.palette')}
          <Kbd className="ml-auto">Ctrl K</Kbd>
        </button>
      </div>
      <ul className="flex flex-col gap-0.5 px-2">
        <NavLink to={routes.board()} icon={LayoutGrid} label={t('nav.board')} isExact />
        <NavLink to={routes.fleet()} icon={Server} label={t('nav.fleet')} />
        <NavLink to={routes.newLaunch()} icon={Rocket} label={t('nav.newLaunch')} />
        <NavLink to={routes.history()} icon={History} label={t('nav.history')} />
        <NavLink to={routes.checklists()} icon={ClipboardCheck} label={t('nav.checklists')} />
        <NavLink to={routes.settings()} icon={Settings} label={t('nav.settings')} />
      </ul>
      <OpenRollouts />
      <div className="mt-auto">
        <AttentionHint />
      </div>
      <div className="border-t border-line p-2">
        <PersonMenu />
      </div>
    </nav>
  )
}

function NavLink({
  to,
  icon: Icon,
  label,
  isExact = false,
}: {
  readonly to: string
  readonly icon: LucideIcon
  readonly label: string
  readonly isExact?: boolean
}) {
  const [path] = useLocation()
  const isHere = isExact ? path === to : path === to || path.startsWith(`${to}/`)
  return (
    <li>
      <Link
        href={to}
        aria-current={isHere ? 'page' : undefined}
        className={cn(
          'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm text-muted hover:bg-hover hover:text-fg',
          isHere && 'bg-hover font-medium text-fg',
        )}
      >
        <Icon aria-hidden size={16} />
        {label}
      </Link>
    </li>
  )
}

function OpenRollouts() {
  const { t } = useTranslation('app')
  const { t: common } = useTranslation()
  const { data } = useConsole('board:show', {})
  const open = data?.open ?? []
  if (open.length === 0) return null
  return (
    <div className="mt-5 min-h-0 overflow-y-auto px-2">
      <h2 className="px-2.5 pb-1 text-2xs font-medium text-faint">{t('nav.inProgress')}</h2>
      <ul className="flex flex-col gap-0.5">
        {open.map(({ rollout, app, environment, version, phase, done, hosts }) => {
          const { icon: Icon, tone } = phaseMarks[phase]
          return (
            <li key={rollout}>
              <Link
                href={routes.launch(rollout)}
                title={common(`phase.${phase}`)}
                className="flex items-start gap-2.5 rounded-md px-2.5 py-1.5 text-sm text-muted hover:bg-hover hover:text-fg"
              >
                <Icon aria-hidden size={15} className={cn('mt-0.5 shrink-0', toneText[tone])} />
                <span className="min-w-0">
                  <span className="block truncate text-fg">{`${app} ${version}`}</span>
                  <span className="block truncate text-2xs">
                    {`${environment} · ${done}/${hosts}`}
                    <span className="sr-only">{common(`phase.${phase}`)}</span>
                  </span>
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
