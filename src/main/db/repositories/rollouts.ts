import type { ClusterName } from '../../../shared/domain/cluster-name'
import type { RolloutId } from '../../../shared/domain/ids'
import type { RolloutResult } from '../../../shared/domain/rollout-event'
import type { RolloutType } from '../../../shared/domain/rollout-settings'
import { AppError } from '../../../shared/errors/app-error'
import type { ReadableDb, WritableDb } from '../handles'
import { allRows, change, firstRow, inTransaction, whereOf } from '../query'

/** One line of the list of rollouts. Times are UTC milliseconds. */
export type RolloutSummary = {
  readonly id: RolloutId
  readonly app: string
  readonly environment: string
  readonly version: string
  readonly kind: RolloutType
  readonly startedBy: string
  readonly createdAtMs: number
  readonly finishedAtMs?: number | undefined
  /** Absent while it is in progress. */
  readonly result?: RolloutResult | undefined
  /** The rollout that this one puts back. */
  readonly rollsBack?: RolloutId | undefined
  /** When its journal was removed on purpose. */
  readonly prunedAtMs?: number | undefined
}
export type NewRollout = Omit<RolloutSummary, 'finishedAtMs' | 'result' | 'prunedAtMs'>
export type RolloutFilter = {
  readonly app?: string | undefined
  readonly environment?: string | undefined
  readonly version?: string | undefined
  readonly kind?: RolloutType | undefined
  readonly startedBy?: string | undefined
  readonly result?: RolloutResult | undefined
  readonly isOpen?: boolean | undefined
  /** Created at or after `fromMs`, and before `toMs`. */
  readonly fromMs?: number | undefined
  readonly toMs?: number | undefined
  readonly text?: string | undefined
  readonly limit?: number | undefined
}

type RolloutRow = Omit<RolloutSummary, 'finishedAtMs' | 'result' | 'rollsBack' | 'prunedAtMs'> & {
  finishedAtMs: number | null
  result: RolloutResult | null
  rollsBack: RolloutId | null
  prunedAtMs: number | null
}

const columns = `id, app, environment, version, kind, started_by AS startedBy, created_at_ms AS createdAtMs,
  finished_at_ms AS finishedAtMs, result, rolls_back AS rollsBack,
  (SELECT max(at_ms) FROM prunings WHERE rollout = rollouts.id AND what = 'journal') AS prunedAtMs`

export function findRollout(db: ReadableDb, id: RolloutId): RolloutSummary | undefined {
  const row = firstRow<RolloutRow>(db, `SELECT ${columns} FROM rollouts WHERE id = ?`, [id])
  return row && toSummary(row)
}

/** The rollout in progress on a cluster; there is at most one. */
export function findOpenRollout(db: ReadableDb, app: string, environment: string): RolloutSummary | undefined {
  const sql = `SELECT ${columns} FROM rollouts WHERE app = ? AND environment = ? AND result IS NULL`
  const row = firstRow<RolloutRow>(db, sql, [app, environment])
  return row && toSummary(row)
}

export function countRollouts(db: ReadableDb): number {
  return firstRow<{ count: number }>(db, 'SELECT count(*) AS count FROM rollouts')?.count ?? 0
}

/** Rollouts, newest first; unless `limit` says otherwise 100, and of those in progress all. */
export function listRollouts(db: ReadableDb, filter: RolloutFilter = {}): RolloutSummary[] {
  const { app, environment, version, kind, startedBy, result, fromMs, toMs, text, isOpen } = filter
  const { limit = isOpen ? -1 : 100 } = filter
  const equal = whereOf({ app, environment, version, kind, started_by: startedBy, result })
  const more = givenOf({ fromMs, toMs, pattern: text === undefined ? undefined : likePattern(text) })
  const conditions = [
    ...(equal.sql === '' ? [] : [equal.sql]),
    ...Object.keys(more).map((name) => furtherConditions[name as keyof typeof furtherConditions]),
    ...(isOpen === undefined ? [] : [isOpen ? 'result IS NULL' : 'result IS NOT NULL']),
  ]
  // few are in progress, however many there were: the planner would rather read all of them in the order of time
  const index = isOpen ? 'INDEXED BY rollouts_in_progress' : ''
  const sql = `SELECT ${columns} FROM rollouts ${index} ${conditions.length > 0 ? 'WHERE' : ''} ${conditions.join(' AND ')}
               ORDER BY created_at_ms DESC, id DESC LIMIT @limit`
  return allRows<RolloutRow>(db, sql, { ...equal.params, ...more, limit }).map(toSummary)
}

