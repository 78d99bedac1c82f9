import { debtSteps, type StepName } from './lifecycle'
import type { HostState, RolloutState } from './rollout-state'

/**
 * The steps that put a host back where it was before it was taken out, the one to do first first.
 *
 * Pure. A host whose version was switched already, in an earlier try, goes back to how this try found it: out and muted, as
 * that try left it, since nobody has verified what it runs; or serving, where somebody has put it back since. One that did not
 * serve when the rollout began, nor was given back since, is not put into traffic either. What stays out keeps its debt.
 */
export function planUndo({ settings }: RolloutState, host: HostState): StepName[] {
  if (host.steps.restart.tries > 0) return []
  const isSwitched = host.steps.restart.attempts > 0
  // with nothing configured for drain there is no debt, but the host was counted out and has to be counted in again
  const isOut = host.debts.drain !== undefined || (host.steps.drain.state === 'ok' && !host.isServing)
  const served = isSwitched
    ? host.whenStarted?.isServing
    : host.isGivenBack || settings.hosts.find(({ name }) => name === host.name)?.isServing
  const isMutedNow = host.debts.mute !== undefined && !(isSwitched && (host.whenStarted?.isMuted ?? true))
  return [...(isOut && served ? [debtSteps.drain] : []), ...(isMutedNow ? [debtSteps.mute] : [])]
}
