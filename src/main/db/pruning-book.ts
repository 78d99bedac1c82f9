import type { PrunableRollout } from '../../shared/domain/retention'
import type { RolloutId } from '../../shared/domain/ids'
import type { Pruning, PruningBook } from '../ports/rollouts'
import type { WritableDb } from './handles'
import { allRows, inTransaction } from './query'
import { findJournalHead } from './repositories/journal'
import { deleteJournal, insertPrunings } from './repositories/prunings'

// Moving a page to the front costs some 10 µs: a few milliseconds between which everybody has their turn.
const pagesAtOnce = 128

/** Removes journals from `lastmile.db`, and records all that is pruned. */
export class SqlitePruningBook implements PruningBook {
  readonly #db: WritableDb

  constructor(db: WritableDb) {
    this.#db = db
  }

  record(prunings: readonly Pruning[]): void {
    insertPrunings(this.#db, prunings)
  }

  listPrunable(): PrunableRollout[] {
    const sql = `SELECT id AS rollout, created_at_ms AS createdAtMs, finished_at_ms AS finishedAtMs,
                   (SELECT count(*) FROM debts WHERE debts.rollout = rollouts.id AND settled_at_ms IS NULL) AS openDebts
                 FROM rollouts WHERE id NOT IN (SELECT rollout FROM prunings WHERE what = 'journal')`
    type Row = Omit<PrunableRollout, 'finishedAtMs'> & { finishedAtMs: number | null }
    return allRows<Row>(this.#db, sql).map(({ finishedAtMs, ...row }) => {
      return { ...row, ...(finishedAtMs === null ? {} : { finishedAtMs }) }
    })
  }

  pruneJournals(rollouts: readonly string[], by: Parameters<PruningBook['pruneJournals']>[1]): void {
    for (const rollout of rollouts) {
      // one transaction each: a journal is either there and verifiable, or recorded as removed
      inTransaction(this.#db, () => {
        const head = findJournalHead(this.#db, rollout as RolloutId)
        insertPrunings(this.#db, [{ ...by, rollout, what: 'journal', head }])
        deleteJournal(this.#db, rollout)
      })
    }
  }

  async compact(): Promise<void> {
    for (;;) {
      this.#db.pragma(`incremental_vacuum(${pagesAtOnce})`)
      if (Number(this.#db.pragma('freelist_count', { simple: true })) === 0) break
      await new Promise((resolve) => setImmediate(resolve))
      // a file that was made without that in mind reuses its pages instead
      if (Number(this.#db.pragma('auto_vacuum', { simple: true })) === 0) break
    }
    this.#db.pragma('wal_checkpoint(TRUNCATE)')
  }
}
