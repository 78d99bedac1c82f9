import { existsSync, statfsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { toWireError, type WireError } from '../shared/errors/app-error'
import { dataPaths, defaultDataPath, surroundings } from './data-folder/data-folder'
import { seeBackups } from './db/backup'
import { seenAtMs } from './db/backup-keeper'
import { examineJournals, examineSqlite, type JournalExamination, type SqliteExamination } from './db/examine'

/** What is seen of a data folder without opening its console, and without changing anything. */
export type Examination = {
  readonly folder: string
  readonly exists: boolean
  /** Permission bits, and whether the folder belongs to whoever asks. */
  readonly mode?: number
  readonly isOurs?: boolean
  readonly freeBytes?: number
  /** `f_type` of the file system, where the system tells. */
  readonly fileSystemType?: number
  readonly database: SqliteExamination
  readonly logs: SqliteExamination
  /** Undefined when the database cannot be read. */
  readonly journals?: JournalExamination | undefined
  readonly backups: {
    readonly count: number
    readonly newestAtMs?: number | undefined
    /** When the database was changed last. */
    readonly changedAtMs?: number | undefined
    /** Why nobody knows how many there are. */
    readonly problem?: WireError
  }
  /** What kept it from being examined at all. */
  readonly problem?: WireError
}

/** Look at a data folder. `onJournal`: so many journals of so many were verified. */
export function examineFolder(
  dataFolder: string | undefined,
  onJournal: (done: number, total: number) => void = () => undefined,
): Examination {
  const folder = dataFolder === undefined ? defaultDataPath(surroundings()) : resolve(dataFolder)
  const { database: databaseFile, logs: logsFile, backups: backupsDir } = dataPaths(folder)
  const absent = { state: 'absent', sizeBytes: 0 } as const
  const none = { database: { file: databaseFile, ...absent }, logs: { file: logsFile, ...absent } }
  const noBackups = { count: 0 }
  try {
    if (!existsSync(folder)) return { folder, exists: false, ...none, backups: noBackups }
    const { uid, mode } = statSync(folder)
    const { bavail, bsize, type } = statfsSync(folder)
    const database = examineSqlite(databaseFile)
    return {
      folder,
      exists: true,
      mode: mode & 0o777,
      isOurs: process.getuid === undefined || uid === process.getuid(),
      freeBytes: bavail * bsize,
      fileSystemType: type,
      database,
      logs: examineSqlite(logsFile),
      ...(database.state === 'sound' ? { journals: examineJournals(databaseFile, onJournal) } : {}),
      backups: { ...examineBackups(backupsDir), changedAtMs: changedAtMs(databaseFile) },
    }
  } catch (error) {
    return { folder, exists: true, ...none, backups: noBackups, problem: toWireError(error) }
  }
}

/** A problem of its own: the rest of the folder can be looked at without them. */
function examineBackups(backupsDir: string): Examination['backups'] {
  const { backups, problem } = seeBackups(backupsDir)
  const [newest] = backups
  return { count: backups.length, newestAtMs: newest && seenAtMs(newest), ...(problem ? { problem } : {}) }
}

/** A commit writes to the log beside the database first. */
function changedAtMs(file: string): number | undefined {
  const times = [file, `${file}-wal`].flatMap((name) => {
    const found = statSync(name, { throwIfNoEntry: false })
    return found && found.size > 0 ? [found.mtimeMs] : []
  })
  return times.length === 0 ? undefined : Math.round(Math.max(...times))
}
