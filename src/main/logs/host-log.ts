import type { LogKey } from '../ports/logs'
import type { LogBytes, LogPart } from '../terminal-ports'
import { LogRing } from './log-ring'

/** The stored logs of one host in one rollout. */
export interface HostLogStore {
  /** Resolves when everything written before is stored. */
  flush(): Promise<void>
  /** What is stored, in the order it was begun. */
  list(): readonly (LogPart & { readonly key: LogKey })[]
  /** Bytes that follow on from each other, the first ones there are from an offset on. */
  read(key: LogKey, offset: number, maxBytes: number): LogBytes | undefined
}

type Part = {
  readonly key: LogKey
  readonly step: string
  readonly attempt: number
  readonly atMs: number
  endOffset: number
  /** What is stored for certain. */
  storedTo: number
}

/**
 * All that one host printed in a rollout, while somebody watches: which attempts there are and how long their output is,
 * with the newest bytes in memory and everything else in the store. Told of every write from its construction on.
 */
export class HostLog {
  readonly #store: HostLogStore
  readonly #ring: LogRing
  readonly #parts: Part[] = []
  readonly #numbers = new Map<string, number>()
  /** Written before it was known what is stored. */
  readonly #early = new Map<string, Part>()
  #isListed = false
  #listing: Promise<void> | undefined

  constructor(store: HostLogStore, ring: LogRing = new LogRing()) {
    this.#store = store
    this.#ring = ring
  }

  /** In the order in which the attempts began; complete once `list` has resolved. */
  get parts(): readonly LogPart[] {
    return this.#parts
  }

  /** Find out what is stored; once. @throws AppError `db.*`, `logs.*` */
  async list(): Promise<void> {
    try {
      await (this.#listing ??= this.#list())
    } catch (error) {
      this.#listing = undefined
      throw error
    }
  }

  /** Bytes were written. False when they were written before. */
  note(key: LogKey, offset: number, bytes: Buffer, atMs: number): boolean {
    if (!this.#isListed) return this.#noteEarly(key, offset + bytes.length, atMs)
    const number = this.#numberOf(key, atMs)
    const part = this.#parts[number]
    const end = offset + bytes.length
    // an attempt that is joined again is read from its beginning
    if (!part || end <= part.endOffset) return false
    const from = Math.max(offset, part.endOffset)
    this.#ring.write(number, from, bytes.subarray(from - offset))
    part.endOffset = end
    return true
  }

  peek(part: number, offset: number, maxBytes: number): Buffer | undefined {
    return this.#ring.read(part, offset, maxBytes)
  }

  async read(number: number, offset: number, maxBytes: number): Promise<LogBytes | undefined> {
    const part = this.#parts[number]
    if (!part) return undefined
    if (offset >= part.storedTo) await this.#flush()
    return this.#store.read(part.key, offset, maxBytes)
  }

  async #flush(): Promise<void> {
    const ends = this.#parts.map(({ endOffset }) => endOffset)
    await this.#store.flush()
    for (const [number, end] of ends.entries()) {
      const part = this.#parts[number]
      if (part) part.storedTo = Math.max(part.storedTo, end)
    }
  }

  async #list(): Promise<void> {
    await this.#store.flush()
    for (const { key, step, attempt, atMs, endOffset } of this.#store.list()) {
      this.#add({ key, step, attempt, atMs, endOffset, storedTo: endOffset })
    }
    for (const early of this.#early.values()) {
      const part = this.#parts[this.#numberOf(early.key, early.atMs)]
      if (part) part.endOffset = Math.max(part.endOffset, early.endOffset)
    }
    this.#early.clear()
    this.#isListed = true
  }

  #noteEarly(key: LogKey, end: number, atMs: number): boolean {
    const name = nameOf(key)
    const known = this.#early.get(name)
    if (known) known.endOffset = Math.max(known.endOffset, end)
    else this.#early.set(name, newPart(key, atMs, end))
    return true
  }

  #numberOf(key: LogKey, atMs: number): number {
    return this.#numbers.get(nameOf(key)) ?? this.#add(newPart(key, atMs, 0))
  }

  #add(part: Part): number {
    this.#numbers.set(nameOf(part.key), this.#parts.length)
    return this.#parts.push(part) - 1
  }
}

const nameOf = ({ step, attempt }: LogKey) => `${step}.${attempt}`

const newPart = (key: LogKey, atMs: number, endOffset: number): Part => ({
  key,
  step: key.step,
  attempt: key.attempt,
  atMs,
  endOffset,
  storedTo: 0,
})
