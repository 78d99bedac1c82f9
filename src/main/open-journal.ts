import { statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../shared/errors/app-error'
import { closeInOrder } from './close-in-order'
import type { ConsolePaths } from './console-options'
import { listBackups } from './db/backup'
import { Checkpointer } from './db/checkpointer'
import type { WritableDb } from './db/handles'
import { findMissingByMark, JournalMark } from './db/journal-mark'
import { openDb } from './db/open'
import { noteRestore } from './db/restored'
import { WalDisk } from './db/wal-disk'

/** The database of a console, what puts it on disk, and the mark beside it that tells the next console whether it has the same one. */
export type OpenJournal = {
  readonly db: WritableDb
  readonly disk: WalDisk
  readonly mark: JournalMark
  /** Let go of all of it. */
  readonly close: () => Promise<void>
}

/**
 * Open `lastmile.db`, and notice when it is not the one that was written to last.
 * @throws AppError `db.*`; `db.lost` when there is none although the folder was used before
 */
export function openJournal(paths: ConsolePaths, nowMs: number): OpenJournal {
  refuseLost(paths)
  const db = openDb(paths.database, { backupsDir: paths.backups, nowMs })
  const file = join(paths.folder, 'journal.mark')
  noteRestore(db, nowMs, findMissingByMark(db, file))
  const mark = new JournalMark(file)
  const disk = new WalDisk(db)
  const checkpointer = new Checkpointer(db)
  let closing: Promise<void> | undefined
  // once: the number of a file that was closed may be another file's by now
  const close = () =>
    (closing ??= closeInOrder([
      () => disk.dispose(),
      () => checkpointer.dispose(),
      () => db.close(),
      () => mark.close(),
    ]))
  return { db, disk, mark, close }
}

/** An empty database in the place of one that is gone would forget everything without a word. */
function refuseLost({ folder, database, logs, backups }: ConsolePaths): void {
  if (sizeOf(database) > 0) return
  const newest = listBackups(backups)[0]
  if (newest === undefined && sizeOf(logs) === 0) return
  throw new AppError('db.lost', { details: { file: database, folder, newest: newest?.file ?? '–' } })
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
