import { describePosition, gateTemplate, openItems } from './decide-gate'
import { isAutomatic } from './checklist'
import { stepNames } from './lifecycle'
import {
  hostsOfBatch,
  isSettled,
  openDebts,
  servingOf,
  waitingGate,
  type GateState,
  type HostState,
  type RolloutState,
} from './rollout-state'

/** Where a rollout is, in one word; `describePosition` says the same in a sentence. */
export type RolloutPhase =
  'waiting' | 'running' | 'soaking' | 'pausing' | 'braked' | 'revoking' | 'succeeded' | 'failed' | 'revoked'

/** The phase of a rollout. Pure. */
export function phaseOf(state: RolloutState): RolloutPhase {
  if (state.result) return state.result
  if (state.revoking) return 'revoking'
  if (state.brake) return 'braked'
  if (waitingGate(state)) return 'waiting'
  const station = state.stations[state.position]
  if (station?.kind === 'soak') return 'soaking'
  return station?.kind === 'pause' ? 'pausing' : 'running'
}

/**
 * The folded state of a rollout as `lastmile show --json` prints it: batches → hosts → steps, gates with their items and
 * sign-offs, debts and failures. Pure. Absent values are left out. Times are UTC milliseconds; `expectedMs` is how long the
 * last successful rollout of the cluster makes one expect, without the time people take.
 */
export function projectRollout(state: RolloutState, atMs: number, expectedMs?: number) {
  const { settings } = state
  return {
    rollout: settings.rollout,
    app: settings.app,
    version: settings.version,
    environment: settings.environment,
    type: settings.type,
    state: phaseOf(state),
    position: describePosition(state),
    startedBy: settings.startedBy,
    createdAtMs: state.createdAtMs,
    finishedAtMs: state.finishedAtMs,
    result: state.result,
    brake: state.brake,
    rollsBack: settings.rollsBack,
    rolledBackBy: state.rolledBackBy,
    recovery: state.recovery,
    hosts: settings.plan.hosts,
    floor: settings.plan.floor,
    serving: servingOf(state),
    lowestServing: state.lowestServing,
    waitingFor: waitingGate(state)?.id,
    untilMs: state.untilMs,
    expectedMs,
    warnings: settings.plan.warnings,
    batches: settings.plan.batches.map(({ index }) => projectBatch(state, index)),
    gates: settings.gates.map(({ id }) => projectGate(state, state.gates[id], atMs)),
    debts: Object.values(state.debts),
    openDebts: openDebts(state).length,
    failures: Object.values(state.hosts).flatMap(({ name, failure }) => (failure ? [{ host: name, ...failure }] : [])),
  }
}

function projectBatch(state: RolloutState, index: number) {
  const planned = state.settings.plan.batches.find((batch) => batch.index === index)
  const hosts = hostsOfBatch(state, index)
  const { startedAtMs, finishedAtMs } = state.batches[index] ?? {}
  return {
    index,
    kind: planned?.kind,
    state: finishedAtMs !== undefined ? 'finished' : startedAtMs === undefined ? 'pending' : 'running',
    settled: hosts.filter(isSettled).length,
    failed: hosts.filter(({ status }) => status === 'failed').length,
    servingAfter: planned?.servingAfter,
    startedAtMs,
    finishedAtMs,
    hosts: hosts.map(projectHost),
  }
}

function projectHost(host: HostState) {
  return {
    name: host.name,
    state: host.status,
    step: host.step,
    isServing: host.isServing,
    isMuted: host.isMuted,
    versionBefore: host.before?.version,
    versionAfter: host.versionAfter,
    target: host.target.version,
    failure: host.failure,
    excludedBecause: host.excludedBecause,
    steps: stepNames.map((step) => {
      const { state, attempts, exitCode, durationMs, startedAtMs, code, reason, facts, withheld } = host.steps[step]
      return { step, state, attempts, exitCode, durationMs, startedAtMs, code, reason, facts, withheld }
    }),
  }
}

function projectGate(state: RolloutState, gate: GateState | undefined, atMs: number) {
  const template = gate && gateTemplate(state, gate.id)
  if (!gate || !template) return undefined
  const open = new Map(openItems(gate, template.items, atMs).map(({ item, why }) => [item.id, why]))
  return {
    gate: gate.id,
    position: template.position,
    batch: template.batch,
    state: gate.state,
    reachedAtMs: gate.reachedAtMs,
    openedAtMs: gate.openedAtMs,
    items: template.items.map((item) => ({
      id: item.id,
      kind: item.kind,
      ask: item.ask,
      why: item.why,
      isAutomatic: isAutomatic(item),
      isBlocking: item.blocking,
      answer: gate.answers[item.id],
      waiver: gate.waivers[item.id],
      check: gate.checks[item.id],
      open: gate.state === 'open' ? undefined : open.get(item.id),
    })),
    signOffs: gate.signOffs,
  }
}

export type RolloutView = ReturnType<typeof projectRollout>
export type GateView = NonNullable<RolloutView['gates'][number]>
