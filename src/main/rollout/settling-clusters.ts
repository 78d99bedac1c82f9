import { clusterKey, type ClusterName } from '../../shared/domain/cluster-name'
import { AppError } from '../../shared/errors/app-error'

/**
 * Clusters of which a debt is being settled right now. Putting a host back takes seconds; a rollout that went on with it
 * meanwhile would believe it to be out of traffic while it serves.
 */
export class SettlingClusters {
  /** The last of those who settle something of a cluster. */
  readonly #last = new Map<string, Promise<unknown>>()

  /** Do the reverse of a debt, once those that came before are done; nobody may go on with the cluster until it is over. */
  async during<T>(cluster: ClusterName, settle: () => Promise<T>): Promise<T> {
    const key = clusterKey(cluster)
    const before = this.#last.get(key)
    const work = before ? before.then(settle, settle) : settle()
    this.#last.set(key, work)
    try {
      return await work
    } finally {
      if (this.#last.get(key) === work) this.#last.delete(key)
    }
  }

  /** @throws AppError `rollout.debt-settling` */
  refuse({ app, environment }: ClusterName): void {
    if (!this.#last.has(clusterKey({ app, environment }))) return
    throw new AppError('rollout.debt-settling', { details: { app, environment } })
  }
}
