import { Worker } from 'node:worker_threads'
import { AppError } from '../../shared/errors/app-error'
import { appErrorOfSqlite } from '../../shared/errors/sqlite-failure'
import type { LogKey, LogSink } from '../ports'
import type { FromWriter, LogWrite, StoreFailure, ToWriter } from './log-messages'
import { writerUrl } from './writer-url'

// Full at 8 MiB, open again at half: what 1,000 hosts send in some 50 ms, and the writer stores in as long.
const fullBytes = 8 * 1024 * 1024
const drainedBytes = fullBytes / 2
// One message to the worker costs about 20 µs; with 256 KiB in it that is nothing.
const batchBytes = 256 * 1024
const knownLogs = 10_000

export type LogSinkOptions = {
  /** Fill the full-text index when there is time; false leaves that to somebody else. */
  readonly isIndexing?: boolean
  /** How long to wait for another process that writes to the file; 5 s unless given. */
  readonly busyTimeoutMs?: number
  /** Storing fails (a full disk): nothing is lost, it is tried again; and undefined once it works again. */
  readonly onTrouble?: (error: unknown) => void
}

/**
 * The way of bytes into `logs.db`, through a worker thread. The file must have been opened with `openLogs` before.
 * Bytes given to `write` must not change afterwards.
 *
 * @throws AppError `logs.writer-stopped` from every method once the worker has died; `flush` also `db.disk-full` …
 */
export class WorkerLogSink implements LogSink {
  readonly #file: string
  readonly #worker: Worker
  readonly #onTrouble: (error: unknown) => void
  readonly #numbers = new Map<string, number>()
  readonly #flushes = new Map<number, PromiseWithResolvers<void>>()
  #nextNumber = 1
  #writes: LogWrite[] = []
  #chunks: Buffer[] = []
  #batchedBytes = 0
  #queuedBytes = 0
  #room: PromiseWithResolvers<void> | undefined
  #isDispatchDue = false
  #death: AppError | undefined
  #disposed: Promise<void> | undefined

  constructor(file: string, options: LogSinkOptions = {}) {
    const { isIndexing = true, busyTimeoutMs = 5_000, onTrouble = () => {} } = options
    this.#file = file
    this.#onTrouble = onTrouble
    this.#worker = new Worker(writerUrl(import.meta.url), {
      workerData: { file, isIndexing, busyTimeoutMs },
      name: 'log-writer',
    })
    this.#worker.on('message', (message: FromWriter) => this.#receive(message))
    this.#worker.on('error', (error) => this.#die(error.message))
    this.#worker.on('exit', (exitCode) => this.#die(`exit code ${exitCode}`))
  }

  write(key: LogKey, offset: number, bytes: Buffer): boolean {
    if (this.#death) throw this.#death
    if (bytes.length > 0) {
      // First: it may send what was collected so far.
      const log = this.#numberOf(key)
      this.#writes.push({ log, offset, size: bytes.length })
      this.#chunks.push(bytes)
      this.#batchedBytes += bytes.length
      this.#queuedBytes += bytes.length
      if (this.#batchedBytes >= batchBytes) this.#dispatch()
      else this.#dispatchSoon()
    }
    return this.#queuedBytes < fullBytes
  }

  drained(): Promise<void> {
    if (this.#death) return Promise.reject(this.#death)
    if (this.#queuedBytes <= drainedBytes) return Promise.resolve()
    this.#room ??= Promise.withResolvers()
    return this.#room.promise
  }

  flush(): Promise<void> {
    if (this.#death) return Promise.reject(this.#death)
    this.#dispatch()
    const id = this.#nextNumber++
    const flushed = Promise.withResolvers<void>()
    this.#flushes.set(id, flushed)
    this.#send({ kind: 'flush', id })
    return flushed.promise
  }

  /** Store everything and end the worker; rejects, after that, when something could not be stored. Repeatable. */
  dispose(): Promise<void> {
    this.#disposed ??= this.#close()
    return this.#disposed
  }

  async #close(): Promise<void> {
    try {
      await this.flush()
    } finally {
      const hasExited = this.#death
        ? Promise.resolve()
        : new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()))
      this.#send({ kind: 'close' })
      await hasExited
    }
  }

  #numberOf(key: LogKey): number {
    const name = `${key.rollout}\n${key.host}\n${key.step}\n${key.attempt}`
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    if (this.#numbers.size >= knownLogs) {
      this.#dispatch()
      this.#numbers.clear()
      this.#send({ kind: 'forget' })
    }
    const log = this.#nextNumber++
    this.#numbers.set(name, log)
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
    this.#worker.postMessage(message, transfer)
  }

  #receive(message: FromWriter): void {
    switch (message.kind) {
      case 'taken':
        this.#queuedBytes -= message.bytes
        if (this.#queuedBytes <= drainedBytes) this.#room?.resolve()
        if (this.#queuedBytes <= drainedBytes) this.#room = undefined
        break
      case 'flushed': {
        const flushed = this.#flushes.get(message.id)
        this.#flushes.delete(message.id)
        if (message.failure) flushed?.reject(this.#errorOf(message.failure))
        else flushed?.resolve()
        break
      }
      case 'trouble':
        this.#onTrouble(message.failure && this.#errorOf(message.failure))
    }
  }

  #errorOf({ code, message }: StoreFailure): unknown {
    return appErrorOfSqlite(Object.assign(new Error(message), { code }), this.#file)
  }

  #die(reason: string): void {
    if (this.#death) return
    this.#death = new AppError('logs.writer-stopped', { details: { file: this.#file, reason } })
    for (const flushed of this.#flushes.values()) flushed.reject(this.#death)
    this.#flushes.clear()
    this.#room?.reject(this.#death)
    this.#room = undefined
  }
}
