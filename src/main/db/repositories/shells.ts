import type { HostName, RolloutId } from '../../../shared/domain/ids'
import type { ReadableDb, WritableDb } from '../handles'
import { allRows, change, firstRow, whereOf } from '../query'

/** An interactive shell that somebody opened. Times are UTC milliseconds. */
export type Shell = {
  readonly id: string
  readonly rollout?: RolloutId | undefined
  readonly app: string
  readonly environment: string
  readonly host: HostName
  readonly openedBy: string
  readonly openedAtMs: number
  /** Absent while it is open. */
  readonly closedAtMs?: number | undefined
  readonly sizeBytes: number
}
export type NewShell = Omit<Shell, 'closedAtMs' | 'sizeBytes'>
export type ShellFilter = {
  readonly rollout?: string | undefined
  readonly app?: string | undefined
  readonly environment?: string | undefined
  readonly host?: string | undefined
}

type ShellRow = Omit<Shell, 'rollout' | 'closedAtMs'> & { rollout: RolloutId | null; closedAtMs: number | null }

const columns = `id, rollout, app, environment, host, opened_by AS openedBy, opened_at_ms AS openedAtMs,
  closed_at_ms AS closedAtMs, size_bytes AS sizeBytes`

/** More than a person looks through. */
const listedShells = 1_000

export function findShell(db: ReadableDb, id: string): Shell | undefined {
  const row = firstRow<ShellRow>(db, `SELECT ${columns} FROM shells WHERE id = ?`, [id])
  return row && toShell(row)
}

/** Shells, newest first; the newest 1,000. */
export function listShells(db: ReadableDb, { rollout, app, environment, host }: ShellFilter = {}): Shell[] {
  const where = whereOf({ rollout, app, environment, host })
  const sql = `SELECT ${columns} FROM shells ${where.sql && `WHERE ${where.sql}`}
               ORDER BY opened_at_ms DESC, id DESC LIMIT @limit`
  return allRows<ShellRow>(db, sql, { ...where.params, limit: listedShells }).map(toShell)
}

/** Shells that are open, oldest first. */
export function listOpenShells(db: ReadableDb): Shell[] {
  const sql = `SELECT ${columns} FROM shells INDEXED BY shells_open WHERE closed_at_ms IS NULL ORDER BY opened_at_ms, id`
  return allRows<ShellRow>(db, sql).map(toShell)
}

/** Add a shell that was just opened. */
export function insertShell(db: WritableDb, shell: NewShell): void {
  const sql = `INSERT INTO shells (id, rollout, app, environment, host, opened_by, opened_at_ms)
               VALUES (@id, @rollout, @app, @environment, @host, @openedBy, @openedAtMs)`
  change(db, sql, { ...shell, rollout: shell.rollout ?? null })
}

/** Record that a shell ended and how much it printed. False when it has ended before: the first end stands. */
export function updateShellEnd(db: WritableDb, id: string, closedAtMs: number, sizeBytes: number): boolean {
  const sql = `UPDATE shells SET closed_at_ms = @closedAtMs, size_bytes = @sizeBytes
               WHERE id = @id AND closed_at_ms IS NULL`
  return change(db, sql, { id, closedAtMs, sizeBytes }) === 1
}

function toShell({ rollout, closedAtMs, ...row }: ShellRow): Shell {
  return {
    ...row,
    ...(rollout === null ? {} : { rollout }),
    ...(closedAtMs === null ? {} : { closedAtMs }),
  }
}
