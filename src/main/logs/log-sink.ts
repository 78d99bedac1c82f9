import { Worker } from 'node:worker_threads'
import { AppError } from '../../shared/errors/app-error'
import { appErrorOfSqlite } from '../../shared/errors/sqlite-failure'
import type { LogKey, LogSink } from '../ports/logs'
import type { FromWriter, LogWrite, StoreFailure, ToWriter, WriterAnswers, WriterQuestion } from './log-messages'
import { writerUrl } from './writer-url'

// Full at 8 MiB, open again at half: what 1,000 hosts send in some 50 ms, and the writer stores in as long.
const fullBytes = 8 * 1024 * 1024
const drainedBytes = fullBytes / 2
// One message to the worker costs about 20 µs; with 256 KiB in it that is nothing.
const batchBytes = 256 * 1024
const knownLogs = 10_000
// A worker that died of a bug would do so again at once.
const restartAfterMs = 1_000

export type LogSinkOptions = {
  /** Fill the full-text index when there is time; false leaves that to somebody else. */
  readonly isIndexing?: boolean
  /** How long to wait for another process that writes to the file; 1 s unless given. */
  readonly busyTimeoutMs?: number
  /** False: the file cannot be opened yet; `ask({kind: 'open'})` says when. */
  readonly isOpen?: boolean
  /** Storing fails (a full disk), which is tried again; and undefined once it works again. */
  readonly onTrouble?: (error: AppError | undefined) => void
  /** The file is damaged, or (undefined) not there any more: it has to be replaced. */
  readonly onBroken?: (error: AppError | undefined) => void
  /** The output of such a log is kept elsewhere: while nothing can be stored it is left out rather than waited for. */
  readonly isKeptElsewhere?: (key: LogKey) => boolean
  /** Bytes of this log were left out. */
  readonly onLeftOut?: (key: LogKey) => void
}

/**
 * The way of bytes into `logs.db`, through a worker thread. The file must have been opened with `openLogs` before.
 * Bytes given to `write` must not change afterwards.
 *
 * What cannot be stored waits, up to 24 MiB. From then on output that is kept on its host is left out (`onLeftOut`), so that
 * a rollout is never held up by its logs; other output has to wait. A worker that died is started again.
 *
 * @throws AppError from `flush` and `ask`: `db.disk-full` …, `logs.writer-stopped` while there is no worker
 */
export class WorkerLogSink implements LogSink {
  readonly #file: string
  readonly #options: LogSinkOptions
  readonly #numbers = new Map<string, { readonly log: number; readonly key: LogKey }>()
  readonly #asked = new Map<number, PromiseWithResolvers<unknown>>()
  #worker: Worker | undefined
  #nextNumber = 1
  #writes: LogWrite[] = []
  #chunks: Buffer[] = []
  #batchedBytes = 0
  #queuedBytes = 0
  #room: PromiseWithResolvers<void> | undefined
  #isDispatchDue = false
  #isInTrouble = false
  #death: AppError | undefined
  #restart: NodeJS.Timeout | undefined
  #isDisposing = false
  #disposed: Promise<void> | undefined

  constructor(file: string, options: LogSinkOptions = {}) {
    this.#file = file
    this.#options = options
    this.#start(options.isOpen ?? true)
  }

