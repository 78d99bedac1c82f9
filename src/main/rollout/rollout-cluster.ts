import { mergeChecklists } from '../../shared/domain/checklist-merge'
import { overrideStrategy } from '../../shared/domain/strategy-override'
import type { ChecklistBook } from '../ports/checklists'
import type { Inventory } from '../ports/inventory'
import { getCluster, type Cluster } from './cluster'

export type ClusterPorts = { readonly inventory: Inventory; readonly checklists: Pick<ChecklistBook, 'listFor'> }

type Wanted = {
  readonly app: string
  readonly environment: string
  /** As lastmile.yml writes it; only for this rollout. */
  readonly strategy?: unknown
}

/**
 * A cluster as one rollout takes it: with what the checklist templates ask at its gates, and with a strategy of its own where
 * one was asked for.
 * @throws AppError `rollout.app-unknown`, `rollout.environment-unknown`, `plan.*` for a strategy that is not allowed
 */
export function getRolloutCluster({ inventory, checklists }: ClusterPorts, wanted: Wanted): Cluster {
  const { app, environment: own } = getCluster(inventory, wanted.app, wanted.environment)
  const templates = checklists.listFor({ app: app.app, tier: app.tier, environment: own.name })
  const environment = { ...own, gates: mergeChecklists(own.gates, templates) }
  if (wanted.strategy === undefined) return { app, environment }
  return { app, environment: { ...environment, strategy: overrideStrategy(environment, wanted.strategy) } }
}
