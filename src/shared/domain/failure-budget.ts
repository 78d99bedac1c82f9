import { hostsIn } from './batch-size'
import type { Amount } from './spec-fields'

export type FailureCount = {
  readonly batchFailures: number
  readonly batchHosts: number
  readonly rolloutFailures: number
  readonly rolloutHosts: number
  readonly budget: { readonly batch: Amount; readonly rollout: Amount }
}
export type BudgetBreach = 'batch' | 'rollout' | 'batch-all-failed'

/**
 * Which budget the failures exceed, or undefined while the rollout may go on.
 *
 * Pure. A percentage is of the batch or of the whole rollout, rounded down. A batch in which every host failed stops
 * whatever the budget says, and is named first because it tells the most.
 */
export function isBudgetExceeded(count: FailureCount): BudgetBreach | undefined {
  const { batchFailures, batchHosts, rolloutFailures, rolloutHosts, budget } = count
  if (batchHosts > 0 && batchFailures >= batchHosts) return 'batch-all-failed'
  if (batchFailures > hostsIn(budget.batch, batchHosts)) return 'batch'
  if (rolloutFailures > hostsIn(budget.rollout, rolloutHosts)) return 'rollout'
  return undefined
}

/** A budget as people read it: `stops when failures exceed 2`. Pure; a percentage is of `total`, rounded down. */
export function describeBudget(budget: Amount, total: number): string {
  return `stops when failures exceed ${'hosts' in budget ? budget.hosts : hostsIn(budget, total)}`
}
