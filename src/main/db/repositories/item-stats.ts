import type { ReadableDb } from '../handles'
import { allRows } from '../query'

/** What became of one checklist item in all rollouts. */
export type ItemStats = {
  readonly item: string
  /** Gates at which it was answered, checked or waived. */
  readonly gates: number
  /** Those at which a check of it did not hold, or at which it was waived. */
  readonly stopped: number
  readonly waived: number
  readonly lastStoppedAtMs?: number | undefined
}

/** By item, over all journals. Reads the index only, and of that one entry for each answer, check and waiver. */
export function countItems(db: ReadableDb): ItemStats[] {
  const isStop = `(kind = 'item-waived' OR (kind = 'check-recorded' AND payload ->> 'holds' = 0))`
  // the kinds are written as the index has them, or it would not be used
  const sql = `SELECT item, count(*) AS gates, sum(isStopped) AS stopped, sum(isWaived) AS waived,
                 max(stoppedAtMs) AS lastStoppedAtMs
               FROM (SELECT payload ->> 'item' AS item, max(${isStop}) AS isStopped, max(kind = 'item-waived') AS isWaived,
                       max(CASE WHEN ${isStop} THEN at_ms END) AS stoppedAtMs
                     FROM journal WHERE kind IN ('item-answered', 'item-waived', 'check-recorded')
                     GROUP BY payload ->> 'item', rollout, payload ->> 'gate')
               GROUP BY item ORDER BY item`
  type Row = Omit<ItemStats, 'lastStoppedAtMs'> & { readonly lastStoppedAtMs: number | null }
  return allRows<Row>(db, sql).map(({ lastStoppedAtMs, ...row }) =>
    lastStoppedAtMs === null ? row : { ...row, lastStoppedAtMs },
  )
}
