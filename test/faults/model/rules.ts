import type { HostName, RolloutId } from '../../../src/shared/domain/ids'
import { decide, decideCreation } from '../../../src/shared/domain/rollout-decide'
import { effectsOf } from '../../../src/shared/domain/rollout-effects'
import { evolve } from '../../../src/shared/domain/rollout-evolve'
import type { RolloutState, UnsettledAttempt } from '../../../src/shared/domain/rollout-state'

/** An attempt whose end no console saw. */
export type LeftAttempt = UnsettledAttempt & { readonly rollout: RolloutId }

/** The state machine that is checked. A mutation is a copy in which one rule is broken. */
export type Rules = {
  readonly decide: typeof decide
  readonly decideCreation: typeof decideCreation
  readonly evolve: typeof evolve
  readonly effectsOf: typeof effectsOf
  /**
   * What is to be seen to its end before a rollout, or what settles a debt of it, begins anything on a host; `states` of all
   * rollouts, oldest first. As `settle-attempts.ts` and `earlier-attempts.ts` have it.
   */
  readonly listLeft: (states: readonly RolloutState[], host: HostName, rollout: RolloutId) => readonly LeftAttempt[]
}

export const listLeft: Rules['listLeft'] = (states, host) =>
  states.flatMap(({ settings: { rollout }, hosts }) =>
    (hosts[host]?.unsettled ?? []).map((attempt) => ({ rollout, ...attempt })),
  )

export const trueRules: Rules = { decide, decideCreation, evolve, effectsOf, listLeft }
