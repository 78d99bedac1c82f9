import { hash } from 'node:crypto'
import type { Pruning } from '../../ports/rollouts'
import type { ReadableDb, WritableDb } from '../handles'
import { firstPrevHash } from '../journal-hash'
import { allRows, change, firstRow, inTransaction } from '../query'

export type RecordedPruning = Pruning & {
  /** Where a journal ended. */
  readonly head?: { readonly seq: number; readonly hash: string } | undefined
}

type Row = {
  seq: number
  atMs: number
  actor: string
  rollout: string
  what: Pruning['what']
  reason: string
  sizeBytes: number | null
  headSeq: number | null
  headHash: string | null
  prevHash: string
  hash: string
}

const columns = `seq, at_ms AS atMs, actor, rollout, what, reason, size_bytes AS sizeBytes, head_seq AS headSeq,
  head_hash AS headHash, prev_hash AS prevHash, hash`

/** Record what is about to be removed. The rows of this table are a hash chain of their own. */
export function insertPrunings(db: WritableDb, prunings: readonly RecordedPruning[]): void {
  const sql = `INSERT INTO prunings (seq, at_ms, actor, rollout, what, reason, size_bytes, head_seq, head_hash, prev_hash, hash)
               VALUES (@seq, @atMs, @actor, @rollout, @what, @reason, @sizeBytes, @headSeq, @headHash, @prevHash, @hash)`
  inTransaction(db, () => {
    const last = firstRow<Row>(db, `SELECT ${columns} FROM prunings ORDER BY seq DESC LIMIT 1`)
    let [seq, prevHash] = [last?.seq ?? 0, last?.hash ?? firstPrevHash]
    for (const { sizeBytes, head, ...pruning } of prunings) {
      seq += 1
      const headed = { headSeq: head?.seq ?? null, headHash: head?.hash ?? null }
      const row = { ...pruning, seq, sizeBytes: sizeBytes ?? null, ...headed, prevHash }
      const own = hashPruning(row)
      change(db, sql, { ...row, hash: own })
      prevHash = own
    }
  })
}

/** When, by whom and why something of a rollout was removed; the last time. */
export function findPruning(db: ReadableDb, rollout: string, what: Pruning['what']): RecordedPruning | undefined {
  const sql = `SELECT ${columns} FROM prunings WHERE rollout = ? AND what = ? ORDER BY seq DESC LIMIT 1`
  const row = firstRow<Row>(db, sql, [rollout, what])
  return row && toPruning(row)
}

/**
 * Remove rows from the beginning of a journal, which must be recorded before; its line in the list of rollouts, its end and
 * its debts stay. Returns how many there were.
 */
export function deleteJournalRows(db: WritableDb, rollout: string, most: number): number {
  const sql = `DELETE FROM journal WHERE rollout = @rollout
               AND seq IN (SELECT seq FROM journal WHERE rollout = @rollout ORDER BY seq LIMIT @most)`
  return change(db, sql, { rollout, most })
}

/** Journals that are recorded as removed and are not, or not all of it: a console ended meanwhile. */
export function listHalfPruned(db: ReadableDb): string[] {
  const sql = `SELECT rollout FROM prunings WHERE what = 'journal'
               AND EXISTS (SELECT 1 FROM journal WHERE journal.rollout = prunings.rollout) ORDER BY seq`
  return allRows<{ rollout: string }>(db, sql).map(({ rollout }) => rollout)
}

/** The first row of the record of what was removed that was changed, removed or added; undefined when it is whole. */
export function findPruningFlaw(db: ReadableDb): number | undefined {
  let [seq, prevHash] = [0, firstPrevHash]
  for (const row of allRows<Row>(db, `SELECT ${columns} FROM prunings ORDER BY seq`)) {
    seq += 1
    if (row.seq !== seq || row.prevHash !== prevHash || hashPruning(row) !== row.hash) return seq
    prevHash = row.hash
  }
  return undefined
}

/** SHA-256 over the hash before and a JSON array of the row, as in `journal-hash.ts`. Pure. */
function hashPruning(row: Omit<Row, 'hash'>): string {
  const { prevHash, seq, atMs, actor, rollout, what, reason, sizeBytes, headSeq, headHash } = row
  return hash(
    'sha256',
    prevHash + JSON.stringify([seq, atMs, actor, rollout, what, reason, sizeBytes, headSeq, headHash]),
  )
}

function toPruning({ atMs, actor, rollout, what, reason, sizeBytes, headSeq, headHash }: Row): RecordedPruning {
  return {
    ...{ atMs, actor, rollout, what, reason },
    ...(sizeBytes === null ? {} : { sizeBytes }),
    ...(headSeq === null || headHash === null ? {} : { head: { seq: headSeq, hash: headHash } }),
  }
}
