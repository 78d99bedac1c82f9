import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { WorkerLogSink, type LogSinkOptions } from '../../src/main/logs/log-sink'
import { openLogs, type LogsDb } from '../../src/main/logs/logs-db'
import type { LogKey } from '../../src/main/ports/logs'
import { asHostName, asRolloutId } from '../../src/shared/domain/ids'
import { tempFolder } from './temp-folder'

/** The key of a log, with the given fields changed. */
export function logKey(
  change: Partial<Record<'rollout' | 'host' | 'step', string>> & { attempt?: number } = {},
): LogKey {
  const { rollout = 'r1', host = 'web-01', step = 'restart', attempt = 1 } = change
  return { rollout: asRolloutId(rollout), host: asHostName(host), step, attempt }
}

/** A new `logs.db` and a writer to it; both closed after the test. The index is only built when a test does it. */
export function tempLogs(options: LogSinkOptions = {}): { db: LogsDb; sink: WorkerLogSink } {
  const db = openLogs(join(tempFolder(), 'logs.db'))
  const sink = new WorkerLogSink(db.name, { isIndexing: false, ...options })
  onTestFinished(async () => {
    await sink.dispose().catch(() => {})
    db.close()
  })
  return { db, sink }
}

/** Write whole texts, each to the end of what was written to its log before, and wait until they are stored. */
export async function writeAll(sink: WorkerLogSink, texts: readonly (readonly [LogKey, string])[]): Promise<void> {
  const ends = new Map<string, number>()
  for (const [key, text] of texts) {
    const name = JSON.stringify(key)
    const offset = ends.get(name) ?? 0
    const bytes = Buffer.from(text)
    ends.set(name, offset + bytes.length)
    if (!sink.write(key, offset, bytes)) await sink.drained()
  }
  await sink.flush()
}
