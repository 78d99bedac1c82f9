import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../../shared/errors/app-error'
import { appErrorOfSqlite } from '../../shared/errors/sqlite-failure'
import { backupFailure, makeBackup } from './backup'
import { backupMark } from './copy-database'

type Places = { readonly database: string; readonly backupsDir: string }

/** Codes of a present file of which no copy can be made, but which must not be thrown away. */
const brokenCodes: ReadonlySet<string> = new Set(['db.corrupt', 'db.io-failed', 'db.backup-failed'])

/**
 * Put a verified backup in the place of `lastmile.db`. The caller holds the folder's lock. The present file is kept first: as
 * a backup, or, where it is too damaged for that, moved to `backups/damaged-…`. Whenever this is interrupted, either the old
 * or the new database is in its place, whole. Returns where the present one was kept; undefined when there was none.
 * @throws AppError `db.disk-full`, `db.locked`, `db.unreadable`, `db.backup-failed`
 */
export function restoreDatabase({ database, backupsDir }: Places, file: string, nowMs: number): string | undefined {
  const part = `${database}.${process.pid}.part`
  try {
    bringNear(file, part)
    const kept = existsSync(database) ? keepPresent(database, backupsDir, nowMs) : undefined
    renameSync(part, database)
    syncFolder(dirname(database))
    return kept
  } catch (error) {
    throw error instanceof AppError ? error : backupFailure(error, database)
  } finally {
    for (const name of [part, `${part}-wal`, `${part}-shm`, `${part}-journal`]) rmSync(name, { force: true })
  }
}

/** A copy beside the database, on disk, with the mark that tells the next console what it is. */
function bringNear(file: string, part: string): void {
  closeSync(openSync(part, 'w', 0o600))
  copyFileSync(file, part)
  const db = new Database(part)
  try {
    // what a copy from elsewhere still has beside it stays there
    db.pragma('journal_mode = DELETE')
    db.pragma(`application_id = ${backupMark}`)
  } finally {
    db.close()
  }
  const handle = openSync(part, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}

function keepPresent(database: string, backupsDir: string, nowMs: number): string {
  try {
    return backUpPresent(database, backupsDir, nowMs)
  } catch (error) {
    if (error instanceof AppError && brokenCodes.has(error.code)) return moveAside(database, backupsDir, nowMs)
    throw error
  }
}

/** Its write-ahead log goes into it with the last close: a log beside another database would be taken for that one's. */
function backUpPresent(database: string, backupsDir: string, nowMs: number): string {
  let db: Database.Database | undefined
  let file: string
  try {
    db = new Database(database, { fileMustExist: true })
    db.pragma('wal_checkpoint(TRUNCATE)')
    file = makeBackup(db, backupsDir, 'before-restore', nowMs).file
  } catch (error) {
    throw appErrorOfSqlite(error, database)
  } finally {
    db?.close()
  }
  if (existsSync(`${database}-wal`)) throw new AppError('db.locked', { details: { file: database } })
  return file
}

/** The database gets a second name and keeps its first one until the new one takes it. */
function moveAside(database: string, backupsDir: string, nowMs: number): string {
  const folder = join(backupsDir, `damaged-${new Date(nowMs).toISOString().replace(/[-:.]/g, '')}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const kept = join(folder, basename(database))
  try {
    linkSync(database, kept)
  } catch {
    // file systems without hard links
    copyFileSync(database, kept)
  }
  for (const end of ['-wal', '-shm']) if (existsSync(database + end)) renameSync(database + end, kept + end)
  return kept
}

function syncFolder(folder: string): void {
  // Windows opens no folders
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
