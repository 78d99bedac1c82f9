import type { RolloutId } from '../../shared/domain/ids'
import type { ReadableDb } from './handles'
import { firstPrevHash, hashRow } from './journal-hash'
import { eachRow, firstRow } from './query'
import { findPruning, findPruningFlaw } from './repositories/prunings'

export type JournalVerdict =
  | {
      readonly ok: true
      readonly rows: number
      readonly lastHash: string
      /** It was removed on purpose, which is recorded: `lastHash` is what it ended with. */
      readonly prunedAtMs?: number
    }
  | { readonly ok: false; readonly seq: number; readonly why: string }

type StoredRow = {
  seq: number
  at: number
  actor: string
  kind: string
  payloadText: string
  prevHash: string
  hash: string
}

/**
 * Recompute the hash chain of a rollout and name the first row that does not hold: one that is missing, changed, or not
 * linked to the row before. Rows cut off at the end are noticed by the recorded length. A person who rewrites the whole
 * chain and the recorded head is only found by comparing `lastHash` with one noted elsewhere.
 */
export function verifyJournal(db: ReadableDb, rollout: RolloutId): JournalVerdict {
  const headSql = 'SELECT seq, hash FROM journal_heads WHERE rollout = ?'
  const head = firstRow<{ seq: number; hash: string }>(db, headSql, [rollout]) ?? { seq: 0, hash: firstPrevHash }
  const pruned = verdictOfPruned(db, rollout, head)
  if (pruned) return pruned
  const sql = `SELECT seq, at_ms AS at, actor, kind, payload AS payloadText, prev_hash AS prevHash, hash
               FROM journal WHERE rollout = ? ORDER BY seq`
  let rows = 0
  let lastHash = firstPrevHash
  for (const row of eachRow<StoredRow>(db, sql, [rollout])) {
    const why = flawOf(row, rows + 1, rollout, lastHash)
    if (why !== undefined) return { ok: false, seq: rows + 1, why }
    rows += 1
    lastHash = row.hash
  }
  if (head.seq > rows) return { ok: false, seq: rows + 1, why: `missing: the journal had ${head.seq} rows` }
  if (head.seq < rows) return { ok: false, seq: head.seq + 1, why: 'added past the recorded end of the journal' }
  if (head.hash !== lastHash) return { ok: false, seq: rows, why: 'replaced: it is not the row that was recorded last' }
  return { ok: true, rows, lastHash }
}

/** Undefined when nothing says that it was removed on purpose. */
function verdictOfPruned(
  db: ReadableDb,
  rollout: RolloutId,
  head: { readonly seq: number; readonly hash: string },
): JournalVerdict | undefined {
  const pruned = findPruning(db, rollout, 'journal')
  if (pruned?.head?.seq !== head.seq || pruned.head.hash !== head.hash) return undefined
  const flaw = findPruningFlaw(db)
  if (flaw !== undefined) return { ok: false, seq: 1, why: `missing, and row ${flaw} of what was pruned was changed` }
  return { ok: true, rows: 0, lastHash: head.hash, prunedAtMs: pruned.atMs }
}

function flawOf(row: StoredRow, seq: number, rollout: RolloutId, lastHash: string): string | undefined {
  if (row.seq !== seq) return 'missing'
  if (row.prevHash !== lastHash) return 'not linked to the row before it'
  if (hashRow(row.prevHash, { ...row, rollout }) !== row.hash) return 'changed: its hash does not match its content'
  return undefined
}
