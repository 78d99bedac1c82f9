import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { AppError } from '../../shared/errors/app-error'
import { appErrorOfSqlite } from '../../shared/errors/sqlite-failure'

/** A copy of `lastmile.db`. */
export type Backup = { readonly file: string; readonly sizeBytes: number; readonly createdAtMs: number }

const namePattern = /^lastmile-(.+-)?\d{8}T\d{9}Z\.db$/

/**
 * Copy the database as it is now, while everything goes on. Written beside its name and renamed, so that a backup that is
 * there is complete. `label` says what it was made for.
 * @throws AppError `db.backup-failed`, `db.disk-full`, `db.locked`
 */
export function makeBackup(db: Database.Database, backupsDir: string, label: string, nowMs: number): Backup {
  const stamp = new Date(nowMs).toISOString().replace(/[-:.]/g, '')
  const file = join(backupsDir, `lastmile-${label}-${stamp}.db`)
  const part = `${file}.${process.pid}.part`
  try {
    mkdirSync(backupsDir, { recursive: true, mode: 0o700 })
    rmSync(part, { force: true })
    // made first, and for its owner only: SQLite would make it 0644, and fills an empty file as well
    closeSync(openSync(part, 'w', 0o600))
    db.prepare('VACUUM INTO ?').run(part)
    const handle = openSync(part, 'r+')
    fsyncSync(handle)
    closeSync(handle)
    renameSync(part, file)
    return { file, sizeBytes: statSync(file).size, createdAtMs: nowMs }
  } catch (cause) {
    rmSync(part, { force: true })
    const known = appErrorOfSqlite(cause, file)
    if (known instanceof AppError) throw known
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('db.backup-failed', { details: { file, reason }, cause })
  }
}

/** The backups that are there, newest first. */
export function listBackups(backupsDir: string): Backup[] {
  return namesIn(backupsDir)
    .filter((name) => namePattern.test(name))
    .map((name) => {
      const file = join(backupsDir, name)
      const { size, mtimeMs } = statSync(file)
      return { file, sizeBytes: size, createdAtMs: Math.round(mtimeMs) }
    })
    .toSorted((one, other) => other.createdAtMs - one.createdAtMs)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // it is made with the first backup
    return []
  }
}
