import type Database from 'better-sqlite3'
import { unpackBlock } from './block-codec.ts'

/**
 * The bytes of a line that stand in the blocks before `start`: back to the last line end, a gap, or `maxBytes`. Empty
 * when a line starts at `start`. Blocks are cut anywhere, so a word or a line may lie on both sides of a cut.
 */
export function lineHeadBefore(db: Database.Database, log: number, start: number, maxBytes: number): Buffer {
  const before = db.prepare(`SELECT start, size, CASE ends_line WHEN 0 THEN data END AS data FROM blocks
                             WHERE log = ? AND start < ? ORDER BY start DESC LIMIT 1`)
  const parts: Buffer[] = []
  let size = 0
  let at = start
  while (size < maxBytes && at > 0) {
    const block = before.get(log, at) as { start: number; size: number; data: Buffer | null } | undefined
    if (!block?.data || block.start + block.size !== at) break
    const bytes = unpackBlock(block.data)
    const cut = bytes.lastIndexOf(10) + 1
    const part = bytes.subarray(Math.max(cut, bytes.length - (maxBytes - size)))
    parts.unshift(part)
    size += part.length
    at = block.start
    if (cut > 0) break
  }
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
}
