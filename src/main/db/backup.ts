import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { AppError, asOutOfFiles, toWireError, type WireError } from '../../shared/errors/app-error'
import { appErrorOfSqlite } from '../../shared/errors/sqlite-failure'
import { copyDatabase } from './copy-database'

/** A copy of `lastmile.db`. `label` says what it was made for: `auto`, `by-hand`, `before-restore`, `v5` (a migration). */
export type Backup = {
  readonly file: string
  readonly label: string
  readonly sizeBytes: number
  readonly createdAtMs: number
}

const namePattern = /^lastmile-(?:(.+)-)?(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.db$/

/** The file of a backup that is made now. Pure. */
export function backupFile(backupsDir: string, label: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:.]/g, '')
  return join(backupsDir, `lastmile-${label}-${stamp}.db`)
}

/**
 * Copy the database as it is now, and wait for it: seconds for hundreds of megabytes (`background-backup.ts` does not).
 * Written beside its name and renamed, so that a backup that is there is complete.
 * @throws AppError `db.backup-failed`, `db.disk-full`, `db.locked`, `db.corrupt`
 */
export function makeBackup(db: Database.Database, backupsDir: string, label: string, nowMs: number): Backup {
  const file = backupFile(backupsDir, label, nowMs)
  const part = `${file}.${process.pid}.part`
  try {
    mkdirSync(backupsDir, { recursive: true, mode: 0o700 })
    copyDatabase(db, part)
    renameSync(part, file)
    return { file, label, sizeBytes: statSync(file).size, createdAtMs: nowMs }
  } catch (cause) {
    for (const name of [part, `${part}-journal`]) rmSync(name, { force: true })
    throw backupFailure(cause, file)
  }
}

/** Why a backup was not made, in the words of the catalogue. Pure. */
export function backupFailure(cause: unknown, file: string): AppError {
  const known = appErrorOfSqlite(cause, file)
  if (known instanceof AppError) return known
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC')
    return new AppError('db.disk-full', { details: { file }, cause })
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new AppError('db.backup-failed', { details: { file, reason }, cause })
}

/**
 * The backups that are there, newest first, by the time in their names: a copied folder changes the times of files.
 * @throws AppError `db.unreadable`, or that there are no more files: none to be seen is not none
 */
export function listBackups(backupsDir: string): Backup[] {
  return namesIn(backupsDir)
    .flatMap((name) => {
      const [, label = '', ...stamp] = namePattern.exec(name) ?? []
      if (stamp.length === 0) return []
      const [year = 0, month = 1, day, hour, minute, second, ms] = stamp.map(Number)
      const file = join(backupsDir, name)
      const sizeBytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
      return [{ file, label, sizeBytes, createdAtMs: Date.UTC(year, month - 1, day, hour, minute, second, ms) }]
    })
    .toSorted((one, other) => other.createdAtMs - one.createdAtMs)
}

/** The same for those who go on without them: none, and why nobody knows. */
export function seeBackups(backupsDir: string): { readonly backups: readonly Backup[]; readonly problem?: WireError } {
  try {
    return { backups: listBackups(backupsDir) }
  } catch (error) {
    if (error instanceof AppError) return { backups: [], problem: toWireError(error) }
    throw error
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    // it is made with the first backup
    if (code === 'ENOENT') return []
    throw asOutOfFiles(cause) ?? new AppError('db.unreadable', { details: { file: folder, reason: code }, cause })
  }
}
