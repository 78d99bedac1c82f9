import type { RolloutAppend, RolloutStore } from '../../src/main/ports/journal'
import type { RolloutId } from '../../src/shared/domain/ids'
import { evolveAll, type RecordedEvent } from '../../src/shared/domain/rollout-evolve'
import type { RolloutState } from '../../src/shared/domain/rollout-state'
import { AppError } from '../../src/shared/errors/app-error'

/** A journal in memory that keeps nothing but what JSON keeps. */
export class MemoryStore implements RolloutStore {
  readonly #journals = new Map<RolloutId, RecordedEvent[]>()
  /** Number of events of each transaction, in order. */
  readonly transactions: number[] = []
  /** Refuse to write, as a full disk does. */
  isFull = false
  /** What is appended is on disk with this; undefined: at once. */
  disk: Promise<void> | undefined
  /** Called in each transaction, after its events are durable. */
  onStored: (events: readonly RecordedEvent[]) => void = () => undefined

  append(rollout: RolloutId, expectedSeq: number, events: readonly RecordedEvent[]): void {
    this.appendAll([{ rollout, expectedSeq, events }])
  }

  appendAll(entries: readonly RolloutAppend[]): void {
    if (this.isFull) throw new AppError('db.disk-full', { details: { file: 'memory' } })
    for (const { rollout, expectedSeq } of entries) {
      const actual = this.read(rollout).length
      if (actual !== expectedSeq) {
        throw new AppError('db.journal-conflict', { details: { rollout, expected: expectedSeq, actual } })
      }
    }
    for (const { rollout, events } of entries) {
      const copies = JSON.parse(JSON.stringify(events)) as RecordedEvent[]
      this.#journals.set(rollout, [...this.read(rollout), ...copies])
      this.transactions.push(events.length)
    }
    for (const { events } of entries) this.onStored(events)
  }

  onDisk(): Promise<void> | undefined {
    return this.disk
  }

  read(rollout: RolloutId, fromSeq = 1, toSeq?: number): readonly RecordedEvent[] {
    return (this.#journals.get(rollout) ?? []).slice(fromSeq - 1, toSeq)
  }

  /** The journal cut off after `length` events, as a store of its own. */
  prefix(rollout: RolloutId, length: number): MemoryStore {
    const store = new MemoryStore()
    store.#journals.set(rollout, this.read(rollout).slice(0, length))
    return store
  }

  /** What the journal says. */
  fold(rollout: RolloutId): RolloutState {
    const state = evolveAll(undefined, this.read(rollout))
    if (!state) throw new Error(`no journal of ${rollout}`)
    return state
  }
}
