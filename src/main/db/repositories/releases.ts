import { AppError } from '../../../shared/errors/app-error'
import type { ReadableDb, WritableDb } from '../handles'
import { allRows, change, firstRow, inTransaction } from '../query'

export type ReleaseKind = 'package' | 'config' | 'command'

/** Who closed or opened a release again, when (UTC ms) and why. */
export type ReleaseVerdict = { readonly by: string; readonly atMs: number; readonly reason: string }

/** One version of an app. */
export type Release = {
  readonly app: string
  readonly version: string
  /** 64 lower-case hexadecimal digits. */
  readonly sha256?: string | undefined
  /** Where the package came from: a URL or a path. */
  readonly source?: string | undefined
  readonly kind: ReleaseKind
  readonly notes?: string | undefined
  readonly createdAtMs: number
  /** Present while it must not be released. */
  readonly blocked?: ReleaseVerdict | undefined
  /** Who lifted the last block. */
  readonly unblocked?: ReleaseVerdict | undefined
}

type ReleaseRow = {
  app: string
  version: string
  sha256: string | null
  source: string | null
  kind: ReleaseKind
  notes: string | null
  created_at_ms: number
  blocked_at_ms: number | null
  blocked_by: string | null
  blocked_reason: string | null
  unblocked_at_ms: number | null
  unblocked_by: string | null
  unblocked_reason: string | null
}

export function findRelease(db: ReadableDb, app: string, version: string): Release | undefined {
  const row = firstRow<ReleaseRow>(db, 'SELECT * FROM releases WHERE app = ? AND version = ?', [app, version])
  return row && toRelease(row)
}

/** The releases of an app, newest first. */
export function listReleases(db: ReadableDb, app: string): Release[] {
  const sql = 'SELECT * FROM releases WHERE app = ? ORDER BY created_at_ms DESC'
  return allRows<ReleaseRow>(db, sql, [app]).map(toRelease)
}

/**
 * Store a release, or add to a known one what was not known of it (digest, source, notes). A known digest never changes.
 * @returns the release as it is stored now.
 * @throws AppError `release.digest-conflict`
 */
export function recordRelease(db: WritableDb, release: Omit<Release, 'blocked' | 'unblocked'>): Release {
  const { app, version } = release
  const given = release.sha256?.toLowerCase()
  const sql = `INSERT INTO releases (app, version, sha256, source, kind, notes, created_at_ms)
               VALUES (@app, @version, @sha256, @source, @kind, @notes, @createdAtMs)
               ON CONFLICT (app, version) DO UPDATE SET
                 sha256 = coalesce(sha256, excluded.sha256), source = coalesce(source, excluded.source),
                 notes = coalesce(excluded.notes, notes)`
  return inTransaction(db, () => {
    const known = findRelease(db, app, version)
    if (given !== undefined && known?.sha256 !== undefined && given !== known.sha256) {
      const source = release.source ?? 'the caller'
      throw new AppError('release.digest-conflict', { details: { app, version, given, source, known: known.sha256 } })
    }
    const { kind, createdAtMs, source = null, notes = null } = release
    change(db, sql, { app, version, sha256: given ?? null, source, kind, notes, createdAtMs })
    return findRelease(db, app, version) ?? release
  })
}

/** Close a release, also one that was never recorded (it may only be known from a rollout). Keeps an earlier block. */
export function recordReleaseBlock(db: WritableDb, app: string, version: string, block: ReleaseVerdict): void {
  const sql = `INSERT INTO releases (app, version, created_at_ms, blocked_at_ms, blocked_by, blocked_reason)
               VALUES (@app, @version, @atMs, @atMs, @by, @reason)
               ON CONFLICT (app, version) DO UPDATE SET
                 blocked_at_ms = excluded.blocked_at_ms, blocked_by = excluded.blocked_by,
                 blocked_reason = excluded.blocked_reason
               WHERE blocked_at_ms IS NULL`
  change(db, sql, { app, version, ...block })
}

/** Open a blocked release again. False when it was not blocked. */
export function recordReleaseUnblock(db: WritableDb, app: string, version: string, verdict: ReleaseVerdict): boolean {
  const sql = `UPDATE releases SET blocked_at_ms = NULL, blocked_by = NULL, blocked_reason = NULL,
                 unblocked_at_ms = @atMs, unblocked_by = @by, unblocked_reason = @reason
               WHERE app = @app AND version = @version AND blocked_at_ms IS NOT NULL`
  return change(db, sql, { app, version, ...verdict }) === 1
}

function toRelease(row: ReleaseRow): Release {
  const blocked = toVerdict(row.blocked_at_ms, row.blocked_by, row.blocked_reason)
  const unblocked = toVerdict(row.unblocked_at_ms, row.unblocked_by, row.unblocked_reason)
  return {
    app: row.app,
    version: row.version,
    ...(row.sha256 === null ? {} : { sha256: row.sha256 }),
    ...(row.source === null ? {} : { source: row.source }),
    kind: row.kind,
    ...(row.notes === null ? {} : { notes: row.notes }),
    createdAtMs: row.created_at_ms,
    ...(blocked ? { blocked } : {}),
    ...(unblocked ? { unblocked } : {}),
  }
}

function toVerdict(atMs: number | null, by: string | null, reason: string | null): ReleaseVerdict | undefined {
  return atMs === null || by === null || reason === null ? undefined : { by, atMs, reason }
}
