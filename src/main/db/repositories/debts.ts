import type { DebtId, HostName, RolloutId } from '../../../shared/domain/ids'
import type { DebtKind } from '../../../shared/domain/lifecycle'
import type { ReadableDb, WritableDb } from '../handles'
import { allRows, change, firstRow, whereOf } from '../query'

/** An obligation written down before a host is muted or taken out. Times are UTC milliseconds. */
export type Debt = {
  readonly id: DebtId
  readonly app: string
  readonly environment: string
  readonly host: HostName
  readonly kind: DebtKind
  readonly rollout: RolloutId
  readonly recordedAtMs: number
  /** When it goes away by itself, such as the end of a silence. */
  readonly expiresAtMs?: number | undefined
  readonly settled?: DebtSettlement | undefined
}
export type NewDebt = Omit<Debt, 'settled'>
/** `by`: the rollout that did it, or the person who said so. */
export type DebtSettlement = { readonly atMs: number; readonly by: string; readonly how?: string | undefined }
export type DebtFilter = {
  readonly app?: string | undefined
  readonly environment?: string | undefined
  readonly host?: string | undefined
}

type DebtRow = Omit<NewDebt, 'expiresAtMs'> & {
  expiresAtMs: number | null
  settledAtMs: number | null
  settledBy: string | null
  how: string | null
}

const columns = `id, app, environment, host, kind, rollout, recorded_at_ms AS recordedAtMs, expires_at_ms AS expiresAtMs,
  settled_at_ms AS settledAtMs, settled_by AS settledBy, how`

/** Debts nobody has settled, oldest first; expired ones too, since an expiry is no confirmation. */
export function listOpenDebts(db: ReadableDb, { app, environment, host }: DebtFilter = {}): Debt[] {
  const where = whereOf({ app, environment, host })
  const sql = `SELECT ${columns} FROM debts INDEXED BY debts_open
               WHERE settled_at_ms IS NULL ${where.sql && `AND ${where.sql}`} ORDER BY recordedAtMs, id`
  return allRows<DebtRow>(db, sql, where.params).map(toDebt)
}

/** All debts a rollout has made, settled or not, oldest first. */
export function listDebtsOfRollout(db: ReadableDb, rollout: RolloutId): Debt[] {
  const sql = `SELECT ${columns} FROM debts WHERE rollout = ? ORDER BY recordedAtMs, id`
  return allRows<DebtRow>(db, sql, [rollout]).map(toDebt)
}

/** Did this rollout ever owe this for the host, settled or not? */
export function hadDebt(db: ReadableDb, rollout: RolloutId, host: HostName, kind: DebtKind): boolean {
  const sql =
    'SELECT id FROM debts INDEXED BY debts_by_rollout WHERE rollout = @rollout AND host = @host AND kind = @kind LIMIT 1'
  return firstRow(db, sql, { rollout, host, kind }) !== undefined
}

/** Write debts down. Part of the transaction that stores the event, before the effect. */
export function insertDebts(db: WritableDb, debts: readonly NewDebt[]): void {
  const sql = `INSERT INTO debts (id, app, environment, host, kind, rollout, recorded_at_ms, expires_at_ms)
               VALUES (@id, @app, @environment, @host, @kind, @rollout, @recordedAtMs, @expiresAtMs)
               ON CONFLICT (id) DO UPDATE SET expires_at_ms = excluded.expires_at_ms`
  for (const debt of debts) change(db, sql, { ...debt, expiresAtMs: debt.expiresAtMs ?? null })
}

/** Settle a debt. False when it is unknown or was settled before: the first settlement stands. */
export function settleDebt(db: WritableDb, id: DebtId, { atMs, by, how }: DebtSettlement): boolean {
  const sql = `UPDATE debts SET settled_at_ms = @atMs, settled_by = @by, how = @how WHERE id = @id AND settled_at_ms IS NULL`
  return change(db, sql, { id, atMs, by, how: how ?? null }) === 1
}

function toDebt({ expiresAtMs, settledAtMs, settledBy, how, ...row }: DebtRow): Debt {
  return {
    ...row,
    ...(expiresAtMs === null ? {} : { expiresAtMs }),
    ...(settledAtMs === null || settledBy === null
      ? {}
      : { settled: { atMs: settledAtMs, by: settledBy, ...(how === null ? {} : { how }) } }),
  }
}
