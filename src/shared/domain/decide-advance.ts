import type { Draft } from './decision'
import { isComingToRest, pullBrake, startHost } from './decide-step'
import { describeBudget, isBudgetExceeded } from './failure-budget'
import { hostsInFlight, hostsOfBatch, isSettled, type RolloutState } from './rollout-state'

/**
 * Move on as far as the rules allow, after any change: pull the brake when a budget is exceeded, end a batch whose hosts
 * are all settled, enter the next stations, finish at the last one. Does nothing while braked or while someone must act.
 */
export function advance(draft: Draft): void {
  if (draft.state.result !== undefined) return
  checkBudget(draft)
  if (draft.state.revoking) return finishRevoked(draft)
  while (!isComingToRest(draft.state)) {
    const { position } = draft.state
    enterOrLeave(draft)
    if (draft.state.position === position) return
  }
}

/** Make sure that the current station was entered, and leave it when nothing is left to do there. */
function enterOrLeave(draft: Draft): void {
  const { state, context } = draft
  const station = state.stations[state.position]
  if (!station) return finish(draft)
  switch (station.kind) {
    case 'gate':
      if (state.gates[station.gate]?.state === 'ahead') draft.emit({ kind: 'gate-reached', gate: station.gate })
      return
    case 'soak':
    case 'pause':
      if (state.untilMs === undefined) {
        const untilMs = context.atMs + station.durationMs
        draft.emit({ kind: station.kind === 'soak' ? 'soak-started' : 'pause-started', batch: station.batch, untilMs })
      }
      return
    case 'batch':
      return runBatch(draft, station.batch)
  }
}

function runBatch(draft: Draft, batch: number): void {
  if (draft.state.batches[batch]?.startedAtMs === undefined) draft.emit({ kind: 'batch-started', batch })
  for (const { name, status } of hostsOfBatch(draft.state, batch)) {
    if (status === 'pending') startHost(draft, name)
  }
  const hosts = hostsOfBatch(draft.state, batch)
  if (!hosts.every(isSettled)) return
  checkBudget(draft)
  if (isComingToRest(draft.state)) return
  draft.emit({ kind: 'batch-finished', batch, failed: hosts.filter(({ status }) => status === 'failed').length })
}

/** Two budgets, per batch and for the run; failures that a person accepted by resuming do not count again. */
function checkBudget(draft: Draft): void {
  const { state } = draft
  if (isComingToRest(state)) return
  const station = state.stations[state.position]
  if (station?.kind !== 'batch') return
  const accepted = new Set(state.acceptedFailures)
  const counts = ({ status, name }: { status: string; name: string }) =>
    status === 'failed' && !accepted.has(name as never)
  const hosts = hostsOfBatch(state, station.batch)
  const all = Object.values(state.hosts)
  const { budget } = state.settings.strategy
  const exceeded = isBudgetExceeded({
    batchFailures: hosts.filter(counts).length,
    batchHosts: hosts.filter(({ status }) => status !== 'excluded').length,
    rolloutFailures: all.filter(counts).length,
    rolloutHosts: all.length,
    budget,
  })
  if (exceeded === undefined) return
  const names = all.filter(counts).map(({ name, failure }) => `${name} (${failure?.step})`)
  const limit =
    exceeded === 'batch-all-failed'
      ? 'a batch in which every host failed always stops'
      : describeBudget(budget[exceeded], exceeded === 'batch' ? hosts.length : all.length)
  pullBrake(draft, 'budget', `${names.join(', ')} failed; ${limit}`)
}

function finishRevoked(draft: Draft): void {
  const { revoking } = draft.state
  if (revoking && hostsInFlight(draft.state).length === 0) {
    draft.emit({ kind: 'rollout-finished', result: 'revoked', reason: revoking.reason })
  }
}

/** `succeeded` means that every host that was not excluded runs the target. */
function finish(draft: Draft): void {
  const failed = unfinishedHosts(draft.state)
  if (hostsInFlight(draft.state).length > 0) return
  if (failed.length === 0) draft.emit({ kind: 'rollout-finished', result: 'succeeded' })
  else draft.emit({ kind: 'rollout-finished', result: 'failed', reason: `not done: ${failed.join(', ')}` })
}

const unfinishedHosts = (state: RolloutState): string[] =>
  Object.values(state.hosts)
    .filter(({ status }) => status !== 'succeeded' && status !== 'skipped' && status !== 'excluded')
    .map(({ name }) => name)
