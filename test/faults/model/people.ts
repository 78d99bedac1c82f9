import type { ModelRollout, Model } from './model'
import { rollbackSettings, releaseSettings } from './cluster'
import { isAutomatic } from '../../../src/shared/domain/checklist'
import { gateTemplate } from '../../../src/shared/domain/decide-gate'
import { waitingGate, type DebtState } from '../../../src/shared/domain/rollout-state'
import { AppError } from '../../../src/shared/errors/app-error'

export const people = ['ann', 'bob', 'cat'] as const

/** Answer and check what the waiting gate asks for. */
export function fillGate(model: Model, by: string): void {
  const { current } = model
  const gate = waitingGate(current.state)
  const items = gate ? (gateTemplate(current.state, gate.id)?.items ?? []) : []
  for (const item of items) {
    if (isAutomatic(item)) recordCheck(model, item.id, true)
    else model.tell(current, { kind: 'answer', item: item.id, answer: item.kind === 'tick' ? true : 'T-1' }, by)
  }
}

export function recordCheck(model: Model, item: string, holds: boolean): void {
  const gate = waitingGate(model.current.state)
  if (gate) model.tell(model.current, { kind: 'record-check', gate: gate.id, item, holds, evidence: 'made up' })
}

/** Everybody signs until the gate opens. */
export function signAll(model: Model): void {
  const gate = waitingGate(model.current.state)?.id
  if (gate === undefined) return
  fillGate(model, 'cat')
  for (const by of ['bob', 'cat']) {
    if (waitingGate(model.current.state)?.id === gate) model.tell(model.current, { kind: 'sign', facts: {}, gate }, by)
  }
}

/** Roll the newest rollout back, as `rollout-service.ts` does it; undefined when that is refused. */
export function rollBack(model: Model): ModelRollout | undefined {
  const { current, cluster } = model
  const id = `r${model.rollouts.length + 1}`
  const settings = planned(() => rollbackSettings(cluster, model.facts(), current.state, id))
  if (!settings) return undefined
  const told = model.tell(current, { kind: 'roll-back', by: settings.rollout, reason: 'made up' }, 'ann')
  if (typeof told === 'string') return undefined
  return model.create(settings)
}

/** Release the next version, once the newest rollout is over; undefined when the plan is refused. */
export function releaseNext(model: Model): ModelRollout | undefined {
  if (model.current.state.result === undefined) return undefined
  const next = model.rollouts.length + 1
  const settings = planned(() => releaseSettings(model.cluster, model.facts(), `r${next}`, `1.${next}.0`))
  return settings && model.create(settings)
}

/** Mark a debt as settled on the word of a person, who has not put anything back. */
export function settleByHand(model: Model, rollout: ModelRollout, debt: DebtState): void {
  const word = `${debt.host} ${debt.kind}`
  const isSaidBefore = model.world.onSomebodysWord.has(word)
  model.world.onSomebodysWord.add(word)
  const command = { kind: 'settle-debt', debt: debt.id, how: 'made up', isConfirmed: false } as const
  const isRefused = typeof model.tell(rollout, command, 'ann') === 'string'
  if (isRefused && !isSaidBefore) model.world.onSomebodysWord.delete(word)
  // whoever says that a host serves again answers for what it runs
  if (!isRefused && debt.kind === 'drain') model.world.host(debt.host).isVerified = true
}

/** What a plan gives; undefined where it is refused, which is not the state machine's affair. */
function planned<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}
