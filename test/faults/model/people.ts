import type { ModelRollout, Model } from './model'
import { rollbackSettings, releaseSettings } from './cluster'
import { isAutomatic } from '../../../src/shared/domain/checklist'
import { gateTemplate } from '../../../src/shared/domain/decide-gate'
import { openDebts, waitingGate, type DebtState } from '../../../src/shared/domain/rollout-state'
import { AppError } from '../../../src/shared/errors/app-error'
import { must } from './broken'

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

/** Settle a debt, as `settle-debts.ts` does it: the reverse is done and seen, unless a rule forbids it. */
export function settle(model: Model, rollout: ModelRollout, debt: DebtState, isByHand: boolean): void {
  const tell = (isConfirmed: boolean) =>
    model.tell(rollout, { kind: 'settle-debt', debt: debt.id, how: 'made up', isConfirmed }, 'ann')
  if (isByHand) {
    const word = `${debt.host} ${debt.kind}`
    const isSaidBefore = model.world.onSomebodysWord.has(word)
    model.world.onSomebodysWord.add(word)
    if (typeof tell(false) === 'string' && !isSaidBefore) model.world.onSomebodysWord.delete(word)
    return
  }
  if (model.current.ledger.running.has(debt.host)) return
  const others = model.rollouts.flatMap(({ state }) => openDebts(state)).filter(({ host }) => host === debt.host)
  const isLater = others.some(({ kind, recordedAtMs }) => kind === debt.kind && recordedAtMs > debt.recordedAtMs)
  const isOut = debt.kind === 'mute' && others.some(({ kind }) => kind === 'drain')
  const host = rollout.state.hosts[debt.host]!
  const truth = model.world.host(debt.host)
  const hasRestarted = ({ state }: ModelRollout) =>
    openDebts(state).some((other) => other.host === debt.host && other.kind === 'drain') &&
    (state.hosts[debt.host]?.steps.restart.attempts ?? 0) > 0
  const isUnverified = debt.kind === 'drain' && model.rollouts.some(hasRestarted)
  if (isUnverified && truth.version === host.target.version) truth.isVerified = true
  if (isLater || isOut) return
  model.tell(rollout, { kind: 'start-settling', debt: debt.id, attempt: model.current.state.createdAtMs }, 'ann')
  if (isUnverified && !truth.isVerified) {
    model.tell(rollout, { kind: 'fail-settling', debt: debt.id, reason: 'not well' }, 'ann')
    return
  }
  model.world.giveBack(debt.host, debt.kind)
  tellOpenRollout(model, rollout, debt)
  const told = tell(true)
  must(
    typeof told !== 'string',
    'there is a way to a result',
    () => `a debt that was given back is refused: ${JSON.stringify(told)}`,
  )
}

function tellOpenRollout(model: Model, owing: ModelRollout, { id, host, kind }: DebtState): void {
  const { current } = model
  if (current === owing || current.ledger.result !== undefined) return
  const told = model.tell(current, { kind: 'report-given-back', debt: id, host, debtKind: kind }, 'ann')
  must(typeof told !== 'string', 'the picture of every host is right', () => `${host} came back, and that is refused`)
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
