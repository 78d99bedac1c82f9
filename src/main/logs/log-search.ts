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

/**
 * Find the lines with a text. Asks the full-text index which blocks can have it, reads those and the ones that are not
 * indexed yet, and shows what is really there: never a false hit, and none missed except a line in which words of the
 * text are more than 4 KiB apart. Newest first, so that a text that is everywhere costs no more than its limit.
 */
export function searchLogs(db: LogsDb, query: LogQuery): LogSearch {
  const { text, limit = 100 } = query
  if (text === '' || text.includes('\n')) return { hits: [], hasMore: false, blocksRead: 0, blocksUnindexed: 0 }
  return inLogs(db.name, () => {
    const finder = new LineFinder(db, query)
    const hits: LogHit[] = []
    const border = indexedTo(db)
    const seen = new Set<string>()
    let blocksRead = 0
    let blocksUnindexed = 0
    for (const block of candidates(db, query, border)) {
      blocksRead += 1
      if (block.id > border) blocksUnindexed += 1
      const head = lineHeadBefore(db, block.log, block.start, headBytes)
      const found = finder.find(block, head, unpackBlock(block.data))
      for (const line of found.toReversed()) {
        const place = `${block.log}:${line.offset}`
        if (seen.has(place)) continue
        if (hits.length >= limit) return { hits: hits.toReversed(), hasMore: true, blocksRead, blocksUnindexed }
        seen.add(place)
        const { newlinesBefore: within, ...shown } = line
        hits.push({ ...keyOf(db, block.log), ...shown, line: newlinesBefore(db, block) + within + 1 })
      }
    }
    return { hits: hits.toReversed(), hasMore: false, blocksRead, blocksUnindexed }
  })
}

/** Blocks that can have the text, newest first. */
function* candidates(db: LogsDb, query: LogQuery, border: number): Generator<Candidate> {
  const where = whereLogs(query)
  const match = matchOf(query.text)
  const columns = 'SELECT blocks.id, log, start, data FROM blocks JOIN logs ON logs.id = log'
  const recent = `${columns} WHERE blocks.id > ? AND ${where.sql} ORDER BY blocks.id DESC`
  if (match === undefined) {
    yield* db.prepare(recent).iterate(0, ...where.values) as IterableIterator<Candidate>
    return
  }
  yield* db.prepare(recent).iterate(border, ...where.values) as IterableIterator<Candidate>
  const one = db.prepare(`${columns} WHERE blocks.id = ? AND ${where.sql}`)
  const indexed = db.prepare('SELECT rowid AS id FROM block_grams WHERE block_grams MATCH ? ORDER BY rowid DESC')
  for (const { id } of indexed.iterate(match) as IterableIterator<{ id: number }>) {
    if (id > border) continue
    const block = one.get(id, ...where.values) as Candidate | undefined
    if (block) yield block
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
