import { hostsIn, protectedBatchLimit } from './batch-size'
import type { Amount } from './spec-fields'

type FloorRule = {
  readonly total: number
  readonly isProtected: boolean
  readonly maxUnavailable?: Amount | undefined
}

/**
 * How many hosts of a cluster may be out of traffic at once, whatever the reason.
 *
 * Pure. Without `maxUnavailable` a protected environment allows as many as its largest batch, any other allows all.
 */
export function allowedUnavailable({ total, isProtected, maxUnavailable }: FloorRule): number {
  if (maxUnavailable) return hostsIn(maxUnavailable, total)
  return isProtected ? Math.min(total, protectedBatchLimit(total)) : total
}

/** The floor: the number of serving hosts that must never be undercut. Pure. */
export function floorOf(rule: FloorRule): number {
  return rule.total - allowedUnavailable(rule)
}
