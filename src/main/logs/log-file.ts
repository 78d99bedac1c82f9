import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { thrown, type StoreFailure } from './log-messages.ts'
import { tuneLogsDb } from './logs-pragmas.ts'

const notOurs: StoreFailure = { code: 'SQLITE_NOTADB', message: 'it has other tables than those of a log store' }

/** The connection of the writer to `logs.db`, which may be let go of and opened again. */
export class LogFile {
  readonly path: string
  readonly #busyTimeoutMs: number
  #db: Database.Database | undefined
  #inode: number | undefined

  constructor(path: string, busyTimeoutMs: number) {
    this.path = path
    this.#busyTimeoutMs = busyTimeoutMs
  }

  get db(): Database.Database | undefined {
    return this.#db
  }

  /** @throws what SQLite throws */
  open(): Database.Database {
    if (this.#db) return this.#db
    // only a file that the console has brought to its schema; it makes it when it is not there
    const db = new Database(this.path, { fileMustExist: true, timeout: this.#busyTimeoutMs })
    try {
      tuneLogsDb(db, this.#busyTimeoutMs)
      // the schema is read once now, so that a damaged file, or another one, is known at once
      if (!db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'salvages'").get()) throw thrown(notOurs)
      this.#inode = inodeOf(this.path)
    } catch (error) {
      db.close()
      throw error
    }
    this.#db = db
    return db
  }

  close(): void {
    this.#db?.close()
    this.#db = undefined
  }

  /** The file under this name is not the one that is open: it was deleted or replaced, and what is written is lost. */
  get isGone(): boolean {
    return this.#db !== undefined && inodeOf(this.path) !== this.#inode
  }
}

const inodeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino
