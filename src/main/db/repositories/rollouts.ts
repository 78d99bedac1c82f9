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
}
export type NewRollout = Omit<RolloutSummary, 'finishedAtMs' | 'result'>
export type RolloutFilter = {
  readonly app?: string | undefined
  readonly environment?: string | undefined
  readonly limit?: number | undefined
}

type RolloutRow = Omit<RolloutSummary, 'finishedAtMs' | 'result' | 'rollsBack'> & {
  finishedAtMs: number | null
  result: RolloutResult | null
  rollsBack: RolloutId | null
}

const columns = `id, app, environment, version, kind, started_by AS startedBy, created_at_ms AS createdAtMs,
  finished_at_ms AS finishedAtMs, result, rolls_back AS rollsBack`

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

/** All rollouts in progress, oldest first: what a starting console has to take up again. */
export function listOpenRollouts(db: ReadableDb): RolloutSummary[] {
  const sql = `SELECT ${columns} FROM rollouts INDEXED BY rollouts_in_progress WHERE result IS NULL
               ORDER BY createdAtMs, id`
  return allRows<RolloutRow>(db, sql).map(toSummary)
}

/** Rollouts, newest first; 100 unless `limit` says otherwise. */
export function listRollouts(db: ReadableDb, { limit = 100, app, environment }: RolloutFilter = {}): RolloutSummary[] {
  const where = whereOf({ app, environment })
  const sql = `SELECT ${columns} FROM rollouts ${where.sql && `WHERE ${where.sql}`}
               ORDER BY created_at_ms DESC, id DESC LIMIT @limit`
  return allRows<RolloutRow>(db, sql, { ...where.params, limit }).map(toSummary)
}

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

function toSummary({ finishedAtMs, result, rollsBack, ...row }: RolloutRow): RolloutSummary {
  return {
    ...row,
    ...(finishedAtMs === null ? {} : { finishedAtMs }),
    ...(result === null ? {} : { result }),
    ...(rollsBack === null ? {} : { rollsBack }),
  }
}
