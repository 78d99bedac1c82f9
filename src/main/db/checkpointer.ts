import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { workerUrl } from '../../shared/util/worker-url'
import type { WritableDb } from './handles'

/** Verbs that only look are over by then; they must not cost a thread. */
const settleMs = 3_000
/** A busy rollout writes some megabytes in this time. */
const defaultEveryMs = 2_000
/** 64 MB: SQLite then does it itself, however long the disk takes, rather than let the log grow without end. */
const backstopPages = 16_384

type Options = { readonly settleMs?: number; readonly everyMs?: number }

/**
 * Keeps the write-ahead log of `lastmile.db` short from a thread of its own. By itself SQLite does so in whichever commit comes
 * along, and that one waits for the disk twice.
 */
export class Checkpointer {
  readonly #starting: NodeJS.Timeout
  #worker: Worker | undefined

  constructor(db: WritableDb, options: Options = {}) {
    db.pragma(`wal_autocheckpoint = ${backstopPages}`)
    this.#starting = setTimeout(() => this.#start(db.name, options.everyMs), options.settleMs ?? settleMs)
    this.#starting.unref()
  }

  /** Before the database is closed: the last to close it removes its log. */
  async dispose(): Promise<void> {
    clearTimeout(this.#starting)
    const worker = this.#worker
    if (!worker) return
    // a process that waits for nothing else would end here and now
    worker.ref()
    const ended = once(worker, 'exit')
    worker.postMessage('end')
    await ended
  }

  #start(file: string, everyMs = defaultEveryMs): void {
    const url = new URL(workerUrl('checkpoint-worker', import.meta.url))
    const worker = new Worker(url, { workerData: { file, everyMs }, name: 'checkpoint' })
    this.#worker = worker
    worker.unref()
    // without it SQLite does the work itself, only later
    worker.once('error', () => (this.#worker = undefined))
  }
}
