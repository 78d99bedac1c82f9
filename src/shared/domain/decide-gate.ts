import { canWaive, isAutomatic, type ChecklistItem } from './checklist'
import { refuse, type Draft } from './decision'
import { describeGate, type GateTemplate } from './gate'
import type { RolloutCommand } from './rollout-command'
import type { Facts, SignOffRecord } from './rollout-event'
import { asGateId } from './ids'
import { hostsInFlight, waitingGate, type GateState, type RolloutState } from './rollout-state'

/** A check's result counts for two minutes: long enough to read it, too short for the world to have moved on. */
export const checkMaxAgeMs = 120_000

/** Is a moment further back than `maxAgeMs`? One that lies ahead is: the clock was set back since, and its age is not known. Pure. */
export const isOlderThan = (thenMs: number, nowMs: number, maxAgeMs: number): boolean =>
  nowMs - thenMs > maxAgeMs || thenMs > nowMs

/** The template of a gate. Pure; undefined for an id the rollout does not have. */
export const gateTemplate = (state: RolloutState, id: string): GateTemplate | undefined =>
  state.settings.gates.find((gate) => gate.id === id)

/** Why an item keeps a gate shut. */
export type OpenBecause = 'unanswered' | 'unchecked' | 'failing' | 'stale'

/** An item that keeps a gate shut, with the reason for people: for one that fails, the evidence. */
export type OpenItem = { readonly item: ChecklistItem; readonly because: OpenBecause; readonly why: string }

/** The blocking items that do not hold yet. Pure; `atMs` judges the age of check results. */
export function openItems(gate: GateState, items: readonly ChecklistItem[], atMs: number): OpenItem[] {
  return items.flatMap((item): OpenItem[] => {
    if (!item.blocking || gate.waivers[item.id]) return []
    if (!isAutomatic(item)) {
      return gate.answers[item.id] ? [] : [{ item, because: 'unanswered', why: 'is not answered' }]
    }
    const check = gate.checks[item.id]
    if (!check) return [{ item, because: 'unchecked', why: 'was not checked yet' }]
    if (!check.holds) return [{ item, because: 'failing', why: check.evidence || 'does not hold' }]
    return isOlderThan(check.checkedAtMs, atMs, checkMaxAgeMs)
      ? [{ item, because: 'stale', why: 'was checked too long ago' }]
      : []
  })
}

/** Decide a command about the gate that waits. */
export function decideGate(
  draft: Draft,
  command: Extract<RolloutCommand, { kind: 'answer' | 'waive' | 'record-check' | 'recheck' | 'sign' }>,
): void {
  const gate = waitingGate(draft.state)
  // a check that comes back late, after the gate has opened, is of no use to anyone
  if (command.kind === 'record-check' && gate?.id !== command.gate) return
  if (!gate) {
    return refuse('gate.not-waiting', { rollout: draft.state.settings.rollout, state: describePosition(draft.state) })
  }
  if ('gate' in command && command.gate !== undefined && command.gate !== gate.id) {
    return refuse('gate.moved-on', { gate: describeGate(asGateId(command.gate)), waiting: describeGate(gate.id) })
  }
  const template = gateTemplate(draft.state, gate.id)
  const items = template?.items ?? []
  switch (command.kind) {
    case 'recheck': {
      const unknown = command.items?.find((id) => items.every((item) => item.id !== id))
      if (unknown !== undefined) return refuseUnknown(gate, items, unknown)
      const only = command.items === undefined ? {} : { items: command.items }
      return draft.emit({ kind: 'gate-rechecked', gate: gate.id, ...only })
    }
    case 'sign':
      return sign(draft, gate, items, command.facts)
    default: {
      const item = items.find(({ id }) => id === command.item)
      if (!item) return refuseUnknown(gate, items, command.item)
      return decideItem(draft, gate, item, command)
    }
  }
}

function refuseUnknown(gate: GateState, items: readonly ChecklistItem[], item: string): void {
  const known = items.map(({ id }) => id).join(', ') || 'none'
  return refuse('gate.unknown-item', { gate: describeGate(gate.id), item, items: known })
}

