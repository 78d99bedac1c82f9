import type { LogKey } from '../ports/logs.ts'
import { BlockCutter, type CutBlock } from './block-cutter.ts'
import type { BlockStore, PackedBlock } from './block-store.ts'
import { failureOf, notOpen, thrown, type LogWrite, type StoreFailure } from './log-messages.ts'

// One transaction per 4 MiB: few enough commits, and little enough in memory.
const storeAtBytes = 4 * 1024 * 1024
// What may wait in memory while nothing can be stored (a full disk); from there on the queue fills and channels pause.
const holdBytes = 16 * 1024 * 1024
// Logs that are only known because blocks of theirs are saved from a damaged file; each costs some 200 bytes.
const guestsMax = 1_000

/**
 * Holds what waits to be stored, and stores it: at most 16 MiB, whatever happens to the file. The file may go away and
 * come back, or be replaced by another one: then what is held is compared with what that one has.
 */
export class BlockWriter {
  readonly #onResult: (failure: StoreFailure | undefined) => void
  readonly #cutters = new Map<string, BlockCutter>()
  readonly #numbered = new Map<number, BlockCutter>()
  readonly #guests = new Set<string>()
  #store: BlockStore | undefined
  #why = notOpen
  #ready: CutBlock[] = []
  #heldBytes = 0
  #readyBytes = 0
  /** What is stored of a log could not be asked. */
  #isStale = false
  #isInTrouble = false

  /** @param onResult hears of every attempt to store: why it failed, or undefined. */
  constructor(onResult: (failure: StoreFailure | undefined) => void) {
    this.#onResult = onResult
  }

  get heldBytes(): number {
    return this.#heldBytes
  }

  /** Too much waits here: whoever writes has to wait too. */
  get isFull(): boolean {
    return this.#heldBytes >= holdBytes
  }

  get isInTrouble(): boolean {
    return this.#isInTrouble
  }

  /** Store here from now on; undefined: nowhere, and `why`. */
  use(store: BlockStore | undefined, why: StoreFailure = notOpen): void {
    this.#store = store
    this.#why = why
    this.#isStale = true
  }

  /** What is believed to be stored may not be: ask the file again. */
  renew(): void {
    this.#isStale = true
  }

  announce(log: number, key: LogKey): void {
    this.#guests.delete(nameOf(key))
    this.#numbered.set(log, this.#cutterOf(key))
  }

  /** Numbers given out so far are not used any more. */
  forget(): void {
    // What could not be stored keeps its cutter: a second one for the same log would store bytes twice.
    if (!this.storeAll(false)) this.#cutters.clear()
    this.#numbered.clear()
  }

  take(writes: readonly LogWrite[], bytes: Buffer): void {
    this.#renewIfPossible()
    let at = 0
    for (const { log, offset, size } of writes) {
      const cutter = this.#numbered.get(log)
      if (!cutter) throw new Error(`a write to log ${log}, which was not announced`)
      this.#add(cutter, offset, bytes.subarray(at, at + size))
      at += size
    }
    if (this.#readyBytes >= storeAtBytes && !this.#isInTrouble) this.#storeReady(false)
    else if (this.isFull && !this.#isInTrouble) this.storeAll(false)
  }

  /** Store everything, also blocks that are not full. Returns why it failed; then all stays and the next call tries again. */
  storeAll(isDurable: boolean): StoreFailure | undefined {
    for (const cutter of this.#cutters.values()) cutter.cut(this.#ready)
    this.#readyBytes = this.#heldBytes
    return this.#storeReady(isDurable)
  }

  /** Take over a block of another file, as far as this one does not have its bytes. @throws what SQLite throws */
  adopt(key: LogKey, block: PackedBlock, unpack: () => Buffer): void {
    if (!this.#store) throw new Error('there is no file to save blocks to')
    this.#renewIfStale(this.#store)
    const isKnown = this.#cutters.has(nameOf(key))
    const cutter = this.#cutterOf(key)
    if (!isKnown) this.#guests.add(nameOf(key))
    const range = { from: block.start, to: block.start + block.size }
    if (cutter.isFree(range)) {
      this.#store.insertPacked(key, block)
      cutter.mark(range)
    } else this.#add(cutter, block.start, unpack())
  }

  /** Forget logs that are only known because blocks of theirs were taken over, once they are many. */
  dropGuests(): void {
    if (this.#guests.size <= guestsMax || this.storeAll(false)) return
    for (const name of this.#guests) this.#cutters.delete(name)
    this.#guests.clear()
  }

  #cutterOf(key: LogKey): BlockCutter {
    const name = nameOf(key)
    let cutter = this.#cutters.get(name)
    if (cutter) return cutter
    this.#cutters.set(name, (cutter = new BlockCutter(key, [])))
    try {
      if (this.#store) cutter.restart(this.#store.coverageOf(key))
      else this.#isStale = true
    } catch {
      // asked again before anything is stored, which also tells why
      this.#isStale = true
    }
    this.#store?.announce(key)
    return cutter
  }

  #add(cutter: BlockCutter, offset: number, bytes: Buffer): void {
    const openBefore = cutter.openBytes
    const added = cutter.add(offset, bytes, this.#ready)
    this.#heldBytes += added
    this.#readyBytes += openBefore + added - cutter.openBytes
  }

  /** Store the finished blocks. */
  #storeReady(isDurable: boolean): StoreFailure | undefined {
    let failure: StoreFailure | undefined
    try {
      if (!this.#store) throw thrown(this.#why)
      if (this.#renewIfStale(this.#store)) this.#finishOpen()
      this.#store.store(this.#ready, isDurable)
      this.#heldBytes -= this.#readyBytes
      this.#readyBytes = 0
      this.#ready = []
    } catch (error) {
      failure = failureOf(error)
    }
    this.#isInTrouble = failure !== undefined
    this.#onResult(failure)
    return failure
  }

  /** Compare what is held with what the file has, which may be another file than before. */
  #renewIfStale(store: BlockStore): boolean {
    if (!this.#isStale) return false
    const stored = [...this.#cutters.values()].map((cutter) => [cutter, store.coverageOf(cutter.key)] as const)
    const held = [...this.#ready]
    for (const [cutter, covered] of stored) {
      const open = cutter.restart(covered)
      if (open) held.push(open)
      store.announce(cutter.key)
    }
    this.#ready = []
    this.#heldBytes = 0
    this.#readyBytes = 0
    this.#isStale = false
    for (const { key, start, chunks } of held) {
      let at = start
      for (const chunk of chunks) {
        this.#add(this.#cutterOf(key), at, chunk)
        at += chunk.length
      }
    }
    return true
  }

  /** Before bytes are compared with what is stored. A file that cannot be asked now is asked when they are to be stored. */
  #renewIfPossible(): void {
    if (!this.#isStale || !this.#store) return
    try {
      this.#renewIfStale(this.#store)
    } catch {
      // told when storing fails as well
    }
  }

  #finishOpen(): void {
    for (const cutter of this.#cutters.values()) cutter.cut(this.#ready)
    this.#readyBytes = this.#heldBytes
  }
}

const nameOf = ({ rollout, host, step, attempt }: LogKey): string => JSON.stringify([rollout, host, step, attempt])
