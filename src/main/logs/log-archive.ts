import { setImmediate } from 'node:timers/promises'
import type { Input, Output } from '../../shared/ipc/contract'
import type { LogsHealth } from '../../shared/ipc/requests/evidence-requests'
import { stepNames } from '../../shared/domain/lifecycle'
import { asHostName, asRolloutId, type RolloutId } from '../../shared/domain/ids'
import { LogScan } from './log-search'
import { findLogEnd, listLogs, readLog } from './log-store'
import { LogsCare, type LogsCareOptions } from './logs-care'
import type { LogsDb } from './logs-db'
import type { HostLogStore } from './host-log'
import type { LogTotals } from './log-messages'
import { LogWatches, TappedLogSink } from './log-watches'
import type { LogKey, LogSink } from '../ports/logs'
import type { LogBytes, LogWatcher } from '../terminal-ports'

export type LogArchiveOptions = Pick<LogsCareOptions, 'onProblem' | 'onReplaced'> & {
  readonly nowMs?: () => number
}

/** The logs of a data folder: written by a worker, read here. Opens whatever became of the file. */
export class LogArchive {
  readonly sink: LogSink
  readonly watcher: LogWatcher
  readonly #care: LogsCare
  readonly #leftOut = new Set<RolloutId>()

  /** @throws AppError `db.from-the-future` */
  constructor(file: string, options: LogArchiveOptions = {}) {
    const { nowMs = Date.now, ...listeners } = options
    this.#care = new LogsCare(file, {
      nowMs,
      // the run directory of a step has its output; that of a shell is nowhere else
      isKeptElsewhere: ({ step }) => stepNames.some((name) => name === step),
      onLeftOut: ({ rollout }) => this.#leftOut.add(rollout),
      ...listeners,
    })
    const watches = new LogWatches((rollout, host) => this.#storeOf(rollout, host))
    this.sink = new TappedLogSink(this.#care.sink, watches)
    this.watcher = watches
  }

  /** There was no file when this one was opened. */
  get isNew(): boolean {
    return this.#care.isNew
  }

  health(): LogsHealth {
    return this.#care.health()
  }

  get hasLeftOut(): boolean {
    return this.#leftOut.size > 0
  }

  /** Rollouts of which output was left out while it could not be stored; told once. */
  takeLeftOut(): RolloutId[] {
    const rollouts = [...this.#leftOut]
    this.#leftOut.clear()
    return rollouts
  }

  /** Up to where a log is complete from its start. @throws AppError `db.*` */
  findEnd(key: LogKey): number {
    return this.#care.read((db) => findLogEnd(db, key))
  }

  /** How much is stored of each rollout and each shell. @throws AppError `db.*` */
  readTotals(): Promise<readonly LogTotals[]> {
    return this.#care.sink.ask({ kind: 'sizes' })
  }

  /** Remove all logs of rollouts and shells and give the space back, while others are written. @throws AppError `db.*` */
  async prune(rollouts: readonly string[]): Promise<void> {
    await this.#care.sink.ask({ kind: 'prune', rollouts })
  }

  /** The logs of one host in a rollout, in the order of their steps. */
  async list(rollout: string, host: string): Promise<Output<'log:list'>> {
    await this.#care.settle()
    const found = this.#care.read((db) => listLogs(db, { rollout: asRolloutId(rollout), host: asHostName(host) }))
    return found.map(({ step, attempt, endOffset }) => ({ step, attempt, sizeBytes: endOffset }))
  }

  /** At most `maxBytes` of a log from an offset on; no bytes at its end. */
  async read(key: LogKey, fromOffset: number, maxBytes: number): Promise<{ bytes: Buffer; nextOffset: number }> {
    await this.#care.settle()
    const pieces: Buffer[] = []
    let nextOffset = fromOffset
    this.#care.read((db) => {
      for (const { offset, bytes } of readLog(db, key, { from: fromOffset, to: fromOffset + maxBytes })) {
        pieces.push(bytes)
        nextOffset = offset + bytes.length
      }
    })
    return { bytes: Buffer.concat(pieces), nextOffset }
  }

  /** Exact lines that hold a text. */
  async search({ text, rollout, host, limit }: Input<'log:search'>): Promise<Output<'log:search'>> {
    await this.#care.settle()
    const query = {
      text,
      limit,
      ...(rollout === undefined ? {} : { rollout: asRolloutId(rollout) }),
      ...(host === undefined ? {} : { host: asHostName(host) }),
    }
    const scan = new LogScan(query)
    // all that is stored may have to be looked at: others have their turns in between
    while (this.#care.read((db) => scan.next(db))) await setImmediate()
    return scan.found().hits.map((hit) => ({
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
    const [found] = this.#care.read((db) => listLogs(db, key))
    return found && { sizeBytes: found.endOffset, lastAtMs: found.lastAtMs }
  }

  /** @throws AppError when something could not be stored */
  dispose(): Promise<void> {
    return this.#care.dispose()
  }

  #storeOf(rollout: LogKey['rollout'], host: LogKey['host']): HostLogStore {
    return {
      flush: () => this.#care.settle(),
      list: () =>
        this.#care
          .read((db) => listLogs(db, { rollout, host }))
          .map(({ step, attempt, firstAtMs, endOffset }) => {
            return { key: { rollout, host, step, attempt }, step, attempt, atMs: firstAtMs, endOffset }
          }),
      read: (key, offset, maxBytes) => this.#care.read((db) => readRun(db, key, offset, maxBytes)),
    }
  }
}

/** The first bytes from an offset on that follow on from each other. */
function readRun(db: LogsDb, key: LogKey, offset: number, maxBytes: number): LogBytes | undefined {
  const pieces: Buffer[] = []
  let start = offset
  let end = offset
  for (const piece of readLog(db, key, { from: offset })) {
    if (pieces.length === 0) start = end = piece.offset
    if (piece.offset !== end) break
    pieces.push(piece.bytes.subarray(0, start + maxBytes - end))
    end += piece.bytes.length
    if (end - start >= maxBytes) break
  }
  return pieces.length === 0 ? undefined : { offset: start, bytes: Buffer.concat(pieces) }
}
