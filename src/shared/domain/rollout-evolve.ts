import { assertNever } from '../util/assert-never'
import { invariant } from '../util/invariant'
import { Fold } from './fold'
import { evolveHost } from './host-evolve'
import type { GateId, HostName } from './ids'
import { evolveRecovery } from './recovery'
import { stepNames } from './lifecycle'
import type { RolloutEvent } from './rollout-event'
import type { RolloutSettings } from './rollout-settings'
import {
  servingOf,
  type DebtState,
  type GateState,
  type HostState,
  type RolloutState,
  type StepState,
} from './rollout-state'
import { stationsOf } from './station'

/** An event with who caused it and when (UTC ms). */
export type RecordedEvent = { readonly event: RolloutEvent; readonly atMs: number; readonly actor: string }

/**
 * The only way the state of a rollout changes. Pure and total over recorded journals: folding the same events gives the
 * same state on every machine, today and in ten years. `fold`: given when several events are folded in a row.
 */
export function evolve(state: RolloutState | undefined, recorded: RecordedEvent, fold = new Fold()): RolloutState {
  const { event, atMs } = recorded
  if (event.kind === 'rollout-created') return initialState(event.settings, atMs)
  invariant(state, `a journal starts with rollout-created, not ${event.kind}`)
  switch (event.kind) {
    case 'gate-reached':
    case 'item-answered':
    case 'item-waived':
    case 'check-recorded':
    case 'gate-rechecked':
    case 'gate-signed':
    case 'gate-opened':
      return evolveGate(state, event.gate, recorded)
    case 'batch-started':
    case 'batch-finished':
    case 'soak-started':
    case 'soak-finished':
    case 'pause-started':
    case 'pause-finished':
      return evolveStation(state, event, atMs)
    case 'debt-recorded':
    case 'debt-settled':
      return withHost(evolveDebt(state, event, atMs, fold), event.host, recorded, fold)
    case 'settling-started':
    case 'settling-failed':
      return withHost(evolveSettling(state, event, recorded, fold), event.host, recorded, fold)
    case 'step-finished':
      return withHost(withRecovery(state, recorded), event.host, recorded, fold)
    case 'host-started':
    case 'step-started':
    case 'undo-planned':
    case 'undo-advanced':
    case 'host-rested':
    case 'host-finished':
    case 'host-skipped':
    case 'host-failed':
    case 'host-returned':
    case 'host-excluded':
    case 'host-given-back':
    case 'host-came-back':
      return withHost(state, event.host, recorded, fold)
    case 'host-retried':
      return withHost(forgetFailure(state, event.host), event.host, recorded, fold)
    default:
      return evolveRun(state, event, recorded)
  }
}

/** Fold a whole journal. Undefined for an empty one. Pure. */
export const evolveAll = (
  state: RolloutState | undefined,
  events: readonly RecordedEvent[],
): RolloutState | undefined => {
  const fold = new Fold()
  return events.reduce((folded, event) => evolve(folded, event, fold), state)
}

const idleStep: StepState = { state: 'pending', attempts: 0, tries: 0 }

function initialState(settings: RolloutSettings, atMs: number): RolloutState {
  const hosts: Record<HostName, HostState> = {}
  const byName = new Map(settings.hosts.map((host) => [host.name, host]))
  for (const batch of settings.plan.batches) {
    for (const name of batch.hosts) {
      const host = byName.get(name)
      invariant(host, `the plan names ${name}, which is not among the hosts`)
      hosts[name] = {
        name,
        batch: batch.index,
        status: 'pending',
        steps: Object.fromEntries(stepNames.map((step) => [step, idleStep])) as HostState['steps'],
        isServing: host.isServing,
        isMuted: host.isMuted,
        target: host.target,
        debts: {},
      }
    }
  }
  const gates: Record<GateId, GateState> = {}
  for (const { id } of settings.gates) {
    gates[id] = { id, state: 'ahead', answers: {}, waivers: {}, checks: {}, signOffs: [] }
  }
  const state: RolloutState = {
    settings,
    stations: stationsOf(settings),
    position: 0,
    hosts,
    servingBeside: settings.hosts.filter(({ name, isServing }) => isServing && !hosts[name]).length,
    gates,
    debts: {},
    batches: {},
    acceptedFailures: [],
    lowestServing: 0,
    createdAtMs: atMs,
  }
  return { ...state, lowestServing: servingOf(state) }
}

function evolveGate(state: RolloutState, id: GateId, { event, atMs, actor }: RecordedEvent): RolloutState {
  const gate = state.gates[id]
  invariant(gate, `the rollout has no gate ${id}`)
  const put = (change: Partial<GateState>): RolloutState => ({
    ...state,
    gates: { ...state.gates, [id]: { ...gate, ...change } },
  })
  switch (event.kind) {
    case 'gate-reached':
      return put({ state: 'waiting', reachedAtMs: atMs })
    case 'item-answered':
      return put({ answers: { ...gate.answers, [event.item]: { answer: event.answer, by: actor, atMs } } })
    case 'item-waived':
      return put({ waivers: { ...gate.waivers, [event.item]: { reason: event.reason, by: actor, atMs } } })
    case 'check-recorded': {
      const { holds, evidence, checkedAtMs } = event
      return put({ checks: { ...gate.checks, [event.item]: { holds, evidence, checkedAtMs } } })
    }
    case 'gate-rechecked':
      return put({ checks: event.items ? without(gate.checks, event.items) : {} })
    case 'gate-signed':
      return put({ signOffs: [...gate.signOffs, { by: event.by, atMs, record: event.record }] })
    case 'gate-opened':
      return { ...put({ state: 'open', openedAtMs: atMs }), position: state.position + 1 }
    default:
      throw new Error(`not a gate event: ${event.kind}`)
  }
}

