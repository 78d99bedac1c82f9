import type { Push, PushName } from '../../shared/ipc/events'

type Listener = (name: PushName, payload: Push<PushName>) => void
type Row = Push<'rollout:changed'>['rows'][number]

/** Often enough to look live, seldom enough that a burst of a thousand events is one message. */
const batchMs = 50

/** Collects what the console says unasked and hands it out in batches, in order. */
export class PushHub {
  readonly #listeners = new Set<Listener>()
  readonly #rows = new Map<string, Row[]>()
  #timer: NodeJS.Timeout | undefined

  /** Returns the way to stop listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  addRows(rollout: string, rows: readonly Row[]): void {
    const collected = this.#rows.get(rollout)
    if (collected) for (const row of rows) collected.push(row)
    else this.#rows.set(rollout, [...rows])
    this.#timer ??= setTimeout(() => this.flush(), batchMs)
  }

  /** Hand out what is collected now. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const batches = [...this.#rows]
    this.#rows.clear()
    for (const [rollout, rows] of batches) {
      for (const listener of this.#listeners) listener('rollout:changed', { rollout, rows })
    }
  }
}
