import type { RolloutId } from '../../shared/domain/ids'
import { hostsInFlight, type RolloutState } from '../../shared/domain/rollout-state'
import type { AwakeHold, KeepAwake } from '../ports/awake'

/** Keeps the machine awake while hosts are on their way, or soak: a lid that closes then stops the watching in the middle. */
export class AwakeKeeper {
  readonly #keepAwake: KeepAwake
  readonly #underWay = new Set<RolloutId>()
  #hold: AwakeHold | undefined

  constructor(keepAwake: KeepAwake) {
    this.#keepAwake = keepAwake
  }

  /** A rollout is in another state. */
  note(state: RolloutState): void {
    const { rollout } = state.settings
    if (isUnderWay(state)) this.#underWay.add(rollout)
    else this.#underWay.delete(rollout)
    if (this.#underWay.size === 0) this.dispose()
    else this.#hold ??= this.#keepAwake.hold()
  }

  /** Let the machine sleep. */
  dispose(): void {
    this.#hold?.release()
    this.#hold = undefined
  }
}

const isUnderWay = (state: RolloutState): boolean =>
  state.result === undefined && (state.untilMs !== undefined || hostsInFlight(state).length > 0)
