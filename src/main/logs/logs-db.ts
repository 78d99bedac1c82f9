import { closeSync, existsSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import { AppError } from '../../shared/errors/app-error'
import { appErrorOfSqlite } from '../../shared/errors/sqlite-failure'
import { tuneLogsDb } from './logs-pragmas'

declare const brand: unique symbol
/** A handle on `logs.db` at the newest schema. Only `openLogs` makes one. */
export type LogsDb = Database.Database & { readonly [brand]: true }

const files = import.meta.glob<string>('./migrations/*.sql', { query: '?raw', eager: true, import: 'default' })
const migrations = Object.keys(files)
  .toSorted()
  .map((path) => files[path] ?? '')

/**
 * Open (or make) `logs.db`, at the newest schema. Close it with `close()`. Readable by its owner only.
 * @throws AppError `db.from-the-future`, `db.corrupt`, `db.locked`, `db.disk-full`, `db.unreadable`
 */
export function openLogs(file: string, busyTimeoutMs?: number): LogsDb {
  return inLogs(file, () => {
    // SQLite makes files 0644; -wal and -shm inherit the mode of the file, so it is enough to be first. Never one that is
    // there: closing it would let go of all locks that this process has on it, those of the writer too (POSIX).
    if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600))
    // from the first statement on: what the library does by itself is to wait for 5 s
    const db = new Database(file, busyTimeoutMs === undefined ? {} : { timeout: busyTimeoutMs })
    try {
      const found = schemaVersionOf(db)
      if (found > migrations.length) {
        throw new AppError('db.from-the-future', { details: { file, found, known: migrations.length } })
      }
      // before the first table is made: space of logs that are removed is given back in small parts
      if (found === 0) db.pragma('auto_vacuum = INCREMENTAL')
      tuneLogsDb(db, busyTimeoutMs)
      for (const [index, sql] of migrations.entries()) applyOnce(db, index + 1, sql)
      touchNewest(db)
      return db as LogsDb
    } catch (error) {
      db.close()
      throw error
    }
  })
}

/** Run `work` and translate what SQLite or the file system throws. @throws AppError `db.*` */
export function inLogs<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOSPC') throw new AppError('db.disk-full', { details: { file }, cause: error })
    if (code.startsWith('E')) throw new AppError('db.unreadable', { details: { file, reason: code }, cause: error })
    throw appErrorOfSqlite(error, file)
  }
}

const schemaVersionOf = (db: Database.Database) => Number(db.pragma('user_version', { simple: true }))

function applyOnce(db: Database.Database, version: number, sql: string): void {
  // without the write lock when there is nothing to do: another process may hold it
  if (schemaVersionOf(db) >= version) return
  const apply = db.transaction(() => {
    // Asked under the write lock: another process may have been faster.
    if (schemaVersionOf(db) >= version) return
    db.exec(sql)
    db.pragma(`user_version = ${version}`)
  })
  apply.immediate()
}

/** Read the ends of the tables: a file that was cut off, or has lost its structure, is known at once. */
function touchNewest(db: Database.Database): void {
  db.prepare('SELECT * FROM logs ORDER BY id DESC LIMIT 1').get()
  db.prepare('SELECT * FROM blocks ORDER BY id DESC LIMIT 1').get()
  db.prepare('SELECT indexed_to FROM index_state').get()
}