const without = (checks: GateState['checks'], items: readonly string[]): GateState['checks'] =>
  Object.fromEntries(Object.entries(checks).filter(([item]) => !items.includes(item)))

type StationEvent = Extract<RolloutEvent, { batch: number }>

function evolveStation(state: RolloutState, event: StationEvent, atMs: number): RolloutState {
  const batch = state.batches[event.batch] ?? {}
  const { untilMs: _, ...behind } = { ...state, position: state.position + 1 }
  switch (event.kind) {
    case 'batch-started':
      return { ...state, batches: { ...state.batches, [event.batch]: { ...batch, startedAtMs: atMs } } }
    case 'batch-finished':
      return { ...behind, batches: { ...state.batches, [event.batch]: { ...batch, finishedAtMs: atMs } } }
    case 'soak-started':
    case 'pause-started':
      return { ...state, untilMs: event.untilMs }
    case 'soak-finished':
    case 'pause-finished':
      return behind
    default:
      return assertNever(event)
  }
}

type DebtEvent = Extract<RolloutEvent, { kind: 'debt-recorded' | 'debt-settled' }>

function evolveDebt(state: RolloutState, event: DebtEvent, atMs: number, fold: Fold): RolloutState {
  const known = state.debts[event.debt] ?? {
    id: event.debt,
    host: event.host,
    kind: event.debtKind,
    recordedAtMs: atMs,
  }
  const debt =
    event.kind === 'debt-settled'
      ? { ...known, settledAtMs: atMs, how: event.how, ...(event.isConfirmed ? { isConfirmed: true } : {}) }
      : { ...withoutTry(known), ...(event.expiresAtMs === undefined ? {} : { expiresAtMs: event.expiresAtMs }) }
  return { ...state, debts: fold.put(state.debts, event.debt, debt) }
}

/** The host was tried again since: how an earlier try to settle it ended is no news any more. */
function withoutTry({ settling: _, ...debt }: DebtState): DebtState {
  return debt
}

type SettlingEvent = Extract<RolloutEvent, { kind: 'settling-started' | 'settling-failed' }>

function evolveSettling(
  state: RolloutState,
  event: SettlingEvent,
  { atMs, actor }: RecordedEvent,
  fold: Fold,
): RolloutState {
  const debt = state.debts[event.debt]
  invariant(debt, `the rollout has no debt ${event.debt}`)
  const { attempt } = event.kind === 'settling-started' ? event : (debt.settling ?? {})
  // a console that only found out how it ended is not the one who tried
  const tried = event.kind === 'settling-failed' && event.isFound ? debt.settling : undefined
  const settling = {
    by: tried?.by ?? actor,
    atMs: tried?.atMs ?? atMs,
    ...(attempt === undefined ? {} : { attempt }),
    ...(event.kind === 'settling-failed' ? { problem: event.reason } : {}),
  }
  return { ...state, debts: fold.put(state.debts, event.debt, { ...debt, settling }) }
}

/** Apply a host's event; keeps count of the lowest number of serving hosts. */
function withHost(state: RolloutState, name: HostName, recorded: RecordedEvent, fold: Fold): RolloutState {
  const before = state.hosts[name]
  invariant(before, `the rollout has no host ${name}`)
  const after = evolveHost(before, recorded)
  const next = { ...state, hosts: fold.put(state.hosts, name, after) }
  if (!before.isServing || after.isServing) return next
  return { ...next, lowestServing: Math.min(state.lowestServing, servingOf(next)) }
}

/** Another try may fail anew: that nobody has accepted. */
const forgetFailure = (state: RolloutState, name: HostName): RolloutState => ({
  ...state,
  acceptedFailures: state.acceptedFailures.filter((accepted) => accepted !== name),
})

function withRecovery(state: RolloutState, recorded: RecordedEvent): RolloutState {
  const recovery = evolveRecovery(state, recorded)
  return recovery === state.recovery || recovery === undefined ? state : { ...state, recovery }
}

function evolveRun(state: RolloutState, event: RolloutEvent, recorded: RecordedEvent): RolloutState {
  const { atMs, actor } = recorded
  switch (event.kind) {
    case 'brake-pulled':
      return { ...state, brake: { cause: event.cause, reason: event.reason, by: actor, atMs } }
    case 'brake-released': {
      const { brake: _, ...released } = state
      const failed = Object.values(state.hosts).filter(({ status }) => status === 'failed')
      return { ...released, acceptedFailures: failed.map(({ name }) => name) }
    }
    case 'lock-taken':
      return { ...state, lock: { kind: 'held', lock: event.lock } }
    case 'lock-lost':
      return { ...state, lock: { kind: 'lost', reason: event.reason } }
    case 'lock-waived':
      return { ...state, lock: { kind: 'waived', reason: event.reason, by: actor } }
    case 'lock-released': {
      const { lock: _, ...rest } = state
      return rest
    }
    case 'revoke-requested':
      return { ...state, revoking: { reason: event.reason, by: actor } }
    case 'rolled-back':
      return { ...state, rolledBackBy: event.by }
    case 'rollout-finished': {
      const { untilMs: _, ...rest } = state
      return { ...rest, result: event.result, finishedAtMs: atMs }
    }
    case 'lock-broken':
    case 'release-blocked':
    case 'time-jumped':
      return state
    case 'console-restarted':
    case 'step-found':
      return withRecovery(state, recorded)
    default:
      throw new Error(`not an event of the run as a whole: ${event.kind}`)
  }
}
