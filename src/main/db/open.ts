import { closeSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import { AppError } from '../../shared/errors/app-error'
import { appErrorOfSqlite } from '../../shared/errors/sqlite-failure'
import type { ReadableDb, WritableDb } from './handles'
import { fromTheFuture, migrate, migrations as bundled, schemaVersionOf, type Migration } from './migrate'

export type OpenOptions = {
  /** Where a copy goes before an existing file is migrated; without it there is none. */
  readonly backupsDir?: string
  /** UTC milliseconds; names the backup. */
  readonly nowMs?: number
  readonly busyTimeoutMs?: number
  readonly migrations?: readonly Migration[]
}

/**
 * Longer than any transaction of ours (the longest, applying 1,000 hosts, takes some 20 ms). The whole console waits with
 * it, so no longer than people take for a moment.
 */
export const defaultBusyTimeoutMs = 1_500
/**
 * SQLite touches every page it keeps each time it makes room for more, within one statement: for 16 MB, as the driver has it,
 * that blocked a console of 1,000 hosts for 80 ms. The system keeps the file in memory as well.
 */
const cacheKib = 4_096

/**
 * Open (or make) `lastmile.db` for reading and writing, at the newest schema. Close it with `close()`.
 *
 * Every commit is on disk before it returns (WAL with `synchronous = FULL`). A new file is readable by its owner only.
 *
 * @throws AppError `db.from-the-future`, `db.corrupt`, `db.locked`, `db.disk-full`, `db.unreadable`, `db.migration-failed`
 */
export function openDb(file: string, options: OpenOptions = {}): WritableDb {
  const { backupsDir, nowMs = Date.now(), busyTimeoutMs = defaultBusyTimeoutMs, migrations = bundled } = options
  return opened(file, () => {
    // SQLite makes files 0644; -wal and -shm inherit the mode of the file, so it is enough to be first.
    if (file !== ':memory:') closeSync(openSync(file, 'a', 0o600))
    const db = new Database(file, { timeout: busyTimeoutMs })
    return closedOnFailure(db, () => {
      // Asked before anything is written, so that a newer file stays as it is.
      const found = schemaVersionOf(db)
      if (found > migrations.length) throw fromTheFuture(file, found, migrations.length)
      // before the first table is made: space of what is pruned is given back in small parts
      if (found === 0) db.pragma('auto_vacuum = INCREMENTAL')
      db.pragma('journal_mode = WAL')
      db.pragma('synchronous = FULL')
      db.pragma(`cache_size = -${cacheKib}`)
      db.pragma('foreign_keys = ON')
      // Without it INSERT OR REPLACE would delete journal rows past their trigger.
      db.pragma('recursive_triggers = ON')
      migrate(db, migrations, { backupsDir, nowMs })
      return db as WritableDb
    })
  })
}

/**
 * Open an existing `lastmile.db` for reading only, beside the console that writes it.
 * @throws AppError `db.from-the-future`, `db.needs-migration`, `db.corrupt`, `db.locked`, `db.unreadable`
 */
export function openReadableDb(
  file: string,
  options: Pick<OpenOptions, 'busyTimeoutMs' | 'migrations'> = {},
): ReadableDb {
  const { busyTimeoutMs = defaultBusyTimeoutMs, migrations = bundled } = options
  return opened(file, () => {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: busyTimeoutMs })
    return closedOnFailure(db, () => {
      const found = schemaVersionOf(db)
      const known = migrations.length
      if (found > known) throw fromTheFuture(file, found, known)
      if (found < known) throw new AppError('db.needs-migration', { details: { file, found, known } })
      return db as ReadableDb
    })
  })
}

/** What is wrong with the file, in SQLite's words; empty when it is sound. Reads all of it: seconds for gigabytes. */
export function listDamage(db: ReadableDb): string[] {
  try {
    const rows = db.pragma('integrity_check(20)') as { integrity_check: string }[]
    return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok')
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

function opened<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'EISDIR', 'ENOTDIR'].includes(code)) {
      throw new AppError('db.unreadable', { details: { file, reason: code }, cause: error })
    }
    if (code === 'ENOSPC') throw new AppError('db.disk-full', { details: { file }, cause: error })
    throw appErrorOfSqlite(error, file)
  }
}

function closedOnFailure<T>(db: Database.Database, work: () => T): T {
  try {
    return work()
  } catch (error) {
    db.close()
    throw error
  }
}
