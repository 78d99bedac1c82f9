import type { LeftSecret, LeftSecretsBook } from '../ports/secrets'
import type { WritableDb } from './handles'
import { findMeta, recordMeta } from './repositories/meta'

const key = 'left-secrets'

/** Where secrets may still be readable on hosts: places and lengths, never the secrets. */
export class SqliteLeftSecretsBook implements LeftSecretsBook {
  readonly #db: WritableDb

  constructor(db: WritableDb) {
    this.#db = db
  }

  list(): readonly LeftSecret[] {
    // written by this program from this very type
    return JSON.parse(findMeta(this.#db, key) ?? '[]') as LeftSecret[]
  }

  save(left: readonly LeftSecret[]): void {
    recordMeta(this.#db, key, JSON.stringify(left))
  }
}
