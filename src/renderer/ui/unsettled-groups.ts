import { fromWireError, type WireError } from '../../shared/errors/app-error'
import type { Output } from '../../shared/ipc/contract'
import { lockObstacleOf } from './lock-dialog'

type Settlement = Output<'debt:settle'>[number]

/** What was not settled, by why: one reason with all that is behind it, in their order. */
export type UnsettledGroup = {
  readonly key: string
  /** Undefined when only a text is known. */
  readonly error: unknown
  readonly problem: string
  readonly hosts: readonly string[]
  readonly debts: readonly string[]
}

/** Group what was not settled by its reason. A lock in the way is one, however long it was silent at each debt. Pure. */
export function unsettledGroups(settlements: Output<'debt:settle'>): UnsettledGroup[] {
  const groups = Map.groupBy(
    settlements.filter(({ ok }) => !ok),
    reasonOf,
  )
  return [...groups].map(([key, behind]) => ({
    key,
    error: errorOf(behind[0]),
    problem: behind[0]?.problem ?? '',
    hosts: [...new Set(behind.map(({ host }) => host))],
    debts: behind.map(({ debt }) => debt),
  }))
}

/** What is known after some debts were tried once more: their new results in place of the old ones. Pure. */
export function mergeSettlements(before: Output<'debt:settle'>, again: Output<'debt:settle'>): Output<'debt:settle'> {
  const newer = new Map(again.map((settlement) => [settlement.debt, settlement]))
  const kept = before.map((settlement) => newer.get(settlement.debt) ?? settlement)
  const known = new Set(before.map(({ debt }) => debt))
  return [...kept, ...again.filter(({ debt }) => !known.has(debt))]
}

const errorOf = (settlement: Settlement | undefined) =>
  settlement?.error && fromWireError(settlement.error as WireError)

function reasonOf(settlement: Settlement): string {
  const obstacle = lockObstacleOf(errorOf(settlement))
  if (!obstacle) return settlement.problem ?? ''
  const { lock, host } = obstacle.details
  return JSON.stringify([obstacle.code, lock ?? host])
}
