import type { Draft } from './decision'
import { isComingToRest, pullBrake, startHost } from './decide-step'
import { describeBudget, isBudgetExceeded } from './failure-budget'
import type { RolloutEvent } from './rollout-event'
import { hostsInFlight, hostsOfBatch, isSettled, type HostState, type RolloutState } from './rollout-state'

/**
 * Move on as far as the rules allow, after any change: pull the brake when a budget is exceeded, end a batch whose hosts
 * are all settled, enter the next stations, finish at the last one. Does nothing while braked or while someone must act.
 */
export function advance(draft: Draft): void {
  if (draft.state.result !== undefined || isOneHostsOwn(draft.events)) return
  checkBudget(draft)
  if (draft.state.revoking) return finishRevoked(draft)
  while (!isComingToRest(draft.state)) {
    const { position } = draft.state
    enterOrLeave(draft)
    if (draft.state.position === position) return
  }
}

/** What moves nothing but one host on its way; most of what happens is this, and with many hosts the rest costs. */
const ownEvents: ReadonlySet<RolloutEvent['kind']> = new Set([
  'step-started',
  'step-finished',
  'undo-planned',
  'undo-advanced',
  'debt-recorded',
  'debt-settled',
  'settling-started',
  'settling-failed',
] as const)
const isOneHostsOwn = (events: readonly RolloutEvent[]): boolean =>
  events.length > 0 && events.every(({ kind }) => ownEvents.has(kind))

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

/**
 * Two budgets, per batch and for the run. Failures that a person accepted by resuming do not count again; a host that was
 * retried, wherever the rollout stands by then, counts against the batch it belongs to.
 */
function checkBudget(draft: Draft): void {
  const { state } = draft
  if (isComingToRest(state) || !draft.events.some(({ kind }) => kind === 'host-failed')) return
  const accepted = new Set(state.acceptedFailures)
  const failed = Object.values(state.hosts).filter(({ status, name }) => status === 'failed' && !accepted.has(name))
  for (const batch of new Set(failed.map((host) => host.batch))) {
    const reason = breachOf(state, batch, failed)
    if (reason !== undefined) return pullBrake(draft, 'budget', reason)
  }
}

/** Why the failures, all of the run, stop it in view of one batch; undefined when they do not. */
function breachOf(state: RolloutState, batch: number, failed: readonly HostState[]): string | undefined {
  const hosts = hostsOfBatch(state, batch)
  const inBatch = failed.filter((host) => host.batch === batch)
  const { budget } = state.settings.strategy
  const rolloutHosts = Object.keys(state.hosts).length
  // hosts that were left out, or had nothing to do, say nothing about the release
  const tried = hosts.filter(({ status }) => status !== 'excluded' && status !== 'skipped')
  if (tried.every(({ status }) => status === 'failed')) {
    return `${nameFailures(inBatch)} failed; a batch in which every host failed always stops`
  }
  const exceeded = isBudgetExceeded({
    batchFailures: inBatch.length,
    batchHosts: hosts.length,
    rolloutFailures: failed.length,
    rolloutHosts,
    budget,
  })
  if (exceeded === undefined) return undefined
  return exceeded === 'rollout'
    ? `${nameFailures(failed)} failed; ${describeBudget(budget.rollout, rolloutHosts)}`
    : `${nameFailures(inBatch)} failed; ${describeBudget(budget.batch, hosts.length)}`
}

/** As many as a sentence can hold. */
const longestNames = 5

function nameFailures(hosts: readonly HostState[]): string {
  const named = hosts.slice(0, longestNames).map(({ name, failure }) => `${name} (${failure?.step})`)
  const more = hosts.length - named.length
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
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
