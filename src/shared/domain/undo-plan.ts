import { debtSteps, type StepName } from './lifecycle'
import type { HostState, RolloutState } from './rollout-state'

/**
 * The steps that put a host back where it was before it was taken out, the one to do first first.
 *
 * Pure. A host whose version was switched already, in an earlier try, runs something nobody has verified: it stays out and
 * muted, as that try left it. One that did not serve when the rollout began is not put into traffic either. What stays out
 * keeps its debt.
 */
export function planUndo({ settings }: RolloutState, host: HostState): StepName[] {
  if (host.steps.restart.attempts > 0) return []
  // with nothing configured for drain there is no debt, but the host was counted out and has to be counted in again
  const isOut = host.debts.drain !== undefined || (host.steps.drain.state === 'ok' && !host.isServing)
  const served = settings.hosts.find(({ name }) => name === host.name)?.isServing ?? false
  return [...(isOut && served ? [debtSteps.drain] : []), ...(host.debts.mute === undefined ? [] : [debtSteps.mute])]
}
