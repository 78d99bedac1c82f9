import type { PrunableRollout } from '../../shared/domain/retention'
import { asRolloutId } from '../../shared/domain/ids'
import type { Pruning, PruningBook } from '../ports/rollouts'
import type { WritableDb } from './handles'
import { allRows } from './query'
import { findJournalHead } from './repositories/journal'
import { deleteJournalRows, insertPrunings, listHalfPruned } from './repositories/prunings'

// Moving a page to the front costs some 10 µs: a few milliseconds between which everybody has their turn.
const pagesAtOnce = 128
// A row costs some 8 µs, its trigger included.
const rowsAtOnce = 1_000

const othersTurn = () => new Promise((resolve) => setImmediate(resolve))

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

  async pruneJournals(rollouts: readonly string[], by: Parameters<PruningBook['pruneJournals']>[1]): Promise<void> {
    const heads = rollouts.map((rollout) => ({ rollout, head: findJournalHead(this.#db, asRolloutId(rollout)) }))
    insertPrunings(
      this.#db,
      heads.map(({ rollout, head }) => ({ ...by, rollout, what: 'journal', head })),
    )
    for (const rollout of listHalfPruned(this.#db)) {
      while (deleteJournalRows(this.#db, rollout, rowsAtOnce) > 0) await othersTurn()
    }
  }

  async compact(): Promise<void> {
    for (;;) {
      this.#db.pragma(`incremental_vacuum(${pagesAtOnce})`)
      if (Number(this.#db.pragma('freelist_count', { simple: true })) === 0) break
      await othersTurn()
      // a file that was made without that in mind reuses its pages instead
      if (Number(this.#db.pragma('auto_vacuum', { simple: true })) === 0) break
    }
    this.#db.pragma('wal_checkpoint(TRUNCATE)')
  }
}