const furtherConditions = {
  fromMs: 'created_at_ms >= @fromMs',
  toMs: 'created_at_ms < @toMs',
  pattern: `(id LIKE @pattern ESCAPE '\\' OR app LIKE @pattern ESCAPE '\\' OR environment LIKE @pattern ESCAPE '\\'
     OR version LIKE @pattern ESCAPE '\\' OR started_by LIKE @pattern ESCAPE '\\')`,
} as const

/** Text that is searched for as it is: its wildcards are letters here. */
const likePattern = (text: string): string => `%${text.replace(/[\\%_]/g, String.raw`\$&`)}%`

const givenOf = (values: Readonly<Record<string, string | number | undefined>>): Record<string, string | number> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

/** Rollouts whose id starts with the text, as a person types it; the ten newest, newest first. */
export function listRolloutsById(db: ReadableDb, prefix: string): RolloutSummary[] {
  // Not LIKE: its wildcards are data here, and a range uses the primary key.
  const sql = `SELECT ${columns} FROM rollouts WHERE id >= @prefix AND id < @prefix || char(0x10ffff)
               ORDER BY created_at_ms DESC, id DESC LIMIT 10`
  return allRows<RolloutRow>(db, sql, { prefix }).map(toSummary)
}

/** The rollbacks of a rollout, oldest first. */
export function listRollbacksOf(db: ReadableDb, id: RolloutId): RolloutSummary[] {
  const sql = `SELECT ${columns} FROM rollouts WHERE rolls_back = ? ORDER BY created_at_ms`
  return allRows<RolloutRow>(db, sql, [id]).map(toSummary)
}

/** Rollouts of a cluster of which debts were being settled, the newest first, with the latest event that says so. */
export function listSettlings(db: ReadableDb, cluster: ClusterName): { rollout: RolloutId; seq: number }[] {
  // few have any, however long the journals are
  const sql = `SELECT rollout, max(seq) AS seq FROM journal INDEXED BY journal_settlings JOIN rollouts ON id = rollout
               WHERE journal.kind = 'settling-started' AND app = @app AND environment = @environment
               GROUP BY rollout ORDER BY created_at_ms DESC, rollout DESC`
  const { app, environment } = cluster
  return allRows(db, sql, { app, environment })
}

/** Add a rollout in progress. @throws AppError `rollout.cluster-busy` when its cluster has one already. */
export function insertRollout(db: WritableDb, rollout: NewRollout): void {
  const sql = `INSERT INTO rollouts (id, app, environment, version, kind, started_by, created_at_ms, rolls_back)
               VALUES (@id, @app, @environment, @version, @kind, @startedBy, @createdAtMs, @rollsBack)`
  const { app, environment } = rollout
  inTransaction(db, () => {
    const open = findOpenRollout(db, app, environment)
    if (open) {
      throw new AppError('rollout.cluster-busy', {
        details: { app, environment, rollout: open.id, state: `${open.kind} of ${open.version}` },
      })
    }
    change(db, sql, { ...rollout, rollsBack: rollout.rollsBack ?? null })
  })
}

/** Record how a rollout ended. False when it has ended before: the first result stands. */
export function updateRolloutResult(
  db: WritableDb,
  id: RolloutId,
  result: RolloutResult,
  finishedAtMs: number,
): boolean {
  const sql = `UPDATE rollouts SET result = @result, finished_at_ms = @finishedAtMs WHERE id = @id AND result IS NULL`
  return change(db, sql, { id, result, finishedAtMs }) === 1
}

function toSummary({ finishedAtMs, result, rollsBack, prunedAtMs, ...row }: RolloutRow): RolloutSummary {
  return {
    ...row,
    ...(finishedAtMs === null ? {} : { finishedAtMs }),
    ...(result === null ? {} : { result }),
    ...(rollsBack === null ? {} : { rollsBack }),
    ...(prunedAtMs === null ? {} : { prunedAtMs }),
  }
}
