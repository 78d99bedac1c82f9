import type Database from 'better-sqlite3'
import { appErrorOfSqlite } from '../../shared/errors/sqlite-failure'
import type { ReadableDb, WritableDb } from './handles'

export type SqlValue = string | number | bigint | Buffer | null
export type SqlParams = Readonly<Record<string, SqlValue>> | readonly SqlValue[]

// Preparing costs about 20 µs, as much as running; the number of different statements is small and fixed.
const statements = new WeakMap<ReadableDb, Map<string, Database.Statement>>()

function prepared(db: ReadableDb, sql: string): Database.Statement {
  let known = statements.get(db)
  if (!known) statements.set(db, (known = new Map()))
  let statement = known.get(sql)
  if (!statement) known.set(sql, (statement = db.prepare(sql)))
  return statement
}

/** Run `work` and translate what SQLite throws. @throws AppError `db.*` */
export function translated<T>(db: ReadableDb, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw appErrorOfSqlite(error, db.name)
  }
}

/** All rows of a query. @throws AppError `db.*` */
export function allRows<Row>(db: ReadableDb, sql: string, params: SqlParams = []): Row[] {
  return translated(db, () => prepared(db, sql).all(params) as Row[])
}

/** The first row of a query, or undefined. @throws AppError `db.*` */
export function firstRow<Row>(db: ReadableDb, sql: string, params: SqlParams = []): Row | undefined {
  return translated(db, () => prepared(db, sql).get(params) as Row | undefined)
}

/** Rows one by one, for results that do not fit in memory. Prepared anew, so that two iterations may be nested. */
export function* eachRow<Row>(db: ReadableDb, sql: string, params: SqlParams = []): Generator<Row> {
  try {
    yield* db.prepare(sql).iterate(params) as IterableIterator<Row>
  } catch (error) {
    throw appErrorOfSqlite(error, db.name)
  }
}

/** Change rows; returns how many were changed. @throws AppError `db.*` */
export function change(db: WritableDb, sql: string, params: SqlParams = []): number {
  return translated(db, () => prepared(db, sql).run(params).changes)
}

/**
 * All of `work` or nothing. Takes the write lock at its start, so that what `work` reads is what it changes; inside
 * another transaction it is a savepoint. Synchronous: there is no `await` in `work`. @throws AppError `db.*`
 */
export function inTransaction<T>(db: WritableDb, work: () => T): T {
  return translated(db, () => db.transaction(work).immediate())
}

/** Leave out the fields that are NULL, as optional fields of domain types want it. Pure. */
export function withoutNulls<Row extends object>(row: Row): { [K in keyof Row]?: NonNullable<Row[K]> } {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as ReturnType<
    typeof withoutNulls<Row>
  >
}

/** The `WHERE` of those filters that are given, with named parameters; empty without any. Column names come from code only. */
export function whereOf(filters: Readonly<Record<string, SqlValue | undefined>>): {
  sql: string
  params: Record<string, SqlValue>
} {
  const params: Record<string, SqlValue> = {}
  for (const [column, value] of Object.entries(filters)) if (value !== undefined) params[column] = value
  const sql = Object.keys(params)
    .map((column) => `${column} = @${column}`)
    .join(' AND ')
  return { sql, params }
}
