import { createStore, type StoreApi } from 'zustand/vanilla'
import { Fold } from '../../shared/domain/fold'
import type { HostName } from '../../shared/domain/ids'
import type { RolloutEvent } from '../../shared/domain/rollout-event'
import { evolve } from '../../shared/domain/rollout-evolve'
import { servingOf, type RolloutState } from '../../shared/domain/rollout-state'
import type { AppError } from '../../shared/errors/app-error'
import type { WireJournalRow } from '../../shared/ipc/contract'
import { journalRowsAtOnce } from '../../shared/ipc/requests/rollout-requests'
import type { ConsoleLine } from '../api/console-line'

/** Serving hosts from a moment on. */
export type CapacityPoint = { readonly atMs: number; readonly serving: number }

export type FeedState = {
  /** Undefined until the journal was read once. */
  readonly rollout: RolloutState | undefined
  readonly seq: number
  /** Every row so far, oldest first. The same array grows: read it with `seq`. */
  readonly rows: readonly WireJournalRow[]
  readonly capacity: readonly CapacityPoint[]
  /** The whole journal was read once; until then the picture is one of the past. */
  readonly isComplete: boolean
  readonly error: AppError | undefined
}

const empty: FeedState = { rollout: undefined, seq: 0, rows: [], capacity: [], isComplete: false, error: undefined }

/** Folds the rows of one journal into states, one new state for many rows. */
export class JournalFold {
  readonly rows: WireJournalRow[] = []
  readonly capacity: CapacityPoint[] = []
  #rollout: RolloutState | undefined
  #serving = 0

  /** Take rows that follow on; others are ignored. Returns whether anything is new. */
  take(rows: readonly WireJournalRow[]): boolean {
    const fold = new Fold()
    let isNew = false
    for (const row of rows) {
      if (row.seq !== this.rows.length + 1) continue
      isNew = true
      this.#takeRow(row, fold)
    }
    return isNew
  }

  get rollout(): RolloutState | undefined {
    return this.#rollout
  }

  #takeRow(row: WireJournalRow, fold: Fold): void {
    this.rows.push(row)
    const event = { kind: row.kind, ...row.payload } as RolloutEvent
    const host = 'host' in event ? (event.host as HostName) : undefined
    const before = host && this.#rollout?.hosts[host]?.isServing
    const next = evolve(this.#rollout, { event, atMs: row.at, actor: row.actor }, fold)
    const after = host && next.hosts[host]?.isServing
    this.#rollout = next
    if (this.rows.length === 1) this.#serving = servingOf(next)
    else if (before === after) return
    else this.#serving += after ? 1 : -1
    this.capacity.push({ atMs: row.at, serving: this.#serving })
  }
}

/** The journal of one rollout as it grows, for as long as somebody looks at it. */
export class RolloutFeed {
  readonly rollout: string
  readonly store: StoreApi<FeedState> = createStore(() => empty)
  readonly #line: ConsoleLine
  readonly #fold = new JournalFold()
  #stops: (() => void)[] = []
  #isReading = false

  constructor(line: ConsoleLine, rollout: string) {
    this.#line = line
    this.rollout = rollout
  }

  open(): void {
    const { rollout } = this
    this.#stops = [
      this.#line.onPush('rollout:changed', (push) => {
        if (push.rollout === rollout) this.#hear(push.rows)
      }),
      this.#line.onStale(() => this.#catchUp()),
      this.#line.onLine(({ kind }) => {
        if (kind === 'open') this.#catchUp()
      }),
    ]
    this.#catchUp()
  }

  close(): void {
    for (const stop of this.#stops) stop()
    this.#stops = []
  }

  #hear(rows: readonly WireJournalRow[]): void {
    const first = rows[0]?.seq ?? 0
    if (first > this.#fold.rows.length + 1) return this.#catchUp()
    if (this.#fold.take(rows)) this.#publish()
  }

  #catchUp(): void {
    if (this.#isReading) return
    this.#isReading = true
    void this.#read().finally(() => (this.#isReading = false))
  }

  async #read(): Promise<void> {
    try {
      for (;;) {
        const afterSeq = this.#fold.rows.length
        const rows = await this.#line.request('rollout:events', { rollout: this.rollout, afterSeq })
        if (this.#fold.take(rows)) this.#publish()
        if (rows.length < journalRowsAtOnce) return this.store.setState({ isComplete: true })
      }
    } catch (error) {
      this.store.setState({ error: error as AppError })
    }
  }

  #publish(): void {
    const { rollout, rows, capacity } = this.#fold
    this.store.setState({ rollout, rows, capacity, seq: rows.length, error: undefined })
  }
}
