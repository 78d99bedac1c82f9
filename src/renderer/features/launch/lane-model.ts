import { hostsIn } from '../../../shared/domain/batch-size'
import { hostsOfBatch, isSettled, type HostState, type RolloutState } from '../../../shared/domain/rollout-state'

/** What stands beside a lane of tiles. All plain values: a lane is drawn again only when one of them changes. */
export type LaneView = {
  /** `stopped`: the rollout ended in the middle of it. */
  readonly progress: 'done' | 'running' | 'stopped' | 'next' | 'ahead'
  readonly hosts: number
  readonly settled: number
  readonly failed: number
  /** Failures that this batch may have without stopping the rollout. */
  readonly budget: number
  readonly excluded: number
  readonly skipped: number
  readonly startedAtMs: number | undefined
  readonly finishedAtMs: number | undefined
  readonly servingAfter: number
}

/** A batch's lane. Pure. */
export function viewLane(state: RolloutState, batch: number): LaneView {
  const hosts = hostsOfBatch(state, batch)
  const planned = state.settings.plan.batches.find(({ index }) => index === batch)
  const { startedAtMs, finishedAtMs } = state.batches[batch] ?? {}
  const count = (wanted: HostState['status']) => hosts.filter(({ status }) => status === wanted).length
  return {
    progress: progressOf(state, batch),
    hosts: hosts.length,
    settled: hosts.filter(isSettled).length,
    failed: count('failed'),
    budget: hostsIn(state.settings.strategy.budget.batch, hosts.length),
    excluded: count('excluded'),
    skipped: count('skipped'),
    startedAtMs,
    // a rollout that ended in the middle of a batch does not go on with it
    finishedAtMs: finishedAtMs ?? state.finishedAtMs,
    servingAfter: planned?.servingAfter ?? 0,
  }
}

function progressOf(state: RolloutState, batch: number): LaneView['progress'] {
  const { startedAtMs, finishedAtMs } = state.batches[batch] ?? {}
  if (finishedAtMs !== undefined) return 'done'
  if (startedAtMs !== undefined) return state.result === undefined ? 'running' : 'stopped'
  if (state.result !== undefined) return 'ahead'
  const next = state.stations.slice(state.position).find((station) => station.kind === 'batch')
  return next?.kind === 'batch' && next.batch === batch ? 'next' : 'ahead'
}
