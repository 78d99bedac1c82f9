import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import type { RolloutState } from '../../../shared/domain/rollout-state'
import { phaseOf } from '../../../shared/domain/rollout-view'
import { routes } from '../../app/routes'
import { PhaseBadge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { formatDateTime, formatList, formatMoment } from '../../ui/format'
import { Elapsed } from '../../ui/moment'
import { ExportMenu } from './export-menu'
import { IntegrityBadge } from './integrity-badge'
import { versionsBefore } from './versions-before'

/** What this rollout was, how it ended, who had a part in it, and whether its journal can be trusted. */
export function ReviewHeader({ state }: { readonly state: RolloutState }) {
  const { t } = useTranslation('history')
  const { t: common } = useTranslation()
  const [, go] = useLocation()
  const { settings, createdAtMs, finishedAtMs, result } = state
  const { rollout, app, version, environment, type } = settings
  const before = versionsBefore(state)
  return (
    <header className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="min-w-0 truncate text-xl font-semibold">
          {app}{' '}
          {before === '' ? null : (
            <>
              <span className="font-mono text-lg font-normal text-muted">{before}</span>
              <span aria-hidden className="text-faint">
                {' '}
                →{' '}
              </span>
            </>
          )}
          <span className="font-mono text-lg">{version}</span>
          <span className="font-normal text-muted"> · {environment}</span>
        </h1>
        <PhaseBadge phase={phaseOf(state)} />
        {type === 'rollback' ? <span className="text-xs text-muted">{common('type.rollback')}</span> : null}
        <span className="font-mono text-xs text-faint">{rollout}</span>
        <div className="ml-auto flex items-center gap-2">
          <IntegrityBadge rollout={rollout} />
          <ExportMenu rollout={rollout} />
          {result === undefined ? (
            <Button icon={ArrowRight} onClick={() => go(routes.launch(rollout))}>
              {t('review.goToLaunch')}
            </Button>
          ) : null}
        </div>
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-xs">
        <Fact name={t('review.startedBy')}>{settings.startedBy}</Fact>
        <Fact name={t('review.signedBy')}>{signersOf(state) || t('review.nobody')}</Fact>
        <Fact name={t('review.started')}>
          <time dateTime={new Date(createdAtMs).toISOString()} title={formatMoment(createdAtMs)}>
            {formatDateTime(createdAtMs)}
          </time>
        </Fact>
        <Fact name={t('review.took')}>
          <Elapsed fromMs={createdAtMs} toMs={finishedAtMs} />
        </Fact>
        <Fact name={t('review.failed')}>{String(failedOf(state))}</Fact>
        <Fact name={t('review.lowest')}>
          {t('review.lowestOf', {
            lowest: state.lowestServing,
            hosts: settings.plan.hosts,
            floor: settings.plan.floor,
          })}
        </Fact>
        {settings.rollsBack ? <Other name={t('review.rollbackOf')} rollout={settings.rollsBack} /> : null}
        {state.rolledBackBy ? <Other name={t('review.rolledBackBy')} rollout={state.rolledBackBy} /> : null}
        {settings.reason ? <Fact name={t('review.reason')}>{settings.reason}</Fact> : null}
      </dl>
    </header>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-baseline gap-1.5">
      <dt className="shrink-0 text-faint">{name}</dt>
      <dd className="max-w-120 min-w-0 truncate tabular">{children}</dd>
    </div>
  )
}

function Other({ name, rollout }: { readonly name: string; readonly rollout: string }) {
  return (
    <Fact name={name}>
      <Link href={routes.review(rollout)} className="font-mono text-accent hover:underline">
        {rollout}
      </Link>
    </Fact>
  )
}

const signersOf = ({ gates }: RolloutState): string =>
  formatList([...new Set(Object.values(gates).flatMap(({ signOffs }) => signOffs.map(({ by }) => by)))])

const failedOf = ({ hosts }: RolloutState): number =>
  Object.values(hosts).filter(({ status }) => status === 'failed').length
