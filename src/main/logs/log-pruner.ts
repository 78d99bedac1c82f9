import type Database from 'better-sqlite3'
import type { LogTotals } from './log-messages.ts'

// Freeing a block costs a read of each of its pages: 16 of 256 KiB take some 10 ms.
const blocksAtOnce = 16
// Moving a page to the front costs some 10 µs.
const pagesAtOnce = 256
// Merging a page of the index costs some 50 µs.
const mergedAtOnce = 200
/** How a file was made: SQLite's words. Only those of older versions have to be written anew once. */
const incremental = 2

/** Removes logs and gives their space back to the disk, in small parts, while other logs are written. */
export class LogPruner {
  readonly #db: Database.Database
  readonly #waiting: string[] = []
  #isCompacting = false
  #isMerging = false
  #removedBlocks = 0

  constructor(db: Database.Database) {
    this.#db = db
  }

  get isDone(): boolean {
    return this.#waiting.length === 0 && !this.#isCompacting
  }

  add(rollouts: readonly string[]): void {
    this.#waiting.push(...rollouts)
    this.#isCompacting = true
  }

  /** Go on for about `budgetMs` milliseconds. @throws what SQLite throws */
  pruneSome(budgetMs: number): void {
    const endMs = performance.now() + budgetMs
    do {
      const [rollout] = this.#waiting
      if (rollout === undefined) this.#compactSome()
      else if (!this.#removeSome(rollout)) this.#waiting.shift()
    } while (!this.isDone && performance.now() < endMs)
  }

  /** False when nothing was left. */
  #removeSome(rollout: string): boolean {
    const db = this.#db
    const log = db.prepare('SELECT id FROM logs WHERE rollout = ? LIMIT 1').get(rollout) as { id: number } | undefined
    if (!log) return false
    const blocks = db.prepare('SELECT id FROM blocks WHERE log = ? LIMIT ?').all(log.id, blocksAtOnce) as {
      id: number
    }[]
    const remove = db.transaction(() => {
      const unindex = db.prepare('DELETE FROM block_grams WHERE rowid = ?')
      const drop = db.prepare('DELETE FROM blocks WHERE id = ?')
      for (const { id } of blocks) {
        unindex.run(id)
        drop.run(id)
      }
      if (blocks.length < blocksAtOnce) db.prepare('DELETE FROM logs WHERE id = ?').run(log.id)
    })
    remove.immediate()
    this.#removedBlocks += blocks.length
    return true
  }

  #compactSome(): void {
    const db = this.#db
    if (this.#removedBlocks > 0) this.#isMerging = this.#beginMerge(this.#removedBlocks)
    this.#removedBlocks = 0
    if (this.#isMerging) {
      this.#isMerging = this.#mergeSome(mergedAtOnce)
      return
    }
    if (Number(db.pragma('auto_vacuum', { simple: true })) !== incremental) {
      db.pragma('auto_vacuum = INCREMENTAL')
      db.exec('VACUUM')
    }
    db.pragma(`incremental_vacuum(${pagesAtOnce})`)
    if (Number(db.pragma('freelist_count', { simple: true })) > 0) return
    // the file itself becomes shorter when what was moved is written to it
    db.pragma('wal_checkpoint(TRUNCATE)')
    this.#isCompacting = false
  }

  /** What the index knew of removed blocks goes away when its parts are merged. That writes all of it, so not for a few. */
  #beginMerge(removed: number): boolean {
    const { left } = this.#db.prepare('SELECT count(*) AS left FROM blocks').get() as { left: number }
    return removed > left / 4 && this.#mergeSome(-mergedAtOnce)
  }

  /** False when there was nothing left to merge; see "merge" of FTS5. */
  #mergeSome(pages: number): boolean {
    const changes = this.#db.prepare('SELECT total_changes() AS count').pluck()
    const before = Number(changes.get())
    this.#db.prepare("INSERT INTO block_grams (block_grams, rank) VALUES ('merge', ?)").run(pages)
    return Number(changes.get()) - before >= 2
  }
}

/** How much is stored of each rollout and each shell. Visits every block: some milliseconds for thousands. */
export function readTotals(db: Database.Database): LogTotals[] {
  const sql = `SELECT rollout, sum(length(data)) AS storedBytes, min(at_ms) AS firstAtMs, max(at_ms) AS lastAtMs
               FROM logs JOIN blocks ON log = logs.id GROUP BY rollout`
  return db.prepare(sql).all() as LogTotals[]
}
