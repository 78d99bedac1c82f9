import type { JournalPulse } from '../ports/journal'
import type { WritableDb } from './handles'
import { defaultBusyTimeoutMs } from './open'
import { change } from './query'
import { recordMeta } from './repositories/meta'

/** As much as a burst of events of a hundred hosts: on a disk with less left, the next real write would fail again. */
const probeBytes = 64 * 1024
/** While somebody holds the file, each try keeps the whole console waiting; a tenth of a second nobody feels. */
const hurriedTimeoutMs = 100
const key = 'probe'

/** Whether `lastmile.db` can be written. */
export class SqliteJournalPulse implements JournalPulse {
  readonly #db: WritableDb

  constructor(db: WritableDb) {
    this.#db = db
  }

  probe(): void {
    recordMeta(this.#db, key, 'x'.repeat(probeBytes))
    change(this.#db, 'DELETE FROM meta WHERE key = ?', [key])
  }

  hurry(isHurried: boolean): void {
    this.#db.pragma(`busy_timeout = ${isHurried ? hurriedTimeoutMs : defaultBusyTimeoutMs}`)
  }
}
