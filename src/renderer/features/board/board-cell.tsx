import { Rocket, ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { routes } from '../../app/routes'
import type { Output } from '../../../shared/ipc/contract'
import { Badge } from '../../ui/badge'
import { IconButton } from '../../ui/button'
import { formatNumber } from '../../ui/format'
import { HealthBar } from '../../ui/health-bar'
import { Hint } from '../../ui/hint'
import { phaseMarks } from '../../ui/marks'
import { Ago } from '../../ui/moment'
import type { OpenRollout } from './gate-duty'

export type BoardCluster = Output<'board:show'>['cells'][number]

/** One app in one environment: what it runs, since when, how its hosts are, what is owed, and the way to release to it. */
export function BoardCell({ cell, open }: { readonly cell: BoardCluster; readonly open: OpenRollout | undefined }) {
  const { t } = useTranslation('board')
  const [, go] = useLocation()
  const { app, environment, version, sinceMs, hosts, drift, versions, openDebts, isProtected } = cell
  return (
    <div className="group flex min-w-0 flex-col gap-1.5 px-3 py-2">
      <div className="flex min-w-0 items-center gap-1.5">
        <Link
          href={routes.fleet({ app, environment })}
          className="min-w-0 truncate font-mono text-sm font-medium hover:underline"
          aria-label={t('cell.name', { app, environment, version: version ?? t('cell.noVersion') })}
        >
          {version ?? <span className="font-sans font-normal text-faint">{t('cell.noVersion')}</span>}
        </Link>
        {isProtected ? (
          <Hint text={t('cell.protected')}>
            <ShieldCheck role="img" aria-label={t('cell.protected')} size={13} className="shrink-0 text-faint" />
          </Hint>
        ) : null}
        <span className="ml-auto shrink-0 text-2xs text-faint">
          {sinceMs === undefined ? null : <Ago atMs={sinceMs} />}
        </span>
        <IconButton
          icon={Rocket}
          label={t('cell.newLaunch', { app, environment })}
          className="-my-1 size-6 text-faint opacity-60 group-hover:opacity-100 focus-visible:opacity-100"
          onClick={() => go(routes.newLaunch({ app, environment }))}
        />
      </div>
      <div className="flex min-w-0 flex-wrap items-center gap-1.5">
        <HealthBar counts={cell} className="w-14 shrink-0" />
        <span className="text-2xs text-muted tabular">
          {t('cell.healthy', { healthy: formatNumber(cell.healthy), hosts: formatNumber(hosts) })}
        </span>
        {drift > 0 ? (
          <Hint
            text={versions
              .map((each) => t('cell.versionHosts', { version: each.version, count: each.hosts }))
              .join(', ')}
          >
            <Badge tone="amber" tabIndex={0}>
              {t('cell.drift', { count: drift })}
            </Badge>
          </Hint>
        ) : null}
        {openDebts > 0 ? <Badge tone="orange">{t('cell.debts', { count: openDebts })}</Badge> : null}
        {open ? <OpenMark open={open} /> : null}
      </div>
    </div>
  )
}

function OpenMark({ open }: { readonly open: OpenRollout }) {
  const { t: common } = useTranslation()
  const { icon, tone } = phaseMarks[open.phase]
  return (
    <Link href={routes.launch(open.rollout)} className="rounded-sm hover:brightness-110">
      <Badge tone={tone} icon={icon}>
        {`${open.version} · ${common(`phase.${open.phase}`)}`}
      </Badge>
    </Link>
  )
}
