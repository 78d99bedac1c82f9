import { z } from 'zod'
import { asRolloutId, type RolloutId } from '../../shared/domain/ids'
import { backupMark } from './copy-database'
import type { ReadableDb, WritableDb } from './handles'
import { firstRow, inTransaction } from './query'
import { findMeta, recordMeta } from './repositories/meta'
import { listRollouts } from './repositories/rollouts'

const key = 'restored'

const rolloutId = z.string().transform((text): RolloutId => asRolloutId(text))

const shape = z.object({
  noticedAtMs: z.number(),
  /** Of the newest event that the copy held. */
  lastEventAtMs: z.number().optional(),
  /** Rollouts that were in progress then: their hosts may have gone further than the journal knows. */
  open: z.array(rolloutId),
  /** The rollout that was written to last, where events of it are missing. */
  missing: rolloutId.optional(),
})

/** When this file began its life as a copy that was put back, and what has to be looked at because of that. */
export type Restore = z.output<typeof shape>

/**
 * Notice that this file is not the one that was written to last: a copy that was put in place, by `lastmile restore` or by
 * hand (copies carry a mark, which is taken off here), or one that lacks events of `missing`. Harmless to repeat.
 */
export function noteRestore(db: WritableDb, nowMs: number, missing?: RolloutId): void {
  if (missing === undefined && db.pragma('application_id', { simple: true }) !== backupMark) return
  inTransaction(db, () => {
    const lastEventAtMs = findLastEventAtMs(db)
    const open = listRollouts(db, { isOpen: true }).map(({ id }) => id)
    recordMeta(db, key, JSON.stringify({ noticedAtMs: nowMs, lastEventAtMs, open, missing }))
    db.pragma('application_id = 0')
  })
}

/** The last time this file was put back; undefined when it never was. */
export function findRestore(db: ReadableDb): Restore | undefined {
  const text = findMeta(db, key)
  return text === undefined ? undefined : shape.parse(JSON.parse(text))
}

/** When the newest event of all journals happened; UTC milliseconds. Reads the last row of each journal only. */
export function findLastEventAtMs(db: ReadableDb): number | undefined {
  const sql = `SELECT max(journal.at_ms) AS atMs FROM journal_heads
               JOIN journal ON journal.rollout = journal_heads.rollout AND journal.seq = journal_heads.seq`
  return firstRow<{ atMs: number | null }>(db, sql)?.atMs ?? undefined
}
