import type { HostName, RolloutId } from '../../shared/domain/ids'
import type { LogKey } from '../ports/logs'
import { unpackBlock } from './block-codec'
import { cover, uncovered, type ByteRange } from './byte-ranges'
import { inLogs, type LogsDb } from './logs-db'

/** Which logs: those of a rollout, a host, a step, an attempt; what is left out is any. */
export type LogFilter = {
  readonly rollout?: RolloutId | undefined
  readonly host?: HostName | undefined
  readonly step?: string | undefined
  readonly attempt?: number | undefined
}

export type LogSummary = LogKey & {
  /** Bytes that are stored, unpacked. Less than `endOffset` when there are gaps. */
  readonly sizeBytes: number
  /** What they take on disk. */
  readonly storedBytes: number
  readonly endOffset: number
  /** When its first and last block were stored; UTC milliseconds. */
  readonly firstAtMs: number
  readonly lastAtMs: number
}

/** Bytes of a log and where they stand in it. */
export type LogPiece = { readonly offset: number; readonly bytes: Buffer }

/** The `WHERE` of a filter over the table `logs`, and its values. Pure. */
export function whereLogs(filter: LogFilter): { readonly sql: string; readonly values: (string | number)[] } {
  const given = (['rollout', 'host', 'step', 'attempt'] as const).filter((column) => filter[column] !== undefined)
  const sql = given.map((column) => `logs.${column} = ?`).join(' AND ')
  return { sql: sql === '' ? '1' : sql, values: given.map((column) => filter[column] ?? '') }
}

/** Logs with their sizes, in the order they were begun. Bytes that are not flushed yet do not count. */
export function listLogs(db: LogsDb, filter: LogFilter): LogSummary[] {
  const where = whereLogs(filter)
  const sql = `SELECT rollout, host, step, attempt, sum(size) AS sizeBytes, sum(length(data)) AS storedBytes,
                 max(start + size) AS endOffset, min(at_ms) AS firstAtMs, max(at_ms) AS lastAtMs
               FROM logs JOIN blocks ON log = logs.id WHERE ${where.sql} GROUP BY logs.id ORDER BY logs.id`
  return inLogs(db.name, () => db.prepare(sql).all(where.values) as LogSummary[])
}

/** A log, or the bytes `from` (included) to `to` (not included), piece by piece. A gap is where offsets jump. */
export function* readLog(db: LogsDb, key: LogKey, range: Partial<ByteRange> = {}): Generator<LogPiece> {
  const { from = 0, to = Number.MAX_SAFE_INTEGER } = range
  // One block at a time, not one open cursor: a reader that stops half-way holds nothing.
  const next = db.prepare(`SELECT start, size, data FROM blocks WHERE log = ? AND start >= ? AND start < ?
                           ORDER BY start LIMIT 1`)
  const log = findLogId(db, key)
  if (log === undefined) return
  let at = startOfBlockAt(db, log, from)
  for (;;) {
    const block = inLogs(db.name, () => next.get(log, at, to)) as
      { start: number; size: number; data: Buffer } | undefined
    if (!block) return
    const bytes = unpackBlock(block.data)
    const skip = Math.max(0, from - block.start)
    const end = Math.min(block.size, to - block.start)
    if (end > skip) yield { offset: block.start + skip, bytes: bytes.subarray(skip, end) }
    at = block.start + block.size
  }
}

/** The last `maxBytes` bytes of a log (fewer when there are gaps among them). */
export function tailLog(db: LogsDb, key: LogKey, maxBytes: number): LogPiece[] {
  const [{ endOffset } = { endOffset: 0 }] = listLogs(db, key)
  return [...readLog(db, key, { from: Math.max(0, endOffset - maxBytes) })]
}

/** Up to where a log is complete from its start: from here on a step has to be followed after an interruption. */
export function findLogEnd(db: LogsDb, key: LogKey): number {
  const first = rangesOf(db, key)[0]
  return first?.from === 0 ? first.to : 0
}

/** What is missing of a log before its last stored byte. */
export function listLogGaps(db: LogsDb, key: LogKey): ByteRange[] {
  const ranges = rangesOf(db, key)
  return uncovered(ranges, { from: 0, to: ranges.at(-1)?.to ?? 0 })
}

function rangesOf(db: LogsDb, key: LogKey): ByteRange[] {
  const log = findLogId(db, key)
  if (log === undefined) return []
  const sql = 'SELECT start, size FROM blocks WHERE log = ? ORDER BY start'
  const rows = inLogs(db.name, () => db.prepare(sql).all(log)) as { start: number; size: number }[]
  const ranges: ByteRange[] = []
  for (const { start, size } of rows) cover(ranges, { from: start, to: start + size })
  return ranges
}

function findLogId(db: LogsDb, { rollout, host, step, attempt }: LogKey): number | undefined {
  const sql = 'SELECT id FROM logs WHERE rollout = ? AND host = ? AND step = ? AND attempt = ?'
  const row = inLogs(db.name, () => db.prepare(sql).get(rollout, host, step, attempt)) as { id: number } | undefined
  return row?.id
}

/** Where to begin so that the block which `offset` lies in is read. */
function startOfBlockAt(db: LogsDb, log: number, offset: number): number {
  const sql = 'SELECT start, size FROM blocks WHERE log = ? AND start <= ? ORDER BY start DESC LIMIT 1'
  const row = inLogs(db.name, () => db.prepare(sql).get(log, offset)) as { start: number; size: number } | undefined
  return row && row.start + row.size > offset ? row.start : offset
}
