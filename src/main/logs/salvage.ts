import Database from 'better-sqlite3'
import type { LogKey } from '../ports/logs.ts'
import { unpackBlock } from './block-codec.ts'
import type { PackedBlock } from './block-store.ts'
import type { BlockWriter } from './block-writer.ts'

type Unfinished = { readonly file: string; readonly nextBlock: number }
type SavedBlock = PackedBlock & { readonly id: number; readonly log: number }

const columns = 'id, log, start, size, newlines, ends_line AS endsLine, at_ms AS atMs, data'

/**
 * Saves blocks of a damaged file into the one that took its place, in the order in which they were stored and as far as they
 * can be read: a block counts when it unpacks to its size. Done in small parts, and taken up again by the next console.
 */
export class Salvage {
  readonly #db: Database.Database
  readonly #writer: BlockWriter
  #source: Source | undefined

  constructor(db: Database.Database, writer: BlockWriter) {
    this.#db = db
    this.#writer = writer
  }

  /** Go on for about `budgetMs` milliseconds. False: there is nothing (more) to save. @throws what SQLite throws */
  saveSome(budgetMs: number): boolean {
    const sql = 'SELECT file, next_block AS nextBlock FROM salvages WHERE finished_at_ms IS NULL ORDER BY file LIMIT 1'
    const unfinished = this.#db.prepare(sql).get() as Unfinished | undefined
    if (!unfinished) return false
    if (this.#source?.file !== unfinished.file) {
      this.#source?.close()
      this.#source = openSource(unfinished.file)
    }
    const source = this.#source
    try {
      this.#db.transaction(() => this.#save(source, unfinished, performance.now() + budgetMs)).immediate()
    } catch (error) {
      // what was marked as stored was not
      this.#writer.renew()
      throw error
    }
    this.#writer.dropGuests()
    return true
  }

  close(): void {
    this.#source?.close()
    this.#source = undefined
  }

  #save(source: Source | undefined, { file, nextBlock }: Unfinished, endMs: number): void {
    let [next, saved, lost] = [nextBlock, 0, 0]
    const end = source?.lastBlock ?? 0
    while (next <= end && performance.now() < endMs) {
      const found = source?.read(next)
      if (!found || found === 'unreadable') lost += 1
      else if (found !== 'none' && this.#adopt(source, found)) saved += 1
      else if (found !== 'none') lost += 1
      if (found === 'none') break
      next = (found && found !== 'unreadable' ? found.id : next) + 1
    }
    const isFinished = next > end || source?.read(next) === 'none'
    this.#db
      .prepare(
        'UPDATE salvages SET next_block = ?, saved = saved + ?, lost = lost + ?, finished_at_ms = ? WHERE file = ?',
      )
      .run(next, saved, lost, isFinished ? Date.now() : null, file)
    if (isFinished) this.close()
  }

  /** False when the block or its log is not what it was. */
  #adopt(source: Source | undefined, block: SavedBlock): boolean {
    const key = source?.keys.get(block.log)
    const bytes = unpacked(block)
    if (!key || !bytes) return false
    this.#writer.adopt(key, block, () => bytes)
    return true
  }
}

/** A damaged file. */
type Source = {
  readonly file: string
  readonly keys: ReadonlyMap<number, LogKey>
  /** No block has a higher number. */
  readonly lastBlock: number
  /** The block with this number, or where it can be found the next one. */
  readonly read: (id: number) => SavedBlock | 'none' | 'unreadable'
  readonly close: () => void
}

/** Undefined when SQLite cannot open it at all. */
function openSource(file: string): Source | undefined {
  let db: Database.Database | undefined
  try {
    db = new Database(file, { fileMustExist: true })
    const source = db
    const next = db.prepare(`SELECT ${columns} FROM blocks WHERE id >= ? ORDER BY id LIMIT 1`)
    const one = db.prepare(`SELECT ${columns} FROM blocks WHERE id = ?`)
    const read = (id: number) => {
      const found = tried(() => next.get(id) ?? 'none') as SavedBlock | 'none' | undefined
      return found ?? (tried(() => one.get(id)) as SavedBlock | undefined) ?? 'unreadable'
    }
    return { file, keys: readKeys(source), lastBlock: lastBlockOf(source), read, close: () => source.close() }
  } catch {
    db?.close()
    return undefined
  }
}

/** Which log a number means: from the table, and where that is damaged from its index, which has all columns too. */
function readKeys(db: Database.Database): Map<number, LogKey> {
  const keys = new Map<number, LogKey>()
  for (const order of ['id', 'rollout, host, step, attempt']) {
    tried(() => {
      const rows = db.prepare(`SELECT id, rollout, host, step, attempt FROM logs ORDER BY ${order}`).iterate()
      for (const { id, ...key } of rows as IterableIterator<LogKey & { id: number }>) keys.set(id, key)
    })
  }
  return keys
}

function lastBlockOf(db: Database.Database): number {
  const numbers = [
    'SELECT max(id) AS id FROM blocks',
    "SELECT seq AS id FROM sqlite_sequence WHERE name = 'blocks'",
  ].map((sql) => tried(() => db.prepare(sql).get() as { id: number | null })?.id ?? 0)
  return Math.max(...numbers)
}

function unpacked({ data, size }: SavedBlock): Buffer | undefined {
  const bytes = tried(() => unpackBlock(data))
  return bytes?.length === size ? bytes : undefined
}

/** Undefined where the file is damaged: that is what this is about. */
function tried<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
