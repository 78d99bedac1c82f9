import type { TimeJump } from '../../shared/domain/rollout-event'
import type { Clock } from '../ports/clock'
import { findJump, momentOf } from './time-gap'

/** Often enough that a jump stands in the journal before what was decided after it; a look costs next to nothing. */
const lookEveryMs = 1_000

/** Notices when the clock is set, and when this machine slept or this process stood still, for as long as a console is open. */
export class TimeWatch {
  readonly #clock: Clock
  readonly #onJump: (jump: TimeJump) => void
  readonly #stopping = new AbortController()

  constructor(clock: Clock, onJump: (jump: TimeJump) => void) {
    this.#clock = clock
    this.#onJump = onJump
  }

  /** Watch until disposed. */
  async watch(): Promise<void> {
    const { signal } = this.#stopping
    for (let before = momentOf(this.#clock); !signal.aborted;) {
      await this.#clock.sleepUntil(before.nowMs + lookEveryMs, signal).catch(() => undefined)
      const after = momentOf(this.#clock)
      const jump = findJump(before, after, lookEveryMs)
      if (jump && !signal.aborted) this.#onJump(jump)
      before = after
    }
  }

  dispose(): void {
    this.#stopping.abort()
  }
}
