import type { Input, Output } from '../../shared/ipc/contract'
import { asHostName, asRolloutId } from '../../shared/domain/ids'
import { WorkerLogSink } from './log-sink'
import { searchLogs } from './log-search'
import { listLogs, readLog } from './log-store'
import { openLogs, type LogsDb } from './logs-db'
import type { HostLogStore } from './host-log'
import { LogWatches, TappedLogSink } from './log-watches'
import type { LogKey, LogSink } from '../ports'
import type { LogBytes, LogWatcher } from '../terminal-ports'

/** The logs of a data folder: written by a worker, read here. */
export class LogArchive {
  readonly sink: LogSink
  readonly watcher: LogWatcher
  readonly #writer: WorkerLogSink
  readonly #db: LogsDb

  constructor(file: string) {
    this.#db = openLogs(file)
    this.#writer = new WorkerLogSink(file)
    const watches = new LogWatches((rollout, host) => this.#storeOf(rollout, host))
    this.sink = new TappedLogSink(this.#writer, watches)
    this.watcher = watches
  }

  /** The logs of one host in a rollout, in the order of their steps. */
  async list(rollout: string, host: string): Promise<Output<'log:list'>> {
    await this.sink.flush()
    const found = listLogs(this.#db, { rollout: asRolloutId(rollout), host: asHostName(host) })
    return found.map(({ step, attempt, endOffset }) => ({ step, attempt, sizeBytes: endOffset }))
  }

  /** At most `maxBytes` of a log from an offset on; no bytes at its end. */
  async read(key: LogKey, fromOffset: number, maxBytes: number): Promise<{ bytes: Buffer; nextOffset: number }> {
    await this.sink.flush()
    const pieces: Buffer[] = []
    let nextOffset = fromOffset
    for (const { offset, bytes } of readLog(this.#db, key, { from: fromOffset, to: fromOffset + maxBytes })) {
      pieces.push(bytes)
      nextOffset = offset + bytes.length
    }
    return { bytes: Buffer.concat(pieces), nextOffset }
  }

  /** Exact lines that hold a text. */
  async search({ text, rollout, host, limit }: Input<'log:search'>): Promise<Output<'log:search'>> {
    await this.sink.flush()
    const { hits } = searchLogs(this.#db, {
      text,
      limit,
      ...(rollout === undefined ? {} : { rollout: asRolloutId(rollout) }),
      ...(host === undefined ? {} : { host: asHostName(host) }),
    })
    return hits.map((hit) => ({
      rollout: hit.rollout,
      host: hit.host,
      step: hit.step,
      attempt: hit.attempt,
      line: hit.line,
      text: hit.text,
    }))
  }

  /** How much is stored of a log, and when its last bytes were; undefined for one that has none. Without what waits to be stored. */
  findSize(key: LogKey): { readonly sizeBytes: number; readonly lastAtMs: number } | undefined {
    const [found] = listLogs(this.#db, key)
    return found && { sizeBytes: found.endOffset, lastAtMs: found.lastAtMs }
  }

  async dispose(): Promise<void> {
    try {
      await this.#writer.dispose()
    } finally {
      this.#db.close()
    }
  }

  #storeOf(rollout: LogKey['rollout'], host: LogKey['host']): HostLogStore {
    return {
      flush: () => this.sink.flush(),
      list: () =>
        listLogs(this.#db, { rollout, host }).map(({ step, attempt, firstAtMs, endOffset }) => {
          return { key: { rollout, host, step, attempt }, step, attempt, atMs: firstAtMs, endOffset }
        }),
      read: (key, offset, maxBytes) => this.#readRun(key, offset, maxBytes),
    }
  }

  /** The first bytes from an offset on that follow on from each other. */
  #readRun(key: LogKey, offset: number, maxBytes: number): LogBytes | undefined {
    const pieces: Buffer[] = []
    let start = offset
    let end = offset
    for (const piece of readLog(this.#db, key, { from: offset })) {
      if (pieces.length === 0) start = end = piece.offset
      if (piece.offset !== end) break
      pieces.push(piece.bytes.subarray(0, start + maxBytes - end))
      end += piece.bytes.length
      if (end - start >= maxBytes) break
    }
    return pieces.length === 0 ? undefined : { offset: start, bytes: Buffer.concat(pieces) }
  }
}
