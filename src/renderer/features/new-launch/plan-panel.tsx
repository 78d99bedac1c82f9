import { CircleDashed, Rocket, TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Strategy } from '../../../shared/domain/strategy'
import type { WirePlan } from '../../../shared/ipc/contract'
import { cn } from '../../ui/cn'
import { describeError } from '../../ui/describe-error'
import { warningText } from '../../ui/engine-text'
import { formatDuration } from '../../ui/format'
import { EmptyNote, ErrorNote, LoadingNote, Note } from '../../ui/notes'
import { CapacityCurve } from '../../ui/plan/capacity-curve'
import { Prose } from '../../ui/prose'
import { BatchLanes } from './batch-lanes'
import { useLaunch } from './launch-context'
import { placeOfRefusal } from './plan-refusal'
import { RemedyButton } from './refusal-note'
import { isServingNow } from './serving'

/** The plan as it is now, always in sight: capacity, batches, duration, and what to know before. */
export function PlanPanel() {
  const { t } = useTranslation('newLaunch')
  const { draft, picture, plan } = useLaunch()
  const isAimed = draft.app !== '' && draft.environment !== ''
  return (
    <section aria-labelledby="plan-title" className="flex min-h-0 flex-col rounded-lg border border-line bg-surface">
      <header className="flex h-11 shrink-0 items-center justify-between gap-3 border-b border-line px-4">
        <h2 id="plan-title" className="text-sm font-semibold">
          {t('plan.title')}
        </h2>
        <span role="status" className="text-xs text-faint">
          {plan && picture.isPlanning ? t('plan.planning') : picture.error ? t('plan.refused') : ''}
        </span>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {!isAimed ? (
          <EmptyNote icon={Rocket} title={t('plan.emptyTitle')}>
            {t('plan.empty')}
          </EmptyNote>
        ) : (
          <>
            {picture.error ? <Refusal /> : null}
            {plan ? (
              // what is not the plan any more is dimmed, and not read out as if it were
              <div
                inert={picture.isOld}
                className={cn('transition-opacity duration-150', picture.isOld && 'opacity-45')}
              >
                <PlanPicture plan={plan} />
              </div>
            ) : picture.error ? null : (
              <LoadingNote what={t('plan.loading')} />
            )}
          </>
        )}
      </div>
    </section>
  )
}

/** Beside its control as well; here so that it is in sight wherever the page is scrolled to. */
function Refusal() {
  const { t } = useTranslation('newLaunch')
  const { picture } = useLaunch()
  if (!picture.error) return null
  return (
    <div className="flex flex-col items-start gap-2 border-b border-line p-4">
      <ErrorNote
        error={picture.error}
        className="w-full"
        onRetry={placeOfRefusal(picture.error) === 'start' ? picture.askAgain : undefined}
      />
      <RemedyButton error={picture.error} />
      {picture.plan ? <p className="text-xs text-faint">{t('plan.before')}</p> : null}
    </div>
  )
}

function PlanPicture({ plan }: { readonly plan: WirePlan }) {
  const { t } = useTranslation('newLaunch')
  const { hosts, draft } = useLaunch()
  const notServing = useMemo(
    () => new Set(hosts.filter((host) => !isServingNow(host)).map(({ name }) => name)),
    [hosts],
  )
  return (
    <div className="@container flex flex-col gap-5 p-4">
      <Facts plan={plan} />
      <Warnings plan={plan} />
      <div>
        <h3 className="mb-2 text-xs font-medium text-muted">{t('curve.title')}</h3>
        <CapacityCurve batches={plan.batches} hosts={plan.hosts} floor={plan.floor} serving={plan.serving} />
      </div>
      <div>
        <h3 className="mb-1 text-xs font-medium text-muted">{t('lanes.title')}</h3>
        <BatchLanes batches={plan.batches} hosts={plan.hosts} floor={plan.floor} notServing={notServing} />
        <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-2xs text-faint">
          {notServing.size > 0 ? (
            <span className="inline-flex items-center gap-1">
              <CircleDashed aria-hidden size={12} className="text-orange-fg" />
              {t('lanes.notServing', { count: notServing.size })}
            </span>
          ) : null}
          {draft.exclude.length > 0 ? <span>{t('lanes.leftOut', { count: draft.exclude.length })}</span> : null}
        </p>
      </div>
    </div>
  )
}

function Facts({ plan }: { readonly plan: WirePlan }) {
  const { t } = useTranslation('newLaunch')
  const lowest = Math.min(plan.serving, ...plan.batches.map(({ servingAfter }) => servingAfter))
  const released = plan.batches.reduce((sum, { hosts }) => sum + hosts.length, 0)
  const waitMs = waitsOf(plan)
  return (
    <dl className="grid grid-cols-2 gap-3 @md:grid-cols-4">
      <Fact
        name={t('plan.hosts')}
        value={`${released}`}
        note={released === plan.hosts ? t('plan.allHosts') : t('plan.ofHosts', { hosts: plan.hosts })}
      />
      <Fact
        name={t('plan.batches')}
        value={`${plan.batches.length}`}
        note={t('plan.gates', { count: plan.gates.length })}
      />
      <Fact
        name={t('plan.lowest')}
        value={`${lowest}`}
        note={t('plan.lowestNote', { hosts: plan.hosts, floor: plan.floor })}
      />
      {plan.expectedMs === undefined ? (
        <Fact name={t('plan.waits')} value={formatDuration(waitMs)} note={t('plan.noPast')} />
      ) : (
        <Fact name={t('plan.expected')} value={formatDuration(plan.expectedMs)} note={t('plan.byPast')} />
      )}
    </dl>
  )
}

function Fact({ name, value, note }: { readonly name: string; readonly value: string; readonly note: string }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-2xs text-faint">{name}</dt>
      <dd>
        <span className="block text-xl font-semibold tabular">{value}</span>
        <span className="block text-2xs text-muted">{note}</span>
      </dd>
    </div>
  )
}

/** Soaks and pauses alone, where no past rollout tells how long batches take; milliseconds. Pure. */
export function waitsOf({ batches, strategy }: WirePlan): number {
  const { canary, soakMs, pauseMs } = strategy as Strategy
  const canaries = batches.filter(({ kind }) => kind === 'canary').length
  const others = batches.length - canaries
  return canaries * (canary?.soakMs ?? 0) + others * soakMs + Math.max(0, others - 1) * pauseMs
}

function Warnings({ plan }: { readonly plan: WirePlan }) {
  const { t } = useTranslation('newLaunch')
  const { objections } = useLaunch().picture
  if (plan.warnings.length + objections.length === 0) return null
  return (
    <ul className="flex flex-col gap-2">
      {objections.map((objection) => (
        <li key={objection.code}>
          <Note tone="amber" icon={TriangleAlert}>
            <p className="font-medium">{t('plan.objection')}</p>
            <p>
              <Prose text={describeError(objection)} />
            </p>
          </Note>
        </li>
      ))}
      {plan.warnings.map((warning) => (
        <li key={`${warning.code} ${warning.message}`}>
          <Note tone="amber" icon={TriangleAlert}>
            <p>{warningText(warning)}</p>
            {warning.code === 'low-capacity' ? <p className="font-medium">{t('plan.acknowledge')}</p> : null}
          </Note>
        </li>
      ))}
    </ul>
  )
}
