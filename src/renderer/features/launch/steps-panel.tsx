import {
  Check,
  ChevronRight,
  CircleSlash2,
  Hand,
  Hourglass,
  Pause,
  Square,
  SquareActivity,
  type LucideIcon,
} from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import type { RolloutState } from '../../../shared/domain/rollout-state'
import { useRollout } from '../../stores/rollouts'
import { cn } from '../../ui/cn'
import { formatDuration } from '../../ui/format'
import { Elapsed } from '../../ui/moment'
import { Panel } from '../../ui/panel'
import { useNow } from '../../ui/use-now'
import { GateBox } from './gate-box'
import { groupStops, shortenStops, type StopGroup, type StopView } from './station-list'
import { batchName, gateName } from './stop-words'

/** Everything from launch to closing, in order: what is behind with who signed it, what is under way, what is ahead. */
export function StepsPanel() {
  const { t } = useTranslation('launch')
  const [isWhole, setWhole] = useState(false)
  // hosts change many times a second and say nothing about the stops
  const state = useRollout(useShallow(({ hosts: _hosts, debts: _debts, lowestServing: _lowest, ...rest }) => rest))
  const groups = useMemo(() => groupStops(state), [state])
  const short = useMemo(() => shortenStops(groups), [groups])
  const shown = isWhole ? groups : short.shown
  const hidden = isWhole ? 0 : short.hiddenDone.length
  const ahead = isWhole ? 0 : short.hiddenAhead.length
  return (
    <Panel title={t('steps.title')} aria-label={t('steps.title')} bodyClassName="overflow-y-auto p-0">
      <ol>
        {hidden > 0 ? <More label={t('steps.moreDone', { count: hidden })} onShow={() => setWhole(true)} /> : null}
        {shown.map((group) => (
          <Group key={group.key} group={group} state={state} />
        ))}
        {ahead > 0 ? <More label={t('steps.moreAhead', { count: ahead })} onShow={() => setWhole(true)} /> : null}
      </ol>
    </Panel>
  )
}

function More({ label, onShow }: { readonly label: string; readonly onShow: () => void }) {
  return (
    <li className="border-b border-line px-3 py-1.5 last:border-b-0">
      <button type="button" onClick={onShow} className="flex items-center gap-1 text-xs text-muted hover:text-fg">
        <ChevronRight aria-hidden size={13} />
        {label}
      </button>
    </li>
  )
}

type StopsState = Omit<RolloutState, 'hosts' | 'debts' | 'lowestServing'>
type GroupProps = { readonly group: StopGroup; readonly state: StopsState }

function Group({ group, state }: GroupProps) {
  const { t } = useTranslation('launch')
  const { t: common } = useTranslation()
  const { batch, progress, signedBy, startedAtMs, finishedAtMs, stops } = group
  const first = stops[0]
  const title =
    batch === undefined ? (first?.kind === 'gate' ? gateName(state, first.gate) : group.key) : batchName(batch)
  const hosts = state.settings.plan.batches.find(({ index }) => index === batch)?.hosts.length
  const current = stops.find((stop) => stop.progress === 'current')
  const row = useRef<HTMLLIElement>(null)
  const here = current && `${current.kind} ${current.kind === 'gate' ? current.gate : current.batch}`
  // what is to be decided comes to the top of the list, once it is reached
  useEffect(() => {
    const list = row.current?.parentElement
    if (here && row.current && list) list.parentElement?.scrollTo({ top: row.current.offsetTop - list.offsetTop })
  }, [here])
  const isEnded = progress === 'current' && state.result !== undefined
  const { icon: Icon, tone } = glyphOf(progress, current, state)
  return (
    <li
      ref={row}
      aria-current={progress === 'current' && !isEnded ? 'step' : undefined}
      className={cn('border-b border-line last:border-b-0', progress === 'current' && 'bg-raised')}
    >
      <div className="flex items-start gap-2.5 px-3 py-2">
        <Icon
          aria-label={t(isEnded ? 'steps.ended' : `steps.${progress}`)}
          size={16}
          strokeWidth={2.25}
          className={cn('mt-0.5 shrink-0', tone)}
        />
        <div className="min-w-0 flex-1">
          <p
            className={cn(
              'truncate text-sm',
              progress === 'current' && 'font-semibold',
              progress === 'ahead' && 'text-muted',
            )}
          >
            {title}
            {hosts === undefined ? null : (
              <span className="text-xs font-normal text-faint">{` · ${common('host', { count: hosts })}`}</span>
            )}
          </p>
          {signedBy.length > 0 ? (
            <p className="truncate text-2xs text-faint">{t('steps.signedBy', { people: signedBy.join(', ') })}</p>
          ) : null}
          {progress === 'current' && stops.length > 1
            ? stops.map((stop) => (
                <Stop key={`${stop.kind} ${stop.kind === 'gate' ? stop.gate : ''}`} stop={stop} state={state} />
              ))
            : null}
        </div>
        {progress === 'ahead' || startedAtMs === undefined ? null : (
          <span className="text-xs text-muted">
            <Elapsed fromMs={startedAtMs} toMs={progress === 'done' ? finishedAtMs : state.finishedAtMs} />
          </span>
        )}
      </div>
      {current?.kind === 'gate' && state.gates[current.gate]?.state === 'waiting' && !state.result ? (
        <GateBox id={current.gate} />
      ) : null}
      {current?.kind === 'soak' || current?.kind === 'pause' ? (
        <Countdown stop={current} untilMs={state.untilMs} />
      ) : null}
    </li>
  )
}

