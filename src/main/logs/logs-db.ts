import { closeSync, openSync } from 'node:fs'
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
export function openLogs(file: string): LogsDb {
  return inLogs(file, () => {
    // SQLite makes files 0644; -wal and -shm inherit the mode of the file, so it is enough to be first.
    closeSync(openSync(file, 'a', 0o600))
    const db = new Database(file)
    try {
      const found = Number(db.pragma('user_version', { simple: true }))
      if (found > migrations.length) {
        throw new AppError('db.from-the-future', { details: { file, found, known: migrations.length } })
      }
      tuneLogsDb(db)
      for (const [index, sql] of migrations.entries()) applyOnce(db, index + 1, sql)
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

function applyOnce(db: Database.Database, version: number, sql: string): void {
  const apply = db.transaction(() => {
    // Asked under the write lock: another process may have been faster.
    if (Number(db.pragma('user_version', { simple: true })) >= version) return
    db.exec(sql)
    db.pragma(`user_version = ${version}`)
  })
  apply.immediate()
}
