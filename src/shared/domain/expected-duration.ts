import { stepNames, type StepName } from './lifecycle'
import type { RolloutSettings } from './rollout-settings'
import type { RolloutState } from './rollout-state'
import { median } from '../util/median'

/** How quick an earlier rollout was; milliseconds. What it did not do is left out. */
export type Pace = {
  readonly batchMs?: number | undefined
  readonly stepMs: Readonly<Partial<Record<StepName, number>>>
}

/** The median time that the batches of a rollout took, and each step of its hosts that was done. Pure. */
export function paceOf(past: RolloutState): Pace {
  const hosts = Object.values(past.hosts)
  const steps = stepNames.flatMap((step) => {
    const took = hosts.flatMap(({ steps: { [step]: each } }) => (each.state === 'ok' ? (each.durationMs ?? []) : []))
    const ms = median(took)
    return ms === undefined ? [] : [[step, ms] as const]
  })
  return { batchMs: median(batchDurations(past)), stepMs: Object.fromEntries(steps) }
}

/**
 * How long the machine's share of a rollout takes, judged by an earlier rollout of the same cluster: the median time its
 * batches took, for each batch of this one, plus the soaks and pauses. The time people take at gates is theirs.
 *
 * Pure. Milliseconds; undefined when the earlier rollout finished no batch.
 */
export function expectedDurationMs(
  { plan, strategy }: Pick<RolloutSettings, 'plan' | 'strategy'>,
  { batchMs }: Pace,
): number | undefined {
  if (batchMs === undefined) return undefined
  const canaries = plan.batches.filter(({ kind }) => kind === 'canary').length
  const batches = plan.batches.length - canaries
  const waitsMs = canaries * (strategy.canary?.soakMs ?? 0) + batches * strategy.soakMs
  const pausesMs = Math.max(0, batches - 1) * strategy.pauseMs
  return plan.batches.length * batchMs + waitsMs + pausesMs
}

/** What the finished batches of a rollout took, in milliseconds. Pure. */
export const batchDurations = (state: RolloutState): number[] =>
  Object.values(state.batches).flatMap(({ startedAtMs, finishedAtMs }) =>
    startedAtMs === undefined || finishedAtMs === undefined ? [] : [finishedAtMs - startedAtMs],
  )
