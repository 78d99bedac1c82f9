import type { RolloutEvent } from '../../shared/domain/rollout-event'
import { evolve } from '../../shared/domain/rollout-evolve'
import type { RolloutState } from '../../shared/domain/rollout-state'
import type { WireJournalRow } from '../../shared/ipc/contract'
import { journalRowsAtOnce } from '../../shared/ipc/requests/rollout-requests'
import type { ConsoleClient } from '../ipc/console-client'

/** Called for each row, once and in order, with the state after it. */
export type RowListener = (row: WireJournalRow, after: RolloutState) => void

/** The journal of one rollout as it grows: read from its beginning, then heard by push, with gaps filled by number. */
export class JournalFeed {
  readonly rollout: string
  readonly #client: ConsoleClient
  readonly #onRow: RowListener
  readonly #waiting = new Set<() => void>()
  #stop: () => void = () => undefined
  #state: RolloutState | undefined
  #seq = 0
  #reading: Promise<void> | undefined
  #isBehind = false
  #failure: unknown

  constructor(client: ConsoleClient, rollout: string, onRow: RowListener = () => undefined) {
    this.#client = client
    this.rollout = rollout
    this.#onRow = onRow
  }

  /** Listen, and read all rows so far. */
  async open(): Promise<void> {
    this.#stop = this.#client.onPush('rollout:changed', ({ rollout, rows }) => {
      if (rollout === this.rollout) this.#hear(rows)
    })
    await this.catchUp()
  }

  close(): void {
    this.#stop()
  }

  /** The fold of the rows so far. Only after `open`. */
  get state(): RolloutState {
    if (!this.#state) throw new Error(`the journal of ${this.rollout} is empty or not open`)
    return this.#state
  }

  get seq(): number {
    return this.#seq
  }

  /** Read what was missed. Joins a reading that is under way. */
  catchUp(): Promise<void> {
    this.#isBehind = true
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined))
    return this.#reading
  }

  /** Note that the console cannot be reached; whoever waits hears of it. */
  fail(error: unknown): void {
    this.#failure = error
    this.#wake()
  }

  /**
   * Resolves once `holds` is true of the state, or `signal` is aborted.
   * @throws what `fail` was told
   */
  async until(holds: (state: RolloutState) => boolean, signal?: AbortSignal): Promise<void> {
    while (!signal?.aborted) {
      if (this.#failure !== undefined) throw this.#failure
      if (holds(this.state)) return
      await this.#change(signal)
    }
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiting.add(wake)
      signal?.addEventListener('abort', wake, { once: true })
    })
  }

  #wake(): void {
    for (const wake of this.#waiting) wake()
  }

  #hear(rows: readonly WireJournalRow[]): void {
    const first = rows[0]?.seq ?? 0
    if (first > this.#seq + 1) return void this.catchUp().catch((error: unknown) => this.fail(error))
    this.#take(rows)
  }

  async #read(): Promise<void> {
    while (this.#isBehind) {
      this.#isBehind = false
      const rows = await this.#client.request('rollout:events', { rollout: this.rollout, afterSeq: this.#seq })
      if (rows.length >= journalRowsAtOnce) this.#isBehind = true
      this.#take(rows)
    }
  }

  #take(rows: readonly WireJournalRow[]): void {
    const fresh = rows.filter(({ seq }) => seq > this.#seq)
    for (const row of fresh) {
      const event = { kind: row.kind, ...row.payload } as RolloutEvent
      this.#state = evolve(this.#state, { event, atMs: row.at, actor: row.actor })
      this.#seq = row.seq
      this.#onRow(row, this.#state)
    }
    if (fresh.length > 0) this.#wake()
  }
}
