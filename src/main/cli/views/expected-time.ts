import type { RolloutState } from '../../../shared/domain/rollout-state'

/**
 * How long what is left will take, not counting the time at gates: soaks and pauses by their length, batches by the mean
 * of those that are done. Pure; undefined before the first batch has finished and when nothing is left.
 */
export function expectedRemainingMs(state: RolloutState, nowMs: number): number | undefined {
  const finished = Object.values(state.batches).flatMap(({ startedAtMs, finishedAtMs }) =>
    startedAtMs === undefined || finishedAtMs === undefined ? [] : [finishedAtMs - startedAtMs],
  )
  if (finished.length === 0 || state.result !== undefined) return undefined
  const batchMs = finished.reduce((sum, each) => sum + each, 0) / finished.length
  const left = state.stations.slice(state.position).map((station, i) => {
    const isCurrent = i === 0
    if (station.kind === 'gate') return 0
    if (station.kind !== 'batch')
      return isCurrent && state.untilMs !== undefined ? Math.max(0, state.untilMs - nowMs) : station.durationMs
    const startedAtMs = state.batches[station.batch]?.startedAtMs
    return startedAtMs === undefined ? batchMs : Math.max(0, batchMs - (nowMs - startedAtMs))
  })
  const total = left.reduce((sum, each) => sum + each, 0)
  return total > 0 ? Math.round(total) : undefined
}
