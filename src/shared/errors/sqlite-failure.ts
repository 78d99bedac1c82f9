import { AppError } from './app-error'
import type { ErrorCode } from './catalogue'

const codes: readonly (readonly [prefix: string, code: ErrorCode])[] = [
  ['SQLITE_BUSY', 'db.locked'],
  ['SQLITE_LOCKED', 'db.locked'],
  ['SQLITE_FULL', 'db.disk-full'],
  ['SQLITE_CORRUPT', 'db.corrupt'],
  ['SQLITE_NOTADB', 'db.corrupt'],
  ['SQLITE_CANTOPEN', 'db.unreadable'],
  ['SQLITE_READONLY', 'db.unreadable'],
  ['SQLITE_PERM', 'db.unreadable'],
  ['SQLITE_AUTH', 'db.unreadable'],
  ['SQLITE_IOERR', 'db.io-failed'],
]

/**
 * Translate what SQLite throws into the catalogue; the one place that knows SQLite's codes. Pure. An AppError, and what
 * only a bug can cause (a constraint, wrong SQL), comes back as it is. Extended codes count as their family.
 */
export function appErrorOfSqlite(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error
  const sqlite = 'code' in error ? String(error.code) : ''
  const known = codes.find(([prefix]) => sqlite === prefix || sqlite.startsWith(`${prefix}_`))
  if (known) return new AppError(known[1], { details: { file, reason: error.message }, cause: error })
  // better-sqlite3 checks the folder itself and throws a TypeError before SQLite is asked
  const isFolderMissing = error instanceof TypeError && error.message.includes('directory does not exist')
  return isFolderMissing
    ? new AppError('db.unreadable', { details: { file, reason: 'its folder does not exist' }, cause: error })
    : error
}
