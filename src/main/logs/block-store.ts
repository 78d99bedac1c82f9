import type Database from 'better-sqlite3'
import type { LogKey } from '../ports/logs.ts'
import { countNewlines, packBlock } from './block-codec.ts'
import { blockBytes, type CutBlock } from './block-cutter.ts'
import { cover, type ByteRange } from './byte-ranges.ts'

const findLog = 'SELECT id FROM logs WHERE rollout = ? AND host = ? AND step = ? AND attempt = ?'
const makeLog = 'INSERT OR IGNORE INTO logs (rollout, host, step, attempt) VALUES (?, ?, ?, ?)'
const insertBlock = `INSERT INTO blocks (log, start, size, newlines, ends_line, at_ms, data)
                     VALUES ((${findLog}), ?, ?, ?, ?, ?, ?)`

/** A block as it lies in a file. */
export type PackedBlock = {
  readonly start: number
  readonly size: number
  readonly newlines: number
  readonly endsLine: number
  readonly atMs: number
  readonly data: Buffer
}

/** The writing side of `logs.db`; belongs to the worker. */
export class BlockStore {
  readonly #db: Database.Database
  readonly #scratch = Buffer.allocUnsafe(blockBytes)
  #isSynced = true
  #announced: LogKey[] = []

  constructor(db: Database.Database) {
    this.#db = db
  }

  /** Which bytes of a log are stored: sorted ranges that do not touch. */
  coverageOf(key: LogKey): ByteRange[] {
    const sql = `SELECT start, size FROM blocks WHERE log = (${findLog}) ORDER BY start`
    const rows = this.#db.prepare(sql).all(valuesOf(key)) as { start: number; size: number }[]
    const covered: ByteRange[] = []
    for (const { start, size } of rows) cover(covered, { from: start, to: start + size })
    return covered
  }

  /** A log begins. Logs are numbered in the order in which they begin, whichever of them fills a block first. */
  announce(key: LogKey): void {
    this.#announced.push(key)
  }

  /** Store blocks, all or none. With `isDurable` they, and all before them, are on disk when it returns. */
  store(blocks: readonly CutBlock[], isDurable: boolean): void {
    if (blocks.length === 0 && (!isDurable || this.#isSynced)) return
    if (isDurable) this.#db.pragma('synchronous = FULL')
    try {
      this.#db.transaction(() => this.#write(blocks)).immediate()
      this.#isSynced = isDurable
      this.#announced = []
    } finally {
      if (isDurable) this.#db.pragma('synchronous = NORMAL')
    }
  }

  /** Store a block as it is, packed, with the time it was stored at first. */
  insertPacked(key: LogKey, { start, size, newlines, endsLine, atMs, data }: PackedBlock): void {
    this.#db.prepare(makeLog).run(valuesOf(key))
    this.#db.prepare(insertBlock).run(...valuesOf(key), start, size, newlines, endsLine, atMs, data)
  }

  #write(blocks: readonly CutBlock[]): void {
    // A commit without a change writes nothing, and would not sync what was committed before.
    if (blocks.length === 0) this.#db.exec('UPDATE index_state SET indexed_to = indexed_to')
    const addLog = this.#db.prepare(makeLog)
    for (const key of this.#announced) addLog.run(valuesOf(key))
    const insert = this.#db.prepare(insertBlock)
    const atMs = Date.now()
    let last: LogKey | undefined
    for (const block of blocks) {
      if (block.key !== last) addLog.run(valuesOf(block.key))
      last = block.key
      const bytes = this.#joined(block)
      const endsLine = bytes.at(-1) === 10 ? 1 : 0
      insert.run(
        ...valuesOf(block.key),
        block.start,
        block.size,
        countNewlines(bytes),
        endsLine,
        atMs,
        packBlock(bytes),
      )
    }
  }

  #joined({ chunks, size }: CutBlock): Buffer {
    if (chunks.length === 1 && chunks[0]) return chunks[0]
    let at = 0
    for (const chunk of chunks) at += chunk.copy(this.#scratch, at)
    return this.#scratch.subarray(0, size)
  }
}

const valuesOf = ({ rollout, host, step, attempt }: LogKey) => [rollout, host, step, attempt]
