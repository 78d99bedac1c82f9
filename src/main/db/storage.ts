import { statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { AppError, toWireError, type WireError } from '../../shared/errors/app-error'
import type { ReadableDb } from './handles'
import { listBackups, type Backup } from './backup'
import { firstRow } from './query'

type Paths = { readonly folder: string; readonly database: string; readonly logs: string; readonly backups: string }

/** What a console keeps, and how much room is left for more; also where its backups cannot be read. */
export async function readStorage(db: ReadableDb, { folder, database, logs, backups }: Paths) {
  const { bavail, bsize } = await statfs(folder)
  const found = findBackups(backups)
  return {
    dataFolder: folder,
    databaseBytes: sizeWithLog(database),
    logsBytes: sizeWithLog(logs),
    rollouts: firstRow<{ count: number }>(db, 'SELECT count(*) AS count FROM rollouts')?.count ?? 0,
    freeBytes: bavail * bsize,
    backups: found.list.map(({ file, sizeBytes, createdAtMs }) => ({ file, sizeBytes, createdAtMs })),
    backupsProblem: found.problem,
  }
}

function findBackups(backupsDir: string): { readonly list: readonly Backup[]; readonly problem?: WireError } {
  try {
    return { list: listBackups(backupsDir) }
  } catch (error) {
    if (error instanceof AppError) return { list: [], problem: toWireError(error) }
    throw error
  }
}

/** A database together with what is not merged into it yet. */
const sizeWithLog = (file: string): number =>
  [file, `${file}-wal`].reduce((sum, name) => sum + (statSync(name, { throwIfNoEntry: false })?.size ?? 0), 0)
