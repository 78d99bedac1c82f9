import type Database from 'better-sqlite3'

/**
 * Settings of every connection to `logs.db`. A commit survives the end of the process; it survives the end of the
 * machine from the next `flush` on (see `BlockStore.store`), since the hosts still have the bytes until then.
 */
export function tuneLogsDb(db: Database.Database, busyTimeoutMs = 5_000): void {
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.pragma('foreign_keys = ON')
  db.pragma(`busy_timeout = ${busyTimeoutMs}`)
  // 16 MiB between checkpoints: each one is an fsync of both files, and blocks come in megabytes.
  db.pragma('wal_autocheckpoint = 4096')
  db.pragma('journal_size_limit = 67108864')
}
