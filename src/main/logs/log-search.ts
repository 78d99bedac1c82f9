import type { LogKey } from '../ports/logs'
import { unpackBlock } from './block-codec'
import { matchOf } from './grams'
import { lineHeadBefore } from './line-head'
import { LineFinder, type FoundLine } from './line-finder'
import { headBytes, indexedTo } from './log-index'
import { whereLogs, type LogFilter } from './log-store'
import { inLogs, type LogsDb } from './logs-db'

export type LogQuery = LogFilter & {
  /** Looked for as it is, in single lines, past terminal colours. */
  readonly text: string
  readonly isCaseSensitive?: boolean
  /** 100 unless given. */
  readonly limit?: number
  /** Show lines with their terminal colours. */
  readonly keepAnsi?: boolean
}

/** A line in which the text stands. */
export type LogHit = LogKey &
  Omit<FoundLine, 'newlinesBefore'> & {
    /** Counted from 1 over what is stored of the log. */
    readonly line: number
  }

export type LogSearch = {
  /** The newest lines up to the limit; in the order in which their blocks were stored. */
  readonly hits: readonly LogHit[]
  /** There are older ones. */
  readonly hasMore: boolean
  /** How many blocks were read, and how many of them because the index does not know them yet. */
  readonly blocksRead: number
  readonly blocksUnindexed: number
}

type Candidate = { id: number; log: number; start: number; data: Buffer }

/** Numbers of candidates at a time: they are quickly read, and no cursor stays open while others have their turn. */
const pageSize = 200

/**
 * Find the lines with a text. Asks the full-text index which blocks can have it, reads those and the ones that are not
 * indexed yet, and shows what is really there: never a false hit, and none missed except a line in which words of the
 * text are more than 4 KiB apart. Newest first, so that a text that is everywhere costs no more than its limit.
 */
export function searchLogs(db: LogsDb, query: LogQuery): LogSearch {
  const scan = new LogScan(query)
  while (scan.next(db));
  return scan.found()
}

/** `searchLogs` a block at a time, for a thread that has more to do: a text of one letter is looked for in all blocks. */
export class LogScan {
  readonly #query: LogQuery
  readonly #limit: number
  readonly #match: string | undefined
  readonly #hits: LogHit[] = []
  readonly #seen = new Set<string>()
  /** Where candidates still come from; the index is not asked for what it cannot know. */
  readonly #sources: ('unindexed' | 'index')[]
  /** The newest last. */
  #page: number[] = []
  /** Older ones were not asked for yet. */
  #before = Number.MAX_SAFE_INTEGER
  /** The newest block that the index knew when the search began. */
  #border: number | undefined
  #hasMore = false
  #blocksRead = 0
  #blocksUnindexed = 0

  constructor(query: LogQuery) {
    const { text, limit = 100 } = query
    this.#query = query
    this.#limit = limit
    this.#match = matchOf(text)
    if (text === '' || text.includes('\n')) this.#sources = []
    else this.#sources = this.#match === undefined ? ['unindexed'] : ['unindexed', 'index']
  }

  /** Look at one block. False when that was all. @throws AppError `db.*` */
  next(db: LogsDb): boolean {
    inLogs(db.name, () => {
      if (this.#page.length === 0) this.#turnPage(db)
      const block = this.#readNext(db)
      if (block) this.#look(db, block)
    })
    return !this.#hasMore && this.#page.length + this.#sources.length > 0
  }

  /** What was found until now. */
  found(): LogSearch {
    const counts = { blocksRead: this.#blocksRead, blocksUnindexed: this.#blocksUnindexed }
    return { hits: this.#hits.toReversed(), hasMore: this.#hasMore, ...counts }
  }

  #turnPage(db: LogsDb): void {
    const [source] = this.#sources
    if (source === undefined) return
    const border = (this.#border ??= indexedTo(db))
    const from = this.#match === undefined ? 0 : border
    const { sql, values } = whereLogs(this.#query)
    const unindexed = `SELECT blocks.id FROM blocks JOIN logs ON logs.id = log
                       WHERE blocks.id > ? AND blocks.id < ? AND ${sql} ORDER BY blocks.id DESC LIMIT ?`
    const index = 'SELECT rowid FROM block_grams WHERE block_grams MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?'
    const found =
      source === 'index'
        ? db.prepare(index).pluck().all(this.#match, this.#before, pageSize)
        : db
            .prepare(unindexed)
            .pluck()
            .all(from, this.#before, ...values, pageSize)
    const ids = found as number[]
    this.#before = ids.at(-1) ?? 0
    this.#page = ids.toReversed()
    if (ids.length === pageSize) return
    this.#sources.shift()
    this.#before = border + 1
  }

  /** The newest candidate; undefined when there is none, or when it is of another log than was asked for. */
  #readNext(db: LogsDb): Candidate | undefined {
    const id = this.#page.pop()
    const { sql, values } = whereLogs(this.#query)
    const block = `SELECT blocks.id, log, start, data FROM blocks JOIN logs ON logs.id = log WHERE blocks.id = ? AND ${sql}`
    return db.prepare(block).get(id, ...values) as Candidate | undefined
  }

  #look(db: LogsDb, block: Candidate): void {
    this.#blocksRead += 1
    if (block.id > (this.#border ?? 0)) this.#blocksUnindexed += 1
    const head = lineHeadBefore(db, block.log, block.start, headBytes)
    const found = new LineFinder(db, this.#query).find(block, head, unpackBlock(block.data))
    for (const line of found.toReversed()) {
      const place = `${block.log}:${line.offset}`
      if (this.#seen.has(place)) continue
      if (this.#hits.length >= this.#limit) {
        this.#hasMore = true
        return
      }
      this.#seen.add(place)
      const { newlinesBefore: within, ...shown } = line
      this.#hits.push({ ...keyOf(db, block.log), ...shown, line: newlinesBefore(db, block) + within + 1 })
    }
  }
}

function keyOf(db: LogsDb, log: number): LogKey {
  return db.prepare('SELECT rollout, host, step, attempt FROM logs WHERE id = ?').get(log) as LogKey
}

/** How many line ends are stored of a log before a block. */
function newlinesBefore(db: LogsDb, { log, start }: Candidate): number {
  const before = db.prepare('SELECT total(newlines) AS count FROM blocks WHERE log = ? AND start < ?')
  return (before.get(log, start) as { count: number }).count
}
