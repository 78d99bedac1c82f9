import { evolveAll, type RecordedEvent } from './rollout-evolve'
import type { RolloutState } from './rollout-state'

/** A jump folds at most so many events, which takes a page some milliseconds at a thousand hosts. */
export const snapshotEvery = 500

/**
 * The state of a rollout after any number of its events: the fold of the journal's beginning, with states kept on the way so
 * that going anywhere costs the same. Going on from where it was keeps what did not change (the same objects).
 *
 * `events` may grow while it is used; they must not change.
 */
export class Replay {
  readonly #events: readonly RecordedEvent[]
  /** `[0]` after `snapshotEvery` events, `[1]` after twice as many … */
  readonly #snapshots: (RolloutState | undefined)[] = []
  #last: { readonly seq: number; readonly state: RolloutState | undefined } = { seq: 0, state: undefined }

  constructor(events: readonly RecordedEvent[]) {
    this.#events = events
  }

  /** The state after the first `seq` events; undefined before the first one. Beyond the last one nothing changes. */
  at(seq: number): RolloutState | undefined {
    const wanted = Math.max(0, Math.min(this.#events.length, Math.floor(seq)))
    const from = wanted - this.#last.seq
    const start = from >= 0 && from <= snapshotEvery ? this.#last : this.#snapshotBefore(wanted)
    this.#last = { seq: wanted, state: evolveAll(start.state, this.#events.slice(start.seq, wanted)) }
    return this.#last.state
  }

  #snapshotBefore(seq: number): { readonly seq: number; readonly state: RolloutState | undefined } {
    const count = Math.floor(seq / snapshotEvery)
    while (this.#snapshots.length < count) {
      const done = this.#snapshots.length * snapshotEvery
      this.#snapshots.push(evolveAll(this.#snapshots.at(-1), this.#events.slice(done, done + snapshotEvery)))
    }
    return { seq: count * snapshotEvery, state: this.#snapshots[count - 1] }
  }
}
