import { clusterKey, type ClusterName } from '../../shared/domain/cluster-name'
import { AppError } from '../../shared/errors/app-error'

/**
 * Clusters of which a debt is being settled right now. Putting a host back takes seconds; a rollout that went on with it
 * meanwhile would believe it to be out of traffic while it serves.
 */
export class SettlingClusters {
  readonly #counts = new Map<string, number>()

  /** Do the reverse of a debt; nobody may go on with the cluster until it is over. */
  async during<T>(cluster: ClusterName, settle: () => Promise<T>): Promise<T> {
    const key = clusterKey(cluster)
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
    try {
      return await settle()
    } finally {
      const left = (this.#counts.get(key) ?? 1) - 1
      if (left > 0) this.#counts.set(key, left)
      else this.#counts.delete(key)
    }
  }

  /** @throws AppError `rollout.debt-settling` */
  refuse({ app, environment }: ClusterName): void {
    if (!this.#counts.has(clusterKey({ app, environment }))) return
    throw new AppError('rollout.debt-settling', { details: { app, environment } })
  }
}
