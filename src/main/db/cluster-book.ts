import type { ClusterBook } from '../ports/inventory'
import type { ReadableDb } from './handles'
import { countHosts, listAppHeads, listClusterHeads } from './repositories/clusters'

/** All clusters of `lastmile.db`, counted where they are stored. */
export class SqliteClusterBook implements ClusterBook {
  readonly #db: ReadableDb

  constructor(db: ReadableDb) {
    this.#db = db
  }

  listApps() {
    return listAppHeads(this.#db)
  }

  listClusters() {
    return listClusterHeads(this.#db)
  }

  countHosts() {
    return countHosts(this.#db)
  }
}
