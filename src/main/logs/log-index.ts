import type Database from 'better-sqlite3'
import { stripAnsi } from './ansi.ts'
import { unpackBlock } from './block-codec.ts'
import { gramsOf } from './grams.ts'
import { lineHeadBefore } from './line-head.ts'

/** How much of a line before a block belongs to what is searched in it; a hit further apart than this is not found. */
export const headBytes = 4 * 1024

type Unindexed = { id: number; log: number; start: number; data: Buffer }

/**
 * Add blocks that are not in the full-text index, oldest first, for about `budgetMs` milliseconds, in one transaction.
 * Never needed for a search to be right; it makes it fast.
 */
export function indexSome(
  db: Database.Database,
  budgetMs: number,
): { readonly indexed: number; readonly hasMore: boolean } {
  const endMs = performance.now() + budgetMs
  const next = db.prepare('SELECT id, log, start, data FROM blocks WHERE id > ? ORDER BY id LIMIT 1')
  let indexed = 0
  let block = next.get(indexedTo(db)) as Unindexed | undefined
  if (!block) return { indexed, hasMore: false }
  const work = db.transaction(() => {
    const insert = db.prepare('INSERT INTO block_grams (rowid, grams) VALUES (?, ?)')
    let last = indexedTo(db)
    for (block = next.get(last) as Unindexed | undefined; block; block = next.get(last) as Unindexed | undefined) {
      const head = lineHeadBefore(db, block.log, block.start, headBytes)
      const bytes = Buffer.concat([head, unpackBlock(block.data)])
      insert.run(block.id, gramsOf(stripAnsi(bytes.toString())))
      last = block.id
      indexed += 1
      if (performance.now() >= endMs) break
    }
    db.prepare('UPDATE index_state SET indexed_to = ?').run(last)
  })
  work.immediate()
  return { indexed, hasMore: block !== undefined }
}

/** Blocks up to this id are in the index. */
export function indexedTo(db: Database.Database): number {
  const row = db.prepare('SELECT indexed_to AS id FROM index_state').get() as { id: number }
  return row.id
}