  write(key: LogKey, offset: number, bytes: Buffer): boolean {
    if (bytes.length === 0) return this.#queuedBytes < fullBytes
    const isStuck = this.#death !== undefined || (this.#isInTrouble && this.#queuedBytes >= fullBytes)
    if (isStuck && (this.#death || this.#options.isKeptElsewhere?.(key))) {
      this.#options.onLeftOut?.(key)
      return true
    }
    // First: it may send what was collected so far.
    const log = this.#numberOf(key)
    this.#writes.push({ log, offset, size: bytes.length })
    this.#chunks.push(bytes)
    this.#batchedBytes += bytes.length
    this.#queuedBytes += bytes.length
    if (this.#batchedBytes >= batchBytes) this.#dispatch()
    else this.#dispatchSoon()
    return this.#queuedBytes < fullBytes
  }

  drained(): Promise<void> {
    if (this.#death || this.#queuedBytes <= drainedBytes) return Promise.resolve()
    this.#room ??= Promise.withResolvers()
    return this.#room.promise
  }

  flush(): Promise<void> {
    return this.ask({ kind: 'flush' })
  }

  /** Ask the writer something; what was written before comes first. */
  ask<Q extends WriterQuestion>(question: Q): Promise<WriterAnswers[Q['kind']]> {
    if (this.#death) return Promise.reject(this.#death)
    this.#dispatch()
    const id = this.#nextNumber++
    const asked = Promise.withResolvers<unknown>()
    this.#asked.set(id, asked)
    this.#send({ kind: 'ask', id, question })
    return asked.promise as Promise<WriterAnswers[Q['kind']]>
  }

  /** Store everything and end the worker; rejects, after that, when something could not be stored. Repeatable. */
  dispose(): Promise<void> {
    this.#disposed ??= this.#close()
    return this.#disposed
  }

  #start(isOpen: boolean): void {
    const { isIndexing = true, busyTimeoutMs = 1_000 } = this.#options
    const worker = new Worker(writerUrl(import.meta.url), {
      workerData: { file: this.#file, isIndexing, busyTimeoutMs, isOpen },
      name: 'log-writer',
    })
    this.#worker = worker
    this.#death = undefined
    worker.on('message', (message: FromWriter) => this.#receive(message))
    if (this.#isInTrouble) worker.once('online', () => this.#receive({ kind: 'trouble' }))
    worker.on('error', (error) => this.#die(error.message))
    worker.on('exit', (exitCode) => this.#die(`exit code ${exitCode}`))
  }

  async #close(): Promise<void> {
    this.#isDisposing = true
    clearTimeout(this.#restart)
    try {
      await this.flush()
    } finally {
      const hasExited = this.#death
        ? Promise.resolve()
        : new Promise<void>((resolve) => this.#worker?.once('exit', () => resolve()))
      this.#send({ kind: 'close' })
      await hasExited
    }
  }

  #numberOf(key: LogKey): number {
    const name = `${key.rollout}\n${key.host}\n${key.step}\n${key.attempt}`
    const known = this.#numbers.get(name)
    if (known) return known.log
    if (this.#numbers.size >= knownLogs) {
      this.#dispatch()
      this.#numbers.clear()
      this.#send({ kind: 'forget' })
    }
    const log = this.#nextNumber++
    this.#numbers.set(name, { log, key })
    this.#send({ kind: 'log', log, key })
    return log
  }

  #dispatchSoon(): void {
    if (this.#isDispatchDue) return
    this.#isDispatchDue = true
    setImmediate(() => this.#dispatch())
  }

  #dispatch(): void {
    this.#isDispatchDue = false
    if (this.#writes.length === 0 || this.#death) return
    const bytes = new Uint8Array(this.#batchedBytes)
    let at = 0
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at)
      at += chunk.length
    }
    this.#send({ kind: 'batch', writes: this.#writes, bytes }, [bytes.buffer])
    this.#writes = []
    this.#chunks = []
    this.#batchedBytes = 0
  }

  #send(message: ToWriter, transfer: ArrayBuffer[] = []): void {
    this.#worker?.postMessage(message, transfer)
  }

  #receive(message: FromWriter): void {
    switch (message.kind) {
      case 'taken':
        this.#queuedBytes -= message.bytes
        if (this.#queuedBytes <= drainedBytes) this.#letOn()
        break
      case 'answer': {
        const asked = this.#asked.get(message.id)
        this.#asked.delete(message.id)
        if (message.failure) asked?.reject(this.#errorOf(message.failure))
        else asked?.resolve(message.value)
        break
      }
      case 'trouble':
        this.#isInTrouble = message.failure !== undefined
        // who waits for room has waited long enough: what is kept elsewhere is left out from now on
        if (this.#isInTrouble) this.#letOn()
        this.#options.onTrouble?.(message.failure && this.#errorOf(message.failure))
        break
      case 'broken':
        this.#isInTrouble = true
        this.#letOn()
        this.#options.onBroken?.(message.failure && this.#errorOf(message.failure))
    }
  }

  #letOn(): void {
    this.#room?.resolve()
    this.#room = undefined
  }

  #errorOf({ code, message }: StoreFailure): AppError {
    const error = appErrorOfSqlite(Object.assign(new Error(message), { code }), this.#file)
    if (error instanceof AppError) return error
    return new AppError('db.io-failed', { details: { file: this.#file, reason: message }, cause: error })
  }

  #die(reason: string): void {
    if (this.#death) return
    const death = new AppError('logs.writer-stopped', { details: { file: this.#file, reason } })
    this.#death = death
    for (const asked of this.#asked.values()) asked.reject(death)
    this.#asked.clear()
    // nobody knows how much of them was stored
    if (!this.#isDisposing) for (const { key } of this.#numbers.values()) this.#options.onLeftOut?.(key)
    this.#numbers.clear()
    this.#writes = []
    this.#chunks = []
    this.#batchedBytes = 0
    this.#queuedBytes = 0
    this.#letOn()
    if (this.#isDisposing) return
    this.#isInTrouble = true
    this.#options.onTrouble?.(death)
    this.#restart = setTimeout(() => this.#start(true), restartAfterMs)
  }
}
