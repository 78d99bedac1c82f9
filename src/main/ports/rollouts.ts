import type { ClusterName } from '../../shared/domain/cluster-name'
import type { HostName, RolloutId } from '../../shared/domain/ids'
import type { DebtKind } from '../../shared/domain/lifecycle'
import type { PrunableRollout } from '../../shared/domain/retention'
import type { RolloutResult } from '../../shared/domain/rollout-event'
import type { RolloutType } from '../../shared/domain/rollout-settings'
import type { DebtEntry, DebtFilter } from './debts'

/** Rollouts and debts across all journals, for lists and look-ups. */
export interface RolloutBook {
  /** Newest first. */
  list(filter: RolloutFilter): readonly RolloutEntry[]
  /** Ids that start with the text, newest first. */
  findByPrefix(prefix: string): readonly RolloutId[]
  findOpen(app: string, environment: string): RolloutEntry | undefined
  listOpenDebts(filter: DebtFilter): readonly DebtEntry[]
  /** Did this rollout ever owe this for the host? */
  hadDebt(rollout: RolloutId, host: HostName, kind: DebtKind): boolean
  /** Rollouts of a cluster of which debts were being settled, the newest first, with the latest event that says so. */
  listSettlings(cluster: ClusterName): readonly { readonly rollout: RolloutId; readonly seq: number }[]
  /** When, by whom and why the logs or the journal of a rollout, or the log of a shell, were removed. */
  findPruning(rollout: string, what: Pruning['what']): Pruning | undefined
}

/** That something was removed on purpose. */
export type Pruning = {
  /** Or the id of a shell. */
  readonly rollout: string
  readonly what: 'logs' | 'journal'
  readonly atMs: number
  readonly actor: string
  readonly reason: string
  readonly sizeBytes?: number | undefined
}

export type RolloutFilter = {
  readonly app?: string | undefined
  readonly environment?: string | undefined
  readonly version?: string | undefined
  readonly type?: RolloutType | undefined
  readonly isOpen?: boolean | undefined
  readonly result?: RolloutResult | undefined
  readonly startedBy?: string | undefined
  /** Created at or after this moment, and before that one; UTC milliseconds. */
  readonly fromMs?: number | undefined
  readonly toMs?: number | undefined
  /** Somewhere in id, app, environment, version or person, in upper or lower case. */
  readonly text?: string | undefined
  /** Unless said otherwise 100, and all of those in progress. */
  readonly limit?: number | undefined
}

export type RolloutEntry = {
  readonly rollout: RolloutId
  readonly app: string
  readonly environment: string
  readonly version: string
  readonly type: RolloutType
  readonly startedBy: string
  readonly createdAtMs: number
  readonly finishedAtMs?: number | undefined
  readonly result?: RolloutResult | undefined
  readonly rollsBack?: RolloutId | undefined
  /** Its journal was removed on purpose: this line is what is left. */
  readonly prunedAtMs?: number | undefined
}

/** Removes what is old, on purpose: recorded before it is done, by whom and why. @throws AppError `db.*` */
export interface PruningBook {
  record(prunings: readonly Pruning[]): void
  /** Rollouts that ended, for the question whether their journals may go. */
  listPrunable(): readonly PrunableRollout[]
  /** Record that the journals of these rollouts are removed, with their last hashes, and remove them. */
  pruneJournals(
    rollouts: readonly string[],
    by: { readonly atMs: number; readonly actor: string; readonly reason: string },
  ): Promise<void>
  /** Give the space of what was removed back to the disk; in parts, so that nobody waits for long. */
  compact(): Promise<void>
}
