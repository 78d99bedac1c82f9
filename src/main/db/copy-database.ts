import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'

/** The `application_id` of a copy ("LMbk"): a console that opens one as its `lastmile.db` knows that it was put back. */
export const backupMark = 0x4c4d_626b

/**
 * Write a compact copy of the database as it is now to a new file, for its owner only: marked as a copy, checked by SQLite,
 * and on disk when this returns. Runs in the worker too, so it imports nothing of ours. Throws what SQLite and Node throw.
 */
export function copyDatabase(db: Database.Database, part: string): void {
  rmSync(part, { force: true })
  // made first: SQLite would make it 0644, and fills an empty file as well
  closeSync(openSync(part, 'wx', 0o600))
  db.prepare('VACUUM INTO ?').run(part)
  const copy = new Database(part)
  try {
    copy.pragma('synchronous = OFF')
    copy.pragma(`application_id = ${backupMark}`)
    const damage = copy.pragma('quick_check(1)', { simple: true })
    if (damage !== 'ok') throw new Error(`the copy is damaged: ${String(damage)}`)
  } finally {
    copy.close()
  }
  const handle = openSync(part, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
