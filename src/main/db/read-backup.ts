import Database from 'better-sqlite3'
import { AppError } from '../../shared/errors/app-error'
import { appErrorOfSqlite } from '../../shared/errors/sqlite-failure'
import type { ReadableDb } from './handles'
import { fromTheFuture, migrations, schemaVersionOf } from './migrate'
import { listDamage } from './open'
import { allRows } from './query'
import { findLastEventAtMs } from './restored'
import { verifyJournal } from './verify-journal'
import type { RolloutId } from '../../shared/domain/ids'

/** One rollout as a database file holds it. */
export type HeldRollout = {
  readonly id: RolloutId
  readonly app: string
  readonly environment: string
  readonly version: string
  readonly isOpen: boolean
  readonly events: number
}

/** What is in a database file. */
export type DatabaseContent = {
  readonly rollouts: readonly HeldRollout[]
  readonly lastEventAtMs?: number | undefined
}

/** The schema in which the journal has been as it is. Before it there was none. */
const journalSince = 3

/**
 * Prove that a file can be restored: SQLite finds no damage, this program knows its schema, and every journal is whole.
 * Reads all of it. @throws AppError `data.backup-unfit`, `db.from-the-future`, `db.unreadable`, `db.locked`
 */
export function verifyBackup(file: string): DatabaseContent {
  return inFile(file, (db) => {
    const unfit = (reason: string) => new AppError('data.backup-unfit', { details: { file, reason } })
    const found = schemaVersionOf(db)
    if (found > migrations.length) throw fromTheFuture(file, found, migrations.length)
    const [damage] = listDamage(db)
    if (damage !== undefined) throw unfit(damage)
    if (found === 0) throw unfit('it is not a database of Lastmile')
    if (found < journalSince) return { rollouts: [] }
    const content = contentOf(db)
    for (const { id } of content.rollouts) {
      const verdict = verifyJournal(db, id)
      if (!verdict.ok) throw unfit(`row ${verdict.seq} of the journal of ${id} is ${verdict.why}`)
    }
    return content
  })
}

/** What is in a database file, as far as it can be read; undefined when it cannot. */
export function findContent(file: string): DatabaseContent | undefined {
  try {
    return inFile(file, (db) => (schemaVersionOf(db) < journalSince ? { rollouts: [] } : contentOf(db)))
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

/** What `present` has and `older` does not: the rollouts that would be unknown, and how many events. Pure. */
export function listLosses(present: DatabaseContent, older: DatabaseContent): HeldRollout[] {
  const kept = new Map(older.rollouts.map(({ id, events }) => [id, events]))
  return present.rollouts
    .map((rollout) => ({ ...rollout, events: rollout.events - (kept.get(rollout.id) ?? 0) }))
    .filter(({ events }) => events > 0)
}

function contentOf(db: ReadableDb): DatabaseContent {
  const sql = `SELECT id, app, environment, version, result IS NULL AS isOpen, coalesce(seq, 0) AS events
               FROM rollouts LEFT JOIN journal_heads ON rollout = id ORDER BY created_at_ms`
  const rows = allRows<Omit<HeldRollout, 'isOpen'> & { isOpen: number }>(db, sql)
  return { rollouts: rows.map((row) => ({ ...row, isOpen: row.isOpen === 1 })), lastEventAtMs: findLastEventAtMs(db) }
}

function inFile<T>(file: string, work: (db: ReadableDb) => T): T {
  let db: Database.Database | undefined
  try {
    db = new Database(file, { readonly: true, fileMustExist: true })
    return work(db as ReadableDb)
  } catch (error) {
    const known = appErrorOfSqlite(error, file)
    if (known instanceof AppError && known.code === 'db.corrupt')
      throw new AppError('data.backup-unfit', { details: { file, reason: known.details['reason'] }, cause: error })
    throw known
  } finally {
    db?.close()
  }
}
