import type { Push, PushName } from '../../shared/ipc/events'
import { PushLog, type NumberedPush, type PushPlace } from './push-log'

type Listener = (name: PushName, payload: Push<PushName>, push: NumberedPush) => void
type Row = Push<'rollout:changed'>['rows'][number]
type Waiting = { readonly name: PushName; readonly payload: Push<PushName> }

/** Often enough to look live, seldom enough that a burst of a thousand events is one message. */
const batchMs = 50

/** Collects what the console says unasked, numbers it and hands it out in batches, in order. */
export class PushHub {
  readonly #listeners = new Set<Listener>()
  readonly #log = new PushLog()
  #waiting: Waiting[] = []
  /** The rows in `#waiting` that more rows of their rollout still join. */
  readonly #rows = new Map<string, Row[]>()
  #timer: NodeJS.Timeout | undefined

  /** Returns the way to stop listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The push that was handed out last. */
  get place(): PushPlace {
    return this.#log.place
  }

  /** What was handed out after a place; undefined when that is not known any more, or of another life of the console. */
  listSince(place: PushPlace): readonly NumberedPush[] | undefined {
    return this.#log.listSince(place)
  }

  addRows(rollout: string, rows: readonly Row[]): void {
    const collected = this.#rows.get(rollout)
    if (collected) {
      for (const row of rows) collected.push(row)
      return
    }
    const joined = [...rows]
    this.#rows.set(rollout, joined)
    this.#add('rollout:changed', { rollout, rows: joined })
  }

  /** Say anything but rows. Goes out with the next batch, after all that was said before; saying the same twice in a row is once. */
  send<N extends Exclude<PushName, 'rollout:changed'>>(name: N, payload: Push<N>): void {
    const last = this.#waiting.at(-1)
    if (last?.name === name && JSON.stringify(last.payload) === JSON.stringify(payload)) return
    // rows that come after this are told after it
    this.#rows.clear()
    this.#add(name, payload)
  }

  /** Hand out what is collected now. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const waiting = this.#waiting
    this.#waiting = []
    this.#rows.clear()
    for (const { name, payload } of waiting) {
      const push = this.#log.add(name, payload)
      for (const listener of this.#listeners) listener(name, payload, push)
    }
  }

  #add(name: PushName, payload: Push<PushName>): void {
    this.#waiting.push({ name, payload })
    this.#timer ??= setTimeout(() => this.flush(), batchMs)
  }
}
