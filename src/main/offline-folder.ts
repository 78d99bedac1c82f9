import { AppError } from '../shared/errors/app-error'
import { openDataFolder } from './data-folder/data-folder'
import { takeLock } from './data-folder/lock'
import { listBackups, type Backup } from './db/backup'
import { findContent, listLosses, verifyBackup, type DatabaseContent, type HeldRollout } from './db/read-backup'
import { restoreDatabase } from './db/restore'

export type FolderBackup = Backup

export type RestoreWishes = {
  /** A file, or `latest`. */
  readonly from: string
  /** The events since the backup may be lost although rollouts are in progress. */
  readonly mayLose: boolean
}

/** What a restore did. */
export type Restored = {
  readonly file: string
  /** What is in place now. */
  readonly content: DatabaseContent
  /** What the database before had and this one has not; undefined when it could not be read. */
  readonly losses: readonly HeldRollout[] | undefined
  /** Where the database before is kept; undefined when there was none. */
  readonly kept: string | undefined
}

/** The backups of a data folder, newest first, whether its console runs or not. @throws AppError `data.unusable` */
export const listFolderBackups = (dataFolder: string | undefined): Backup[] =>
  listBackups(openDataFolder(dataFolder).backups)

/**
 * Put a backup in the place of a folder's database, while no console owns it.
 * @throws AppError `data.locked`, `data.no-backup`, `data.backup-unfit`, `data.rollout-in-progress`, `db.*`
 */
export function restoreFolder(dataFolder: string | undefined, { from, mayLose }: RestoreWishes): Restored {
  const folder = openDataFolder(dataFolder)
  const lock = takeLock(folder.lock)
  try {
    const file = from === 'latest' ? latestOf(folder.backups) : from
    const content = verifyBackup(file)
    const present = findContent(folder.database)
    const losses = present && listLosses(present, content)
    const open = losses?.filter(({ isOpen }) => isOpen) ?? []
    if (open.length > 0 && !mayLose) throw inProgress(open)
    const kept = restoreDatabase({ database: folder.database, backupsDir: folder.backups }, file, Date.now())
    return { file, content, losses, kept }
  } finally {
    lock.release()
  }
}

/**
 * The newest that was not made by a restore: going back twice must not come back again. One that was made while the clock was
 * ahead seems newer than all that follow, so it comes after them.
 */
function latestOf(backupsDir: string): string {
  const made = listBackups(backupsDir).filter(({ label }) => label !== 'before-restore')
  const nowMs = Date.now()
  const latest = made.find(({ createdAtMs }) => createdAtMs <= nowMs) ?? made.at(-1)
  if (!latest) throw new AppError('data.no-backup', { details: { folder: backupsDir } })
  return latest.file
}

function inProgress(open: readonly HeldRollout[]): AppError {
  const rollouts = open.map(({ id, app, environment }) => `${id} (${app} in ${environment})`).join(', ')
  const events = open.reduce((sum, { events: lost }) => sum + lost, 0)
  return new AppError('data.rollout-in-progress', { details: { rollouts, events } })
}
