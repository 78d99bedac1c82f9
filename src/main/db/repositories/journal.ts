import { z } from 'zod'
import type { HostName, RolloutId } from '../../../shared/domain/ids'
import { AppError } from '../../../shared/errors/app-error'
import type { JournalRow } from '../../ports/journal'
import type { ReadableDb, WritableDb } from '../handles'
import { parseJsonColumn } from '../json-column'
import { canonicalJson, firstPrevHash, hashRow } from '../journal-hash'
import { allRows, change, firstRow, inTransaction } from '../query'

/** An event before it has its place in the journal. */
export type NewEvent = Omit<JournalRow, 'rollout' | 'seq'>

/** Where a journal ends: the number of its rows and the hash of the last one. */
export type JournalHead = { readonly seq: number; readonly hash: string }

const payloadShape = z.record(z.string(), z.unknown())

/** Where the journal of a rollout ends; `seq` is 0 before its first row. */
export function findJournalHead(db: ReadableDb, rollout: RolloutId): JournalHead {
  const sql = 'SELECT seq, hash FROM journal WHERE rollout = ? ORDER BY seq DESC LIMIT 1'
  return firstRow<JournalHead>(db, sql, [rollout]) ?? { seq: 0, hash: firstPrevHash }
}

/**
 * Append events in their order, all or none; on disk when the log of the database is (`RolloutStore.onDisk`).
 *
 * @param expectedSeq how many rows the caller believes there are; the first event gets `expectedSeq + 1`.
 * @returns the rows as they were stored.
 * @throws AppError `db.journal-conflict` when there are more or fewer.
 */
export function appendEvents(
  db: WritableDb,
  rollout: RolloutId,
  expectedSeq: number,
  events: readonly NewEvent[],
): JournalRow[] {
  const sql = `INSERT INTO journal (rollout, seq, at_ms, actor, kind, payload, prev_hash, hash)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
  return inTransaction(db, () => {
    const head = findJournalHead(db, rollout)
    if (head.seq !== expectedSeq) {
      throw new AppError('db.journal-conflict', { details: { rollout, expected: expectedSeq, actual: head.seq } })
    }
    let { seq, hash } = head
    const rows: JournalRow[] = []
    for (const { at, kind, payload, ...event } of events) {
      seq += 1
      // SQLite would store half a surrogate pair as U+FFFD, and the hash would not be that of the row.
      const actor = event.actor.toWellFormed()
      const payloadText = canonicalJson(payload)
      const prevHash = hash
      hash = hashRow(prevHash, { rollout, seq, at, actor, kind, payloadText })
      change(db, sql, [rollout, seq, at, actor, kind, payloadText, prevHash, hash])
      rows.push({ rollout, seq, at, actor, kind, payload })
    }
    if (rows.length > 0) recordHead(db, rollout, { seq, hash })
    return rows
  })
}

/** The rows of a journal in order, from `fromSeq` (1 unless given) to `toSeq` (to its end unless given). */
export function readJournal(
  db: ReadableDb,
  rollout: RolloutId,
  fromSeq = 1,
  toSeq = Number.MAX_SAFE_INTEGER,
): JournalRow[] {
  const sql = `SELECT rollout, seq, at_ms AS at, actor, kind, payload FROM journal
               WHERE rollout = ? AND seq BETWEEN ? AND ? ORDER BY seq`
  const rows = allRows<Omit<JournalRow, 'payload'> & { payload: string }>(db, sql, [rollout, fromSeq, toSeq])
  return rows.map((row) => ({ ...row, payload: parseJsonColumn('journal', row.payload, payloadShape) }))
}

/** The hosts of a rollout as it was created, without reading the rest of it: their names, in their order. */
export function listHostsOfRollout(db: ReadableDb, rollout: RolloutId): HostName[] {
  const sql = `SELECT host.value ->> 'name' AS name FROM journal, json_each(payload, '$.settings.hosts') AS host
               WHERE rollout = ? AND seq = 1 ORDER BY host.id`
  return allRows<{ name: HostName }>(db, sql, [rollout]).map(({ name }) => name)
}

function recordHead(db: WritableDb, rollout: RolloutId, { seq, hash }: JournalHead): void {
  const sql = `INSERT INTO journal_heads (rollout, seq, hash) VALUES (?, ?, ?)
               ON CONFLICT (rollout) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`
  change(db, sql, [rollout, seq, hash])
}
