import { createStore, type StoreApi } from 'zustand/vanilla'
import type { WireJournalRow } from '../../../shared/ipc/contract'
import type { CapacityPoint, FeedState } from '../../stores/rollout-feed'
import { ReviewBook } from './review-book'
import { playOn, type Speed } from './replay-clock'

/** Where a review stands. `seq`: how many events have happened; `atMs`: the moment, between two events while it plays. */
export type Cursor = {
  readonly seq: number
  readonly atMs: number
  readonly lastSeq: number
  readonly isPlaying: boolean
  readonly speed: Speed
}

/** Moves through the journal of one rollout. Its `feed` is that rollout at the chosen moment, for the parts of a launch page. */
export class ReviewPlayer {
  readonly book = new ReviewBook()
  readonly cursor: StoreApi<Cursor> = createStore(() => ({
    seq: 0,
    atMs: 0,
    lastSeq: 0,
    isPlaying: false,
    speed: 10 as Speed,
  }))
  readonly feed: { readonly rollout: string; readonly store: StoreApi<FeedState> }
  #rows: readonly WireJournalRow[] = []
  #capacity: readonly CapacityPoint[] = []

  constructor(rollout: string) {
    const store = createStore<FeedState>(() => ({
      rollout: undefined,
      seq: 0,
      rows: [],
      capacity: [],
      isComplete: true,
      error: undefined,
    }))
    this.feed = { rollout, store }
  }

  /** Take what the journal has by now. A review that stands at the end stays at the end. */
  take({ rows, capacity }: Pick<FeedState, 'rows' | 'capacity'>): void {
    const { seq, isPlaying } = this.cursor.getState()
    const isAtEnd = seq === this.book.lastSeq && !isPlaying
    this.#rows = rows
    this.#capacity = capacity
    this.book.take(rows)
    this.cursor.setState({ lastSeq: this.book.lastSeq })
    if (isAtEnd) this.goTo(this.book.lastSeq)
  }

  /** Serving hosts over the whole rollout, as far as the journal goes. */
  get capacity(): readonly CapacityPoint[] {
    return this.#capacity
  }

  /** Stand right after an event. */
  goTo(seq: number): void {
    const wanted = Math.max(Math.min(1, this.book.lastSeq), Math.min(this.book.lastSeq, seq))
    this.#show(wanted, this.book.atMsOf(wanted))
  }

  /** Stand at a moment. */
  goToMoment(atMs: number): void {
    const { fromMs, toMs } = this.book.scale
    const moment = Math.max(fromMs, Math.min(toMs, atMs))
    this.#show(this.book.seqAt(moment), moment)
  }

  /** One event on (1) or back (-1); back from between two events is the one before. */
  step(by: 1 | -1): void {
    const { seq, atMs } = this.cursor.getState()
    const isBetween = atMs > this.book.atMsOf(seq)
    this.pause()
    this.goTo(by === -1 && isBetween ? seq : seq + by)
  }

  /** To the next mark of the track (1) or the one before (-1): a gate, a batch, a failure, a brake. */
  toMark(by: 1 | -1): void {
    const { seq } = this.cursor.getState()
    const { marks, lastSeq } = this.book
    const mark = by === 1 ? marks.find((each) => each.seq > seq) : marks.findLast((each) => each.seq < seq)
    this.pause()
    this.goTo(mark?.seq ?? (by === 1 ? lastSeq : 1))
  }

  /** From the end it plays from the beginning. */
  play(): void {
    const { seq, lastSeq } = this.cursor.getState()
    if (seq >= lastSeq) this.goTo(1)
    this.cursor.setState({ isPlaying: true })
  }

  pause(): void {
    this.cursor.setState({ isPlaying: false })
  }

  toggle(): void {
    if (this.cursor.getState().isPlaying) this.pause()
    else this.play()
  }

  setSpeed(speed: Speed): void {
    this.cursor.setState({ speed })
  }

  /** So much of the viewer's time has passed while it plays. */
  passTime(elapsedMs: number): void {
    const { atMs, speed } = this.cursor.getState()
    const { quiet, toMs } = this.book.scale
    const next = playOn(atMs, elapsedMs, speed, quiet)
    this.goToMoment(next)
    if (next >= toMs) this.pause()
  }

  #show(seq: number, atMs: number): void {
    const { store } = this.feed
    if (store.getState().seq !== seq) {
      const rollout = this.book.replay.at(seq)
      store.setState({ rollout, seq, rows: this.#rows, capacity: this.#capacityUntil(atMs) })
    }
    this.cursor.setState({ seq, atMs })
  }

  /** The same list as long as it has the same points. */
  #capacityUntil(atMs: number): readonly CapacityPoint[] {
    const shown = this.feed.store.getState().capacity
    const next = this.#capacity.findIndex((point) => point.atMs > atMs)
    const count = next < 0 ? this.#capacity.length : next
    return shown.length === count ? shown : this.#capacity.slice(0, count)
  }
}
