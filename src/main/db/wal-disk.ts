import { closeSync, fdatasync, openSync } from 'node:fs'
import { promisify } from 'node:util'
import { AppError } from '../../shared/errors/app-error'
import type { WritableDb } from './handles'

/** Puts what was written to an open file on disk. */
type PutOnDisk = (handle: number) => Promise<void>

/**
 * Puts the write-ahead log of an open database on disk while the event loop goes on: a disk that is busy takes a tenth of a
 * second for it, and `synchronous = FULL` would keep the window, the panes and every other host waiting for that long.
 *
 * What is written with `quickly` is seen by everybody at once and outlives this process; it outlives the machine's power once a
 * `flush` that began later has resolved. SQLite takes up its log to the last commit that is whole.
 */
export class WalDisk {
  readonly #db: WritableDb
  readonly #file: string
  /** Kept open: at a flush there may be no more files to be had. */
  readonly #handle: number
  readonly #putOnDisk: PutOnDisk
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined

  /** Of a database in WAL mode, which this leaves open. Throws what Node throws when the log cannot be opened. */
  constructor(db: WritableDb, putOnDisk: PutOnDisk = promisify(fdatasync)) {
    this.#db = db
    this.#putOnDisk = putOnDisk
    this.#file = `${db.name}-wal`
    this.#handle = openSync(this.#file, 'r+')
  }

  /** Commit without waiting for the disk. */
  quickly<T>(write: () => T): T {
    this.#db.pragma('synchronous = NORMAL')
    try {
      return write()
    } finally {
      this.#db.pragma('synchronous = FULL')
    }
  }

  /** Resolves when everything that was committed before this call is on disk. @throws AppError `db.io-failed` */
  flush(): Promise<void> {
    if (!this.#running) return this.#begin()
    // the one that runs may have begun before the last commit; all who come meanwhile share the next
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined
        return this.#begin()
      })
    return this.#next
  }

  /** Wait for what runs, and let go of the file. */
  async dispose(): Promise<void> {
    await (this.#next ?? this.#running)?.catch(() => undefined)
    closeSync(this.#handle)
  }

  #begin(): Promise<void> {
    const running = this.#sync().finally(() => (this.#running = undefined))
    this.#running = running
    return running
  }

  async #sync(): Promise<void> {
    try {
      await this.#putOnDisk(this.#handle)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new AppError('db.io-failed', { details: { file: this.#file, reason }, cause: error })
    }
  }
}
