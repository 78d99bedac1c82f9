import type { ReleaseBook, ReleaseEntry, ReleaseRecord } from '../ports/releases'
import type { WritableDb } from './handles'
import { findRelease, listReleases, recordRelease, recordReleaseUnblock } from './repositories/releases'

type NewRelease = Parameters<ReleaseBook['record']>[0]
type Unblocking = Parameters<ReleaseBook['unblock']>[2]

/** The releases in `lastmile.db`. */
export class SqliteReleaseBook implements ReleaseBook {
  readonly #db: WritableDb

  constructor(db: WritableDb) {
    this.#db = db
  }

  list(app: string): ReleaseEntry[] {
    return listReleases(this.#db, app).map(({ version, sha256: digest, source, notes, createdAtMs, blocked }) => {
      return { app, version, digest, source, notes, createdAtMs, blocked }
    })
  }

  find(app: string, version: string): ReleaseRecord | undefined {
    const found = findRelease(this.#db, app, version)
    return found && { app, version, digest: found.sha256, blocked: found.blocked }
  }

  record({ app, version, digest, source, notes, atMs }: NewRelease): void {
    recordRelease(this.#db, { app, version, sha256: digest, source, kind: 'package', notes, createdAtMs: atMs })
  }

  unblock(app: string, version: string, verdict: Unblocking): void {
    recordReleaseUnblock(this.#db, app, version, verdict)
  }
}