function decideItem(
  draft: Draft,
  gate: GateState,
  item: ChecklistItem,
  command: Extract<RolloutCommand, { kind: 'answer' | 'waive' | 'record-check' }>,
): void {
  const { actor, atMs } = draft.context
  switch (command.kind) {
    case 'record-check': {
      const { holds, evidence } = command
      return draft.emit({ kind: 'check-recorded', gate: gate.id, item: item.id, holds, evidence, checkedAtMs: atMs })
    }
    case 'waive':
      if (!canWaive(item, actor)) {
        const allowed = item.waivableBy === 'nobody' ? 'nobody' : [item.waivableBy].flat().join(', ')
        return refuse('gate.not-waivable', { item: item.ask, allowed, by: actor })
      }
      if (command.reason.trim() === '') return refuse('gate.reason-missing', { action: `waive "${item.id}"` })
      return draft.emit({ kind: 'item-waived', gate: gate.id, item: item.id, reason: command.reason })
    case 'answer':
      if (isAutomatic(item)) return refuse('gate.item-is-automatic', { item: item.id })
      checkAnswer(item, command.answer)
      return draft.emit({ kind: 'item-answered', gate: gate.id, item: item.id, answer: command.answer })
  }
}

function checkAnswer(
  item: Exclude<ChecklistItem, { kind: 'command' | 'http' | 'builtin' }>,
  answer: string | true,
): void {
  if (item.kind === 'tick') return
  const pattern = item.pattern ?? '\\S'
  if (answer === true || !new RegExp(pattern).test(answer)) refuse('gate.bad-value', { item: item.id, pattern })
}

/** Record a signature; with the last one that is needed the gate opens. */
function sign(draft: Draft, gate: GateState, items: readonly ChecklistItem[], facts: Facts): void {
  const { state, context } = draft
  const { settings } = state
  if (state.brake) return refuse('rollout.braked', { rollout: settings.rollout, reason: state.brake.reason })
  const inFlight = hostsInFlight(state)
  if (inFlight.length > 0) {
    return refuse('rollout.hosts-in-flight', {
      rollout: settings.rollout,
      hosts: inFlight.map((h) => h.name).join(', '),
    })
  }
  // undoing must never wait for a second person: the one who rolls back signs alone
  const { approvers, notBy } =
    settings.type === 'rollback' ? { approvers: 1, notBy: undefined } : settings.strategy.signOff
  const name = describeGate(gate.id)
  if (notBy === 'starter' && context.actor === settings.startedBy) {
    return refuse('gate.not-by-starter', { by: context.actor, gate: name })
  }
  const missing = approvers - gate.signOffs.length
  if (gate.signOffs.some(({ by }) => by === context.actor)) {
    return refuse('gate.signed-already', { by: context.actor, gate: name, missing })
  }
  const open = openItems(gate, items, context.atMs)
  if (open.length > 0) {
    return refuse('gate.items-open', {
      gate: name,
      items: open.map(({ item, why }) => `${item.id}: ${why}`).join('; '),
    })
  }
  draft.emit({ kind: 'gate-signed', gate: gate.id, by: context.actor, record: recordOf(gate, facts) })
  if (missing <= 1) draft.emit({ kind: 'gate-opened', gate: gate.id })
}

function recordOf(gate: GateState, facts: Facts): SignOffRecord {
  const map = <In, Out>(from: Readonly<Record<string, In>>, pick: (value: In) => Out) =>
    Object.fromEntries(Object.entries(from).map(([key, value]) => [key, pick(value)]))
  return {
    answers: map(gate.answers, ({ answer }) => answer),
    waivers: map(gate.waivers, ({ reason }) => reason),
    checks: map(gate.checks, ({ holds, evidence }) => ({ holds, evidence })),
    facts,
  }
}

/** Where a rollout stands, in a few words for people. Pure. */
export function describePosition(state: RolloutState): string {
  if (state.result) return state.result
  if (state.brake) return `braked (${state.brake.reason})`
  const station = state.stations[state.position]
  if (!station) return 'closing'
  if (station.kind === 'gate') return `waiting at the gate ${describeGate(station.gate)}`
  const batch = station.batch === 0 ? 'the canary batch' : `batch ${station.batch}`
  if (station.kind === 'batch') return `running ${batch}`
  return station.kind === 'soak' ? `soaking after ${batch}` : `pausing after ${batch}`
}
