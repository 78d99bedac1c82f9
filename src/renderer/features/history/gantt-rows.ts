import type { HostName } from '../../../shared/domain/ids'
import type { StepName } from '../../../shared/domain/lifecycle'
import type { StepPurpose } from '../../../shared/domain/rollout-event'
import type { RecordedEvent } from '../../../shared/domain/rollout-evolve'
import type { HostStatus, RolloutState } from '../../../shared/domain/rollout-state'
import { median } from '../../../shared/util/median'

/** One attempt of a step on one host. */
export type GanttSegment = {
  readonly step: StepName
  readonly attempt: number
  readonly purpose: StepPurpose
  readonly fromMs: number
  /** Undefined while it is under way. */
  readonly toMs: number | undefined
  readonly outcome: 'running' | 'ok' | 'failed' | 'skipped'
  readonly durationMs: number | undefined
  readonly reason: string | undefined
  /** Took more than twice as long as this step usually did in this rollout. */
  readonly isSlow: boolean
}

export type GanttRow = {
  readonly host: HostName
  readonly batch: number
  readonly status: HostStatus
  readonly segments: readonly GanttSegment[]
  /** Spent in steps. */
  readonly totalMs: number
  readonly slow: number
}

export type Gantt = {
  readonly rows: readonly GanttRow[]
  readonly medianMs: Readonly<Partial<Record<StepName, number>>>
}

/** Below this a difference is noise of the network and the machine, whatever the median is. */
const leastSlowMs = 250
const slowFactor = 2

/** One row for each host in plan order: every attempt of its steps, from when to when, and how it ended. Pure. */
export function ganttOf(events: readonly RecordedEvent[], state: RolloutState): Gantt {
  const byHost = collectSegments(events)
  const medianMs = medians([...byHost.values()].flat())
  const rows = Object.values(state.hosts).map((host): GanttRow => {
    const segments = (byHost.get(host.name) ?? []).map((segment) => ({ ...segment, isSlow: isSlow(segment, medianMs) }))
    return {
      host: host.name,
      batch: host.batch,
      status: host.status,
      segments,
      totalMs: segments.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0),
      slow: segments.filter((segment) => segment.isSlow).length,
    }
  })
  return { rows, medianMs }
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] }

function collectSegments(events: readonly RecordedEvent[]): Map<HostName, GanttSegment[]> {
  const byHost = new Map<HostName, Writable<GanttSegment>[]>()
  for (const { event, atMs } of events) {
    if (event.kind === 'step-started') {
      const { step, attempt, purpose, notBeforeMs } = event
      const segments = byHost.get(event.host) ?? []
      byHost.set(event.host, segments)
      segments.push({
        step,
        attempt,
        purpose,
        fromMs: Math.max(atMs, notBeforeMs ?? 0),
        toMs: undefined,
        outcome: 'running',
        durationMs: undefined,
        reason: undefined,
        isSlow: false,
      })
    } else if (event.kind === 'step-finished') {
      const open = byHost.get(event.host)?.findLast(({ step, attempt }) => {
        return step === event.step && attempt === event.attempt
      })
      if (!open) continue
      open.toMs = Math.max(atMs, open.fromMs)
      open.outcome = event.outcome
      open.durationMs = event.durationMs
      open.reason = event.reason
    }
  }
  return byHost
}

/** Of the attempts that went well: a step that fails at once says nothing about how long it takes. */
function medians(segments: readonly GanttSegment[]): Gantt['medianMs'] {
  const byStep = Map.groupBy(
    segments.filter(({ outcome }) => outcome === 'ok'),
    ({ step }) => step,
  )
  return Object.fromEntries(
    [...byStep].map(([step, each]) => [step, median(each.map(({ durationMs }) => durationMs ?? 0))]),
  )
}

function isSlow({ step, durationMs, outcome }: GanttSegment, medianMs: Gantt['medianMs']): boolean {
  const usual = medianMs[step]
  if (usual === undefined || durationMs === undefined || outcome === 'skipped') return false
  return durationMs > leastSlowMs && durationMs > slowFactor * usual
}

export type GanttOrder = 'batch' | 'duration' | 'slow'

/** In plan order; or the longest first; or those with the most slow steps first. Pure. */
export function orderRows(rows: readonly GanttRow[], order: GanttOrder): readonly GanttRow[] {
  if (order === 'batch') return rows
  if (order === 'duration') return rows.toSorted((one, other) => other.totalMs - one.totalMs)
  return rows.toSorted((one, other) => other.slow - one.slow || other.totalMs - one.totalMs)
}