function Stop({ stop, state }: { readonly stop: StopView; readonly state: StopsState }) {
  const { t } = useTranslation('launch')
  const words =
    stop.kind === 'gate'
      ? t('steps.gate', { gate: gateName(state, stop.gate) })
      : stop.kind === 'batch'
        ? t('steps.batch')
        : t(`steps.${stop.kind}`, { time: formatDuration(stop.durationMs) })
  const isDone = stop.progress === 'done'
  return (
    <p
      className={cn(
        'flex items-center gap-1.5 text-xs',
        stop.progress === 'current' ? 'font-medium text-fg' : isDone ? 'text-muted' : 'text-faint',
      )}
    >
      {isDone ? (
        <Check aria-hidden size={12} className="text-green-fg" />
      ) : (
        <span aria-hidden className="w-3 text-center">
          {stop.progress === 'current' ? '›' : '·'}
        </span>
      )}
      {words}
    </p>
  )
}

function Countdown({
  stop,
  untilMs,
}: {
  readonly stop: Extract<StopView, { durationMs: number }>
  readonly untilMs: number | undefined
}) {
  const { t } = useTranslation('launch')
  const nowMs = useNow(1_000)
  if (untilMs === undefined) return null
  const leftMs = Math.max(0, untilMs - nowMs)
  const share = 1 - leftMs / Math.max(1, stop.durationMs)
  return (
    <div className="border-t border-amber-line px-3 py-2.5">
      <p className="flex items-baseline justify-between text-xs text-amber-fg">
        {t(stop.kind === 'soak' ? 'steps.soaking' : 'steps.pausing')}
        <span className="tabular font-mono text-base font-medium">{formatDuration(leftMs)}</span>
      </p>
      <div
        role="progressbar"
        aria-label={t(stop.kind === 'soak' ? 'steps.soaking' : 'steps.pausing')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        className="mt-1.5 h-1 overflow-hidden rounded-full bg-amber-bg"
      >
        <div className="h-full origin-left bg-amber-fg" style={{ transform: `scaleX(${share})` }} />
      </div>
    </div>
  )
}

function glyphOf(
  progress: StopGroup['progress'],
  current: StopView | undefined,
  { brake, result }: StopsState,
): { readonly icon: LucideIcon; readonly tone: string } {
  if (progress === 'done') return { icon: Check, tone: 'text-green-fg' }
  // it began, and the rollout ended in the middle of it
  if (progress === 'current' && result !== undefined) return { icon: CircleSlash2, tone: 'text-grey-fg' }
  if (progress === 'ahead' || !current) return { icon: Square, tone: 'text-slate-line' }
  if (brake) return { icon: Pause, tone: 'text-orange-fg' }
  if (current.kind === 'gate') return { icon: Hand, tone: 'text-violet-fg' }
  return current.kind === 'batch'
    ? { icon: SquareActivity, tone: 'text-blue-fg' }
    : { icon: Hourglass, tone: 'text-amber-fg' }
}
