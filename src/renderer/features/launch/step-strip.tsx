import { Check, Loader, Minus, Square, X, type LucideIcon } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { stepNames, type StepName } from '../../../shared/domain/lifecycle'
import type { HostState, StepState } from '../../../shared/domain/rollout-state'
import { cn } from '../../ui/cn'
import { formatDuration } from '../../ui/format'
import { Elapsed } from '../../ui/moment'
import { useNow } from '../../ui/use-now'
import { useLaunchActions } from './launch-ui'
import { isSlow, stepMedians } from './step-medians'
import { useStateNow } from './use-now-state'

const marks: Readonly<Record<StepState['state'], { readonly icon: LucideIcon; readonly tone: string }>> = {
  pending: { icon: Square, tone: 'text-slate-line' },
  running: { icon: Loader, tone: 'text-blue-fg' },
  ok: { icon: Check, tone: 'text-green-fg' },
  failed: { icon: X, tone: 'text-red-fg' },
  skipped: { icon: Minus, tone: 'text-grey-fg' },
}

/** Other hosts change many times a second; their medians hardly. */
const mediansEveryMs = 3_000

/** The nine steps of a host: how long each took, beside what it took on the other hosts. A click shows its output. */
export function StepStrip({ host }: { readonly host: HostState }) {
  const stateNow = useStateNow()
  const nowMs = useNow(mediansEveryMs)
  const medians = useMemo(() => stepMedians(Object.values(stateNow().hosts), host.name), [stateNow, host.name, nowMs])
  const longest = Math.max(1, ...stepNames.flatMap((step) => [host.steps[step].durationMs ?? 0, medians[step] ?? 0]))
  return (
    <ol className="overflow-hidden rounded-md border border-line">
      {stepNames.map((step) => (
        <StepRow
          key={step}
          host={host.name}
          step={step}
          state={host.steps[step]}
          medianMs={medians[step]}
          longest={longest}
        />
      ))}
    </ol>
  )
}

function StepRow({
  host,
  step,
  state,
  medianMs,
  longest,
}: {
  readonly host: string
  readonly step: StepName
  readonly state: StepState
  readonly medianMs: number | undefined
  readonly longest: number
}) {
  const { t } = useTranslation('launch')
  const { t: common } = useTranslation()
  const ui = useLaunchActions()
  const { icon: Icon, tone } = marks[state.state]
  const { durationMs, startedAtMs, attempts, facts } = state
  const slow = durationMs !== undefined && state.state === 'ok' && isSlow(durationMs, medianMs)
  const share = (ms: number | undefined) => `${((ms ?? 0) / longest) * 100}%`
  const told = Object.entries(facts ?? {}).map(([key, value]) => `${key} ${value}`)
  return (
    <li className="border-b border-line last:border-b-0">
      <button
        type="button"
        disabled={attempts === 0}
        onClick={() => ui.openLog(host, { step })}
        aria-label={t('sheet.showStep', { step: common(`step.${step}`) })}
        className="grid w-full grid-cols-[1rem_5rem_minmax(0,1fr)_7.5rem] items-center gap-2 px-2.5 py-1.5 text-left text-xs enabled:hover:bg-hover focus-visible:outline-offset-[-2px]"
      >
        <Icon aria-label={t(`stepState.${state.state}`)} size={13} strokeWidth={2.5} className={tone} />
        <span className={cn('truncate', state.state === 'pending' && 'text-faint')}>{common(`step.${step}`)}</span>
        <span className="min-w-0">
          <span aria-hidden className="relative block h-1.5">
            {durationMs === undefined ? null : (
              <span
                className={cn(
                  'absolute inset-y-0 left-0 rounded-sm',
                  state.state === 'failed' ? 'bg-red-fg' : slow ? 'bg-amber-fg' : 'bg-blue-fg',
                )}
                style={{ width: `max(1px, ${share(durationMs)})` }}
              />
            )}
            {medianMs === undefined ? null : (
              <span
                className="absolute -inset-y-0.5 w-px bg-fg"
                style={{ left: `min(calc(100% - 1px), ${share(medianMs)})` }}
              />
            )}
          </span>
          {told.length > 0 ? <span className="block truncate text-2xs text-faint">{told.join(' · ')}</span> : null}
        </span>
        <span className="tabular text-right font-mono text-2xs">
          {state.state === 'running' && startedAtMs !== undefined ? <Elapsed fromMs={startedAtMs} /> : null}
          {durationMs !== undefined && state.state !== 'running' ? (
            <span className={cn(slow && 'text-amber-fg')}>{formatDuration(durationMs)}</span>
          ) : null}
          {medianMs === undefined ? null : <span className="text-faint">{` / ${formatDuration(medianMs)}`}</span>}
          {attempts > 1 ? <span className="text-orange-fg">{` ×${attempts}`}</span> : null}
        </span>
      </button>
    </li>
  )
}
