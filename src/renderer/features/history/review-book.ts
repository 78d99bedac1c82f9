import { Replay } from '../../../shared/domain/replay'
import type { RolloutEvent } from '../../../shared/domain/rollout-event'
import type { RecordedEvent } from '../../../shared/domain/rollout-evolve'
import type { WireJournalRow } from '../../../shared/ipc/contract'
import { quietStretches } from './quiet-stretches'
import { TimeScale } from './time-scale'
import { markOf, type TrackMark } from './track-marks'

/** A row as the fold of the journal wants it. */
export const recordedOf = ({ kind, payload, at, actor }: WireJournalRow): RecordedEvent => ({
  event: { kind, ...payload } as RolloutEvent,
  atMs: at,
  actor,
})

/** A journal that is read again and again: its events, its moments, its marks. Grows with a rollout in progress. */
export class ReviewBook {
  readonly events: RecordedEvent[] = []
  readonly marks: TrackMark[] = []
  readonly replay = new Replay(this.events)
  /** Never going back, even where the clock of the console did. */
  readonly #timesMs: number[] = []
  #scale: { readonly seq: number; readonly scale: TimeScale } | undefined

  /** Take the rows that are new; rows never change. */
  take(rows: readonly WireJournalRow[]): void {
    for (let index = this.events.length; index < rows.length; index += 1) {
      const recorded = recordedOf(rows[index]!)
      this.events.push(recorded)
      this.#timesMs.push(Math.max(recorded.atMs, this.#timesMs.at(-1) ?? recorded.atMs))
      const mark = markOf(recorded, index + 1)
      if (mark) this.marks.push(mark)
    }
  }

  get lastSeq(): number {
    return this.events.length
  }

  /** When the event with this number happened. */
  atMsOf(seq: number): number {
    return this.#timesMs[Math.max(1, Math.min(this.lastSeq, seq)) - 1] ?? 0
  }

  /** How many events had happened at a moment; at least the first. */
  seqAt(atMs: number): number {
    let [low, high] = [0, this.#timesMs.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#timesMs[middle]! <= atMs) low = middle + 1
      else high = middle
    }
    return Math.max(Math.min(1, this.lastSeq), low)
  }

  /** The line from the first to the last event. */
  get scale(): TimeScale {
    if (this.#scale?.seq !== this.lastSeq) {
      const span = { fromMs: this.atMsOf(1), toMs: this.atMsOf(this.lastSeq) }
      this.#scale = { seq: this.lastSeq, scale: new TimeScale(span, quietStretches(this.events)) }
    }
    return this.#scale.scale
  }
}
