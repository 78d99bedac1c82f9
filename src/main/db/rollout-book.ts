import type { ClusterName } from '../../shared/domain/cluster-name'
import type { HostName, RolloutId } from '../../shared/domain/ids'
import type { DebtKind } from '../../shared/domain/lifecycle'
import type { DebtEntry, DebtFilter } from '../ports/debts'
import type { Pruning, RolloutBook, RolloutEntry, RolloutFilter } from '../ports/rollouts'
import type { ReadableDb } from './handles'
import { hadDebt, listOpenDebts } from './repositories/debts'
import { findPruning } from './repositories/prunings'
import {
  findOpenRollout,
  listRollouts,
  listRolloutsById,
  listSettlings,
  type RolloutSummary,
} from './repositories/rollouts'

/** Lists and look-ups of rollouts and debts in `lastmile.db`. */
export class SqliteRolloutBook implements RolloutBook {
  readonly #db: ReadableDb

  constructor(db: ReadableDb) {
    this.#db = db
  }

  list({ type: kind, ...filter }: RolloutFilter): RolloutEntry[] {
    return listRollouts(this.#db, { ...filter, kind }).map(toEntry)
  }

  findByPrefix(prefix: string): RolloutId[] {
    return listRolloutsById(this.#db, prefix).map(({ id }) => id)
  }

  findOpen(app: string, environment: string): RolloutEntry | undefined {
    const found = findOpenRollout(this.#db, app, environment)
    return found && toEntry(found)
  }

  listOpenDebts(filter: DebtFilter): DebtEntry[] {
    return listOpenDebts(this.#db, filter).map(({ id, settled: _, ...debt }) => ({ debt: id, ...debt }))
  }

  hadDebt(rollout: RolloutId, host: HostName, kind: DebtKind): boolean {
    return hadDebt(this.#db, rollout, host, kind)
  }

  listSettlings(cluster: ClusterName) {
    return listSettlings(this.#db, cluster)
  }

  findPruning(rollout: string, what: Pruning['what']): Pruning | undefined {
    return findPruning(this.#db, rollout, what)
  }
}

const toEntry = ({ id, kind, ...row }: RolloutSummary): RolloutEntry => ({ rollout: id, type: kind, ...row })
