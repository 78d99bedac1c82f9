import { statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import type { ReadableDb } from './handles'
import { seeBackups } from './backup'
import { firstRow } from './query'

type Paths = { readonly folder: string; readonly database: string; readonly logs: string; readonly backups: string }

/** What a console keeps, and how much room is left for more; also where its backups cannot be read. */
export async function readStorage(db: ReadableDb, { folder, database, logs, backups }: Paths) {
  const { bavail, bsize } = await statfs(folder)
  const seen = seeBackups(backups)
  return {
    dataFolder: folder,
    databaseBytes: sizeWithLog(database),
    logsBytes: sizeWithLog(logs),
    rollouts: firstRow<{ count: number }>(db, 'SELECT count(*) AS count FROM rollouts')?.count ?? 0,
    freeBytes: bavail * bsize,
    backups: seen.backups.map(({ file, sizeBytes, createdAtMs }) => ({ file, sizeBytes, createdAtMs })),
    backupsProblem: seen.problem,
  }
}

/** A database together with what is not merged into it yet. */
const sizeWithLog = (file: string): number =>
  [file, `${file}-wal`].reduce((sum, name) => sum + (statSync(name, { throwIfNoEntry: false })?.size ?? 0), 0)
