import { rmSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { BlockStore } from './block-store.ts'
import type { BlockWriter } from './block-writer.ts'
import type { LogFile } from './log-file.ts'
import { indexSome } from './log-index.ts'
import {
  failureOf,
  isDamage,
  notOpen,
  thrown,
  type FromWriter,
  type StoreFailure,
  type WriterQuestion,
} from './log-messages.ts'
import { LogPruner, readTotals } from './log-pruner.ts'
import { Salvage } from './salvage.ts'

// One part of it: the queue holds what arrives meanwhile.
const budgetMs = 50
// The index gets at most a quarter of the time, and none while more than 40 MB/s arrive.
const busyBytes = 8 * 1024 * 1024
// A stat of the file costs some microseconds.
const lookEveryMs = 1_000

type Open = { readonly db: Database.Database; readonly pruner: LogPruner; readonly salvage: Salvage }

/** What the writer does beside storing: opens and lets go of the file, answers, prunes, saves what was damaged, indexes. */
export class LogWork {
  readonly #file: LogFile
  readonly #writer: BlockWriter
  readonly #isIndexing: boolean
  readonly #tell: (message: FromWriter) => void
  readonly #prunings: number[] = []
  #open: Open | undefined
  #isReleased = false
  #isBroken = false
  /** It could not be opened, and that was told. */
  #isKeptOut = false
  #arrivedBytes = 0
  #lookedAtMs = 0

  constructor(
    file: LogFile,
    writer: BlockWriter,
    options: { readonly isIndexing: boolean; readonly tell: (message: FromWriter) => void },
  ) {
    this.#file = file
    this.#writer = writer
    this.#isIndexing = options.isIndexing
    this.#tell = options.tell
  }

  noteArrival(bytes: number): void {
    this.#arrivedBytes += bytes
  }

  /** `isMade`: the console has opened the file before. Otherwise it says when it has. */
  openAtStart(isMade: boolean): void {
    this.#isReleased = !isMade
    if (isMade) this.#openIfClosed()
  }

  /** The file has to be replaced; told once, until it is. */
  tellBroken(failure?: StoreFailure): void {
    if (this.#isBroken) return
    this.#isBroken = true
    this.#tell({ kind: 'broken', ...(failure ? { failure } : {}) })
  }

  answer(id: number, question: WriterQuestion): void {
    try {
      const value = this.#answerTo(id, question)
      if (question.kind !== 'prune') this.#tell({ kind: 'answer', id, value })
    } catch (error) {
      this.#tell({ kind: 'answer', id, failure: failureOf(error) })
    }
  }

  /** One part of what is to do. True when there is more. @throws what SQLite throws */
  doSome(): boolean {
    const isBusy = this.#arrivedBytes > busyBytes
    this.#arrivedBytes = 0
    this.#lookAtFile()
    this.#openIfClosed()
    if (!this.#open || this.#isBroken || this.#writer.isInTrouble) return false
    const { db, pruner, salvage } = this.#open
    if (this.#pruneSome(pruner)) return true
    if (isBusy) return false
    if (salvage.saveSome(budgetMs)) return true
    return this.#isIndexing && indexSome(db, budgetMs).hasMore && this.#arrivedBytes === 0
  }

  close(): void {
    this.#open?.salvage.close()
    this.#open = undefined
    this.#file.close()
  }

  #answerTo(id: number, question: WriterQuestion): unknown {
    switch (question.kind) {
      case 'flush': {
        this.#openIfClosed()
        const failure = this.#writer.storeAll(true)
        if (failure) throw thrown(failure)
        return undefined
      }
      case 'release':
        return this.#release(question.rescueTo)
      case 'open':
        this.#isReleased = false
        this.#openIfClosed()
        if (!this.#writer.storeAll(false)) this.#tell({ kind: 'trouble' })
        return undefined
      case 'sizes':
        return readTotals(this.#opened().db)
      case 'prune':
        this.#opened().pruner.add(question.rollouts)
        this.#prunings.push(id)
        return undefined
    }
  }

  #release(rescueTo: string | undefined): void {
    if (rescueTo !== undefined && this.#file.db) {
      rmSync(rescueTo, { force: true })
      this.#file.db.prepare('VACUUM INTO ?').run(rescueTo)
    }
    this.#writer.use(undefined)
    this.close()
    this.#isReleased = true
    this.#isBroken = false
  }

  #openIfClosed(): void {
    if (this.#open || this.#isReleased || this.#isBroken) return
    try {
      const db = this.#file.open()
      this.#open = { db, pruner: new LogPruner(db), salvage: new Salvage(db, this.#writer) }
      this.#writer.use(new BlockStore(db))
      if (this.#isKeptOut) this.#tell({ kind: 'trouble' })
      this.#isKeptOut = false
    } catch (error) {
      const failure = failureOf(error)
      if (failure.code === '') throw error
      this.#writer.use(undefined, failure)
      if (isDamage(failure)) return this.tellBroken(failure)
      if (!this.#isKeptOut) this.#tell({ kind: 'trouble', failure })
      this.#isKeptOut = true
    }
  }

  #opened(): Open {
    this.#openIfClosed()
    if (!this.#open) throw thrown(notOpen)
    return this.#open
  }

  #lookAtFile(): void {
    const nowMs = Date.now()
    if (Math.abs(nowMs - this.#lookedAtMs) < lookEveryMs) return
    this.#lookedAtMs = nowMs
    if (this.#file.isGone) this.tellBroken()
  }

  /** True while something is left to prune; who asked for it hears of its end. */
  #pruneSome(pruner: LogPruner): boolean {
    if (pruner.isDone) return false
    pruner.pruneSome(budgetMs)
    // what is written of a pruned log from now on is new
    this.#writer.renew()
    if (!pruner.isDone) return true
    for (const id of this.#prunings.splice(0)) this.#tell({ kind: 'answer', id })
    return false
  }
}
