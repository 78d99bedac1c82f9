import type { DebtId, RolloutId } from '../../shared/domain/ids'
import type { RolloutResult } from '../../shared/domain/rollout-event'
import type { JournalRow } from '../ports/journal'
import type { WritableDb } from './handles'
import { inTransaction } from './query'
import { insertDebts, settleDebt, type DebtSettlement, type NewDebt } from './repositories/debts'
import { recordHostStates, type HostObservation } from './repositories/host-states'
import { appendEvents, type NewEvent } from './repositories/journal'
import { recordReleaseBlock, type ReleaseVerdict } from './repositories/releases'
import { insertRollout, updateRolloutResult, type NewRollout } from './repositories/rollouts'

/** Everything one decision about a rollout changes. */
export type RolloutRecord = {
  readonly rollout: RolloutId
  /** How many journal rows there are so far; 0 for a new rollout. */
  readonly expectedSeq: number
  readonly events: readonly NewEvent[]
  readonly debts?: {
    readonly recorded: readonly NewDebt[]
    readonly settled: readonly ({ readonly id: DebtId } & DebtSettlement)[]
  }
  /** The line in the list of rollouts: added with the first event, finished with the last. */
  readonly index?:
    | { readonly kind: 'insert'; readonly row: NewRollout }
    | { readonly kind: 'finish'; readonly result: RolloutResult; readonly finishedAtMs: number }
  readonly hostStates?: readonly HostObservation[]
  readonly releaseBlock?: { readonly app: string; readonly version: string } & ReleaseVerdict
}

/**
 * Store a decision: all of it, on disk before this returns, or nothing.
 * @returns the journal rows with their numbers.
 * @throws AppError `db.journal-conflict`, `rollout.cluster-busy`, `db.disk-full`, `db.locked`, `db.corrupt`, `db.io-failed`
 */
export function recordRollout(db: WritableDb, record: RolloutRecord): JournalRow[] {
  const { rollout, index, releaseBlock } = record
  return inTransaction(db, () => {
    if (index?.kind === 'insert') insertRollout(db, index.row)
    const rows = appendEvents(db, rollout, record.expectedSeq, record.events)
    insertDebts(db, record.debts?.recorded ?? [])
    for (const { id, ...settlement } of record.debts?.settled ?? []) settleDebt(db, id, settlement)
    if (record.hostStates) recordHostStates(db, record.hostStates)
    if (releaseBlock) recordReleaseBlock(db, releaseBlock.app, releaseBlock.version, releaseBlock)
    if (index?.kind === 'finish') updateRolloutResult(db, rollout, index.result, index.finishedAtMs)
    return rows
  })
}
