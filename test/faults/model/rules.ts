import { decide, decideCreation } from '../../../src/shared/domain/rollout-decide'
import { effectsOf } from '../../../src/shared/domain/rollout-effects'
import { evolve } from '../../../src/shared/domain/rollout-evolve'

/** The state machine that is checked. A mutation is a copy in which one rule is broken. */
export type Rules = {
  readonly decide: typeof decide
  readonly decideCreation: typeof decideCreation
  readonly evolve: typeof evolve
  readonly effectsOf: typeof effectsOf
}

export const trueRules: Rules = { decide, decideCreation, evolve, effectsOf }
