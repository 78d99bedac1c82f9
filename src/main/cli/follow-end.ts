import { isAutomatic } from '../../shared/domain/checklist'
import { gateTemplate, openItems } from '../../shared/domain/decide-gate'
import { describeGate } from '../../shared/domain/gate'
import { hostsInFlight, waitingGate, type Failure, type RolloutState } from '../../shared/domain/rollout-state'
import type { FollowResult } from './exit-code'

/** How following ended; with `--json` this is the last line. */
export type FollowEnd = {
  readonly result: FollowResult
  readonly rollout: string
  readonly gate?: string
  readonly reason?: string
  readonly failures?: readonly ({ readonly host: string } & Failure)[]
}

/** Nothing moves any more without a person: over, braked with all hosts at rest, or before a gate. Pure. */
export function isAtRest(state: RolloutState): boolean {
  if (state.result !== undefined) return true
  if (state.revoking || hostsInFlight(state).length > 0) return false
  return state.brake !== undefined || waitingGate(state) !== undefined
}

/** The end that a state at rest is. Pure; `reason` says why a gate stays shut when that is known better. */
export function endOf(state: RolloutState, atMs: number, reason?: string): FollowEnd {
  const { rollout } = state.settings
  const failures = failuresOf(state)
  const failed = failures.length > 0 ? { failures } : {}
  if (state.result) return { result: state.result, rollout, ...failed }
  if (state.brake) return { result: 'braked', rollout, reason: state.brake.reason, ...failed }
  const gate = waitingGate(state)
  if (!gate) return { result: 'detached', rollout, ...failed }
  return { result: 'waiting', rollout, gate: gate.id, reason: reason ?? whyShut(state, atMs), ...failed }
}

/** Failed hosts with their step and reason; not those that a person has left out since. Pure. */
export const failuresOf = (state: RolloutState): NonNullable<FollowEnd['failures']> =>
  Object.values(state.hosts).flatMap(({ name, failure, status }) =>
    failure && status !== 'excluded' ? [{ host: name, ...failure }] : [],
  )

/** Why the waiting gate is not open yet, in a sentence. Pure. */
export function whyShut(state: RolloutState, atMs: number): string {
  const gate = waitingGate(state)
  if (!gate) return 'no gate waits'
  const name = `the gate ${describeGate(gate.id)}`
  const open = openItems(gate, gateTemplate(state, gate.id)?.items ?? [], atMs)
  const items = open.map(({ item, why }) => `${item.id}: ${why}`)
  const missing = missingSignatures(state)
  const signatures = missing === 1 ? 'a sign-off' : `${missing} sign-offs`
  return `${name} waits for ${[signatures, ...(items.length > 0 ? [`its items: ${items.join('; ')}`] : [])].join(' and ')}`
}

/** Sign-offs that the waiting gate still needs; a rollback needs one (see `decideGate`). Pure. */
export function missingSignatures(state: RolloutState): number {
  const gate = waitingGate(state)
  const needed = state.settings.type === 'rollback' ? 1 : state.settings.strategy.signOff.approvers
  return needed - (gate?.signOffs.length ?? 0)
}

/** Every automatic item of the waiting gate has a result. Pure. */
export function isChecked(state: RolloutState): boolean {
  const gate = waitingGate(state)
  const items = gate ? (gateTemplate(state, gate.id)?.items ?? []) : []
  return items.every((item) => !isAutomatic(item) || gate?.checks[item.id] !== undefined)
}

/** A rollback has something to put back, or may have. Pure. */
export const canRollBack = (state: RolloutState): boolean =>
  state.settings.type !== 'rollback' &&
  Object.values(state.hosts).some(({ status }) => status !== 'pending' && status !== 'excluded')
