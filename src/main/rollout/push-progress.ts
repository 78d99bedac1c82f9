import { formatBytes } from '../../shared/util/bytes'
import type { LogKey, LogSink } from '../ports/logs'

/** One line for each tenth: a package of any size is ten lines of log. */
const linesPerPush = 10

/**
 * Tells how much of a package was sent, as lines of a log of its own beside that of `fetch`; the first line says where an
 * interrupted push goes on.
 */
export function pushProgress(logs: LogSink, key: LogKey): (sentBytes: number, totalBytes: number) => void {
  let offset = 0
  let told = -1
  return (sentBytes, totalBytes) => {
    const share = totalBytes === 0 ? 1 : sentBytes / totalBytes
    const tenth = Math.floor(share * linesPerPush)
    if (tenth <= told) return
    told = tenth
    const line = Buffer.from(
      `sent ${formatBytes(sentBytes)} of ${formatBytes(totalBytes)} (${Math.floor(share * 100)} %)\n`,
    )
    logs.write(key, offset, line)
    offset += line.length
  }
}
