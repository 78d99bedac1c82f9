import type { StrategySpec } from './app-spec'
import type { Amount } from './spec-fields'

/** How a plan is made, with every default filled in. Plain JSON: it is stored in the journal. */
export type Strategy = {
  readonly kind: 'canary' | 'rolling' | 'all-at-once'
  /** Present exactly when `kind` is `canary`. */
  readonly canary?: { readonly hosts: number; readonly soakMs: number }
  /** The last entry repeats. */
  readonly batches: readonly Amount[]
  readonly maxUnavailable?: Amount
  readonly soakMs: number
  readonly pauseMs: number
  readonly budget: { readonly batch: Amount; readonly rollout: Amount }
  readonly signOff: { readonly approvers: number; readonly notBy?: 'starter' }
}

/** One host, a small share, then quarters: what is wrong shows while little has changed. */
const defaultBatches: readonly Amount[] = [{ hosts: 1 }, { percent: 10 }, { percent: 25 }]
/** Long enough for a minute-by-minute error rate to show a trend. */
const protectedCanarySoakMs = 600_000
/** Long enough for a crash after warming up; nobody waits ten minutes for a test environment. */
const unprotectedCanarySoakMs = 60_000

/**
 * Fill in what a strategy leaves out.
 *
 * Pure. Without a kind it is `canary` where the environment is protected or a canary is described, else `rolling`. A
 * kind that is named wins over the presence of `canary`.
 */
export function resolveStrategy(spec: StrategySpec, isProtected: boolean, total: number): Strategy {
  const kind = spec.kind ?? (isProtected || spec.canary ? 'canary' : 'rolling')
  return {
    kind,
    ...(kind === 'canary' ? { canary: resolveCanary(spec, isProtected, total) } : {}),
    batches: spec.batches ?? defaultBatches,
    ...(spec.maxUnavailable ? { maxUnavailable: spec.maxUnavailable } : {}),
    soakMs: spec.soak ?? 0,
    pauseMs: spec.pause ?? 0,
    budget: {
      batch: spec.stopWhenFailuresExceed?.batch ?? { hosts: 0 },
      rollout: spec.stopWhenFailuresExceed?.rollout ?? { hosts: 0 },
    },
    signOff: {
      approvers: spec.signOff?.approvers ?? 1,
      ...(spec.signOff?.notBy ? { notBy: spec.signOff.notBy } : {}),
    },
  }
}

function resolveCanary(spec: StrategySpec, isProtected: boolean, total: number) {
  return {
    hosts: Math.min(spec.canary?.hosts ?? 1, Math.max(1, total)),
    soakMs: spec.canary?.soak ?? (isProtected ? protectedCanarySoakMs : unprotectedCanarySoakMs),
  }
}
