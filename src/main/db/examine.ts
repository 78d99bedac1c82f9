import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { AppError } from '../../shared/errors/app-error'
import { appErrorOfSqlite } from '../../shared/errors/sqlite-failure'
import type { RolloutId } from '../../shared/domain/ids'
import type { ReadableDb } from './handles'
import { findLastEventAtMs } from './restored'
import { allRows } from './query'
import { verifyJournal } from './verify-journal'

/** What SQLite says of a file. */
export type SqliteExamination = {
  readonly file: string
  readonly state: 'absent' | 'sound' | 'damaged' | 'locked' | 'unreadable'
  readonly sizeBytes: number
  /** In SQLite's words, where it is not sound. */
  readonly reason?: string
}

/** What became of the hash chains of all journals. */
export type JournalExamination = {
  readonly journals: number
  readonly events: number
  readonly broken: readonly { readonly rollout: RolloutId; readonly seq: number; readonly why: string }[]
  readonly lastEventAtMs?: number | undefined
}

/** Somebody who holds a file for longer than this holds it for good. */
const patienceMs = 1_000

/** Have SQLite look through a file, for reading only. Takes about a second for each gigabyte. */
export function examineSqlite(file: string): SqliteExamination {
  const sizeBytes = statSync(file, { throwIfNoEntry: false })?.size
  if (sizeBytes === undefined) return { file, state: 'absent', sizeBytes: 0 }
  // SQLite takes an empty file for a database that has nothing in it yet; ours never are
  if (sizeBytes === 0) return { file, state: 'damaged', sizeBytes, reason: 'it is empty' }
  try {
    return reading(file, (db) => {
      const damage = String(db.pragma('quick_check(1)', { simple: true }))
      return damage === 'ok'
        ? { file, state: 'sound', sizeBytes }
        : { file, state: 'damaged', sizeBytes, reason: damage }
    })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { reason = error.message } = error.details
    return { file, state: stateOf(error), sizeBytes, reason: typeof reason === 'string' ? reason : error.message }
  }
}

/** Verify the journals of all rollouts. @throws AppError `db.*` */
export function examineJournals(file: string, onJournal: (done: number, total: number) => void): JournalExamination {
  return reading(file, (db) => {
    const ids = allRows<{ id: RolloutId }>(db, 'SELECT id FROM rollouts ORDER BY created_at_ms')
    const broken: JournalExamination['broken'][number][] = []
    let events = 0
    for (const [index, { id: rollout }] of ids.entries()) {
      const verdict = verifyJournal(db, rollout)
      if (verdict.ok) events += verdict.rows
      else broken.push({ rollout, seq: verdict.seq, why: verdict.why })
      onJournal(index + 1, ids.length)
    }
    return { journals: ids.length, events, broken, lastEventAtMs: findLastEventAtMs(db) }
  })
}

function stateOf({ code }: AppError): SqliteExamination['state'] {
  if (code === 'db.corrupt') return 'damaged'
  return code === 'db.locked' ? 'locked' : 'unreadable'
}

function reading<T>(file: string, work: (db: ReadableDb) => T): T {
  let db: Database.Database | undefined
  try {
    db = new Database(file, { readonly: true, fileMustExist: true, timeout: patienceMs })
    return work(db as ReadableDb)
  } catch (error) {
    throw appErrorOfSqlite(error, file)
  } finally {
    db?.close()
  }
}
