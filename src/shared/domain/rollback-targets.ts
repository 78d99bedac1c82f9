import type { HostName } from './ids'
import type { HostTarget } from './rollout-settings'
import type { HostState, RolloutState } from './rollout-state'

export type RollbackTargets = {
  /** What each changed host ran before, as its first precheck found it. */
  readonly targets: ReadonlyMap<HostName, HostTarget>
  /** Changed hosts that ran nothing before, so there is nothing to put back. */
  readonly without: readonly HostName[]
}

/** Was anything done to the host that a rollback has to take back? Pure. */
export const wasChanged = (host: HostState): boolean =>
  host.steps.restart.attempts > 0 || host.debts.drain !== undefined || host.debts.mute !== undefined

/** Choose, once, what every host that a rollout changed goes back to. Pure. */
export function rollbackTargets(state: RolloutState): RollbackTargets {
  const changed = Object.values(state.hosts).filter(wasChanged)
  return {
    targets: new Map(changed.flatMap(({ name, before }) => (before ? [[name, before] as const] : []))),
    without: changed.filter(({ before }) => before === undefined).map(({ name }) => name),
  }
}
