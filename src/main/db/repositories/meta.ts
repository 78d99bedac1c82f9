import type { ReadableDb, WritableDb } from '../handles'
import { change, firstRow } from '../query'

/** A small fact about this data folder, such as when something was done last. */
export function findMeta(db: ReadableDb, key: string): string | undefined {
  return firstRow<{ value: string }>(db, 'SELECT value FROM meta WHERE key = ?', [key])?.value
}

/** Store or replace a fact. */
export function recordMeta(db: WritableDb, key: string, value: string): void {
  const sql = `INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`
  change(db, sql, [key, value])
}
