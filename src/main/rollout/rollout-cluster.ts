import { overrideStrategy } from '../../shared/domain/strategy-override'
import type { Inventory } from '../ports'
import { getCluster, type Cluster } from './cluster'

type Wanted = {
  readonly app: string
  readonly environment: string
  /** As lastmile.yml writes it; only for this rollout. */
  readonly strategy?: unknown
}

/**
 * A cluster as one rollout takes it: with a strategy of its own where one was asked for.
 * @throws AppError `rollout.app-unknown`, `rollout.environment-unknown`, `plan.*` for a strategy that is not allowed
 */
export function getRolloutCluster(inventory: Inventory, { app, environment: name, strategy }: Wanted): Cluster {
  const { app: spec, environment } = getCluster(inventory, app, name)
  if (strategy === undefined) return { app: spec, environment }
  return { app: spec, environment: { ...environment, strategy: overrideStrategy(environment, strategy) } }
}
