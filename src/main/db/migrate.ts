import type Database from 'better-sqlite3'
import { AppError } from '../../shared/errors/app-error'
import { appErrorOfSqlite } from '../../shared/errors/sqlite-failure'
import { invariant } from '../../shared/util/invariant'
import { makeBackup } from './backup'

export type Migration = { readonly version: number; readonly name: string; readonly sql: string }

const files = import.meta.glob<string>('./migrations/*.sql', { query: '?raw', eager: true, import: 'default' })

/** The numbered files of `migrations/`, in order, without gaps. */
export const migrations: readonly Migration[] = toMigrations(files)

/** Order files named `…/NNNN_words.sql`; a gap or a double number is a bug. Pure. */
export function toMigrations(sqlByPath: Readonly<Record<string, string>>): Migration[] {
  const sorted = Object.keys(sqlByPath).toSorted()
  return sorted.map((path, index) => {
    const [, number, name] = /(\d{4})_([a-z0-9_]+)\.sql$/.exec(path) ?? []
    invariant(Number(number) === index + 1, `migration ${path} is not number ${index + 1}`)
    return { version: index + 1, name: `${number}_${name}`, sql: sqlByPath[path] ?? '' }
  })
}

export const schemaVersionOf = (db: Database.Database): number => Number(db.pragma('user_version', { simple: true }))

/**
 * Bring a file to the newest schema, one transaction per migration together with its `user_version`. A file that has
 * data is copied to `backupsDir` first. Harmless to repeat, and safe when two processes try at once.
 *
 * @param nowMs names the backup; UTC milliseconds.
 * @throws AppError `db.from-the-future`, `db.migration-failed`, `db.locked`, `db.disk-full`, `db.corrupt`
 */
export function migrate(
  db: Database.Database,
  todo: readonly Migration[],
  { backupsDir, nowMs }: { readonly backupsDir?: string | undefined; readonly nowMs: number },
): void {
  const found = schemaVersionOf(db)
  if (found > todo.length) throw fromTheFuture(db.name, found, todo.length)
  if (found === todo.length) return
  const backup = found > 0 && backupsDir !== undefined ? makeBackup(db, backupsDir, `v${found}`, nowMs).file : undefined
  // A migration may rebuild a table that others point to; references are checked before each commit instead.
  db.pragma('foreign_keys = OFF')
  try {
    for (const migration of todo) apply(db, migration, backup)
  } finally {
    db.pragma('foreign_keys = ON')
  }
}

/** The refusal of a file that a newer program has written. */
export const fromTheFuture = (file: string, found: number, known: number): AppError =>
  new AppError('db.from-the-future', { details: { file, found, known } })

function apply(db: Database.Database, { version, name, sql }: Migration, backup: string | undefined): void {
  const run = db.transaction(() => {
    // Asked again under the write lock: another process may have been faster.
    if (schemaVersionOf(db) >= version) return
    db.exec(sql)
    const broken = db.pragma('foreign_key_check') as unknown[]
    if (broken.length > 0) throw new Error(`${broken.length} rows would point to nothing`)
    db.pragma(`user_version = ${version}`)
  })
  try {
    run.immediate()
  } catch (cause) {
    const translated = appErrorOfSqlite(cause, db.name)
    if (translated instanceof AppError) throw translated
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('db.migration-failed', {
      details: { file: db.name, migration: name, reason, backup: backup ?? 'none (the file was new)' },
      cause,
    })
  }
}
