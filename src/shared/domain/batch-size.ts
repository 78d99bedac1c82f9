import { AppError } from '../errors/app-error'
import type { Amount } from './spec-fields'

/** An amount as people write it: `2`, `25%`. Pure. */
export function formatAmount(amount: Amount): string {
  return 'hosts' in amount ? `${amount.hosts}` : `${amount.percent}%`
}

/**
 * How many hosts an amount stands for: 0 to `total`.
 *
 * Pure. Percentages round down, exactly: 29% of 100 is 29, although `0.29 * 100` is 28.999…
 */
export function hostsIn(amount: Amount, total: number): number {
  if ('hosts' in amount) return Math.min(amount.hosts, total)
  const { percent } = amount
  let count = Math.min(total, Math.floor((total * percent) / 100))
  // A division rounds correctly, so `100 * count / total` equals the written percentage exactly when it should.
  while (count < total && (100 * (count + 1)) / total <= percent) count += 1
  while (count > 0 && (100 * count) / total > percent) count -= 1
  return count
}

/**
 * The hosts of one batch: at least 1, however small the percentage, at most `total`.
 *
 * @throws AppError `plan.bad-batch-size` for 0 and 0%
 */
export function batchSizeOf(amount: Amount, total: number): number {
  const value = 'hosts' in amount ? amount.hosts : amount.percent
  if (!(value > 0)) throw new AppError('plan.bad-batch-size', { details: { size: formatAmount(amount), nearest: 1 } })
  return Math.max(1, hostsIn(amount, total))
}

/** The sizes of the batches that `hosts` hosts are released in; the last size repeats, the last batch may be shorter. Pure. */
export function splitIntoSizes(hosts: number, sizes: readonly number[]): number[] {
  const split: number[] = []
  let rest = hosts
  while (rest > 0) {
    const size = Math.min(rest, Math.max(1, sizes[Math.min(split.length, sizes.length - 1)] ?? 1))
    split.push(size)
    rest -= size
  }
  return split
}

/** The largest batch of a protected environment: below 50 % of the cluster, but at least one host. Pure. */
export function protectedBatchLimit(total: number): number {
  return Math.max(1, Math.ceil(total / 2) - 1)
}
