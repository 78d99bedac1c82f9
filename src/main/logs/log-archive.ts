import type { Input, Output } from '../../shared/ipc/contract'
import { asHostName, asRolloutId } from '../../shared/domain/ids'
import { WorkerLogSink } from './log-sink'
import { searchLogs } from './log-search'
import { listLogs, readLog } from './log-store'
import { openLogs, type LogsDb } from './logs-db'
import type { LogKey } from '../ports'

/** The logs of a data folder: written by a worker, read here. */
export class LogArchive {
  readonly sink: WorkerLogSink
  readonly #db: LogsDb

  constructor(file: string) {
    this.#db = openLogs(file)
    this.sink = new WorkerLogSink(file)
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

  async dispose(): Promise<void> {
    try {
      await this.sink.dispose()
    } finally {
      this.#db.close()
    }
  }
}
