import { isAutomatic, type ChecklistItem } from '../../shared/domain/checklist'
import { gateTemplate } from '../../shared/domain/decide-gate'
import { waitingGate, type GateState, type RolloutState } from '../../shared/domain/rollout-state'
import { AppError } from '../../shared/errors/app-error'
import type { RolloutStatus } from '../../shared/ipc/contract'
import type { ConsoleClient } from '../ipc/console-client'

/** What was given on the command line for gates. */
export type GivenAnswers = {
  readonly by: string
  /** Item → value; for a tick `yes`. */
  readonly answers: ReadonlyMap<string, string>
  /** Item → reason. */
  readonly waivers: ReadonlyMap<string, string>
  /** Answer every tick that has no answer (`--yes`). Never waives, never makes up a value. */
  readonly isYes: boolean
}

const yes = /^(y|yes|true|ok|x|1)$/i

/**
 * Answer, waive and sign the gate that waits, without asking anybody. The console checks the automatic items itself.
 * `isStrict`: an answer for an item that this gate does not have is refused; else it is kept for a later gate.
 * @throws AppError `gate.*`, `rollout.*` with the rule that keeps the gate shut
 */
export async function signGate(
  client: ConsoleClient,
  state: RolloutState,
  given: GivenAnswers,
  isStrict: boolean,
): Promise<RolloutStatus> {
  const { rollout } = state.settings
  const { by } = given
  const gate = waitingGate(state)
  const items = gate ? (gateTemplate(state, gate.id)?.items ?? []) : []
  // what was decided here is for this gate, should another one wait by now
  const here = { rollout, by, gate: gate?.id }
  const belongs = ([item]: readonly [string, string]) => isStrict || items.some(({ id }) => id === item)
  for (const [item, reason] of [...given.waivers].filter(belongs)) {
    await client.request('rollout:waive', { ...here, item, reason })
  }
  for (const [item, value] of [...given.answers].filter(belongs)) {
    await client.request('rollout:answer', { ...here, item, answer: answerFor(items, item, value) })
  }
  const ticks = gate && given.isYes ? openTicks(items, gate, given) : []
  for (const { id: item } of ticks) await client.request('rollout:answer', { ...here, item, answer: true })
  return client.request('rollout:sign', here)
}

/** A tick is either made or not; a "no" must not count as an answer. */
function answerFor(items: readonly ChecklistItem[], item: string, value: string): string | true {
  if (items.find(({ id }) => id === item)?.kind !== 'tick') return value
  if (yes.test(value)) return true
  const why = `"${item}" is a tick, so its answer is "yes", not "${value}"`
  throw new AppError('cli.usage', { details: { why, verb: 'sign' } })
}

const openTicks = (items: readonly ChecklistItem[], gate: GateState, given: GivenAnswers): ChecklistItem[] =>
  items.filter(
    (item) =>
      !isAutomatic(item) &&
      item.kind === 'tick' &&
      !gate.answers[item.id] &&
      !gate.waivers[item.id] &&
      !given.answers.has(item.id) &&
      !given.waivers.has(item.id),
  )
