import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { AppError, toWireError } from '../../shared/errors/app-error'
import type { LogsHealth } from '../../shared/ipc/requests/evidence-requests'
import { WorkerLogSink, type LogSinkOptions } from './log-sink'
import { inLogs, openLogs, type LogsDb } from './logs-db'
import { setAside } from './set-aside'

/** What keeps a file from being opened or replaced is looked at again after this long. */
const retryMs = 2_000
/** This thread serves everybody: it does not wait for who holds the file. */
const readerBusyMs = 100

export type LogsCareOptions = Pick<LogSinkOptions, 'isKeptElsewhere' | 'onLeftOut'> & {
  readonly nowMs: () => number
  /** Why nothing can be stored; and undefined once it works again. */
  readonly onProblem?: (problem: AppError | undefined) => void
  /** The file is another one than before. */
  readonly onReplaced?: () => void
}

/**
 * Keeps `logs.db` usable: a console opens and goes on whatever became of it. A file that cannot be used now is tried again;
 * a damaged one is set aside and a new one begun, into which the writer saves what can be read; one that was deleted by
 * hand is written again from what is still open.
 */
export class LogsCare {
  readonly sink: WorkerLogSink
  /** There was no file, or an empty one. */
  readonly isNew: boolean
  readonly #file: string
  readonly #options: LogsCareOptions
  #db: LogsDb | undefined
  #problem: LogsHealth['problem']
  #rewrittenAtMs: number | undefined
  #replacing: Promise<void> | undefined
  #retry: NodeJS.Timeout | undefined
  #isDisposed = false

  /** @throws AppError `db.from-the-future` */
  constructor(file: string, options: LogsCareOptions) {
    this.#file = file
    this.#options = options
    this.isNew = (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0
    this.#openFile()
    const { isKeptElsewhere, onLeftOut } = options
    this.sink = new WorkerLogSink(file, {
      isOpen: this.#db !== undefined,
      onTrouble: (error) => this.#noteProblem(error),
      onBroken: (error) => void this.#replace(error),
      ...(isKeptElsewhere ? { isKeptElsewhere } : {}),
      ...(onLeftOut ? { onLeftOut } : {}),
    })
    if (!this.#db) this.#openLater()
  }

  /** How the store is, and what became of damaged files. */
  health(): LogsHealth {
    return {
      file: this.#file,
      ...(this.#problem ? { problem: this.#problem } : {}),
      ...(this.#rewrittenAtMs === undefined ? {} : { rewrittenAtMs: this.#rewrittenAtMs }),
      setAside: this.#listSetAside(),
    }
  }

  #listSetAside(): LogsHealth['setAside'] {
    if (!this.#db) return []
    try {
      return this.read(listSalvages)
    } catch (error) {
      // the problem says so
      if (error instanceof AppError) return []
      throw error
    }
  }

  /** Wait until what was written before can be read, as far as the store works: what does not is told by its health. */
  async settle(): Promise<void> {
    await this.#replacing
    try {
      await this.sink.flush()
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
    await this.#replacing
  }

  /** Read. @throws AppError `db.*`; a damaged file is replaced after that */
  read<T>(work: (db: LogsDb) => T): T {
    try {
      // one that is being replaced must not be opened half-way
      if (this.#replacing) throw new AppError('db.locked', { details: { file: this.#file } })
      this.#db ??= openLogs(this.#file, readerBusyMs)
      const db = this.#db
      return inLogs(this.#file, () => work(db))
    } catch (error) {
      if (error instanceof AppError && error.code === 'db.corrupt') void this.#replace(error)
      throw error
    }
  }

  /** @throws AppError when something could not be stored */
  async dispose(): Promise<void> {
    this.#isDisposed = true
    clearTimeout(this.#retry)
    await this.#replacing
    try {
      await this.sink.dispose()
    } finally {
      this.#db?.close()
    }
  }

  /** Open the file that is there, or make one; a damaged one is set aside first. Not opened: the problem says why. */
  #openFile(): void {
    try {
      this.#db = openLogs(this.#file, readerBusyMs)
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'db.from-the-future') throw error
      if (error.code === 'db.corrupt') return this.#beginAnew(error)
      this.#noteProblem(error)
    }
  }

  #beginAnew(damage: AppError): void {
    const atMs = this.#options.nowMs()
    try {
      const aside = inLogs(this.#file, () => setAside(this.#file, atMs))
      const db = openLogs(this.#file, readerBusyMs)
      const sql = 'INSERT INTO salvages (file, set_aside_at_ms, reason) VALUES (?, ?, ?)'
      db.prepare(sql).run(aside, atMs, reasonOf(damage))
      this.#db = db
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      this.#noteProblem(error)
    }
  }

  #openLater(): void {
    if (this.#isDisposed) return
    this.#retry = setTimeout(() => {
      if (!this.#db) this.#openFile()
      if (!this.#db) return this.#openLater()
      this.sink.ask({ kind: 'open' }).catch(() => this.#openLater())
    }, retryMs)
  }

  /** The writer says that the file is damaged, or (undefined) gone. Once at a time. */
  #replace(error: AppError | undefined): Promise<void> {
    this.#replacing ??= this.#replaceFile(error)
      .catch((failure: unknown) => {
        if (!(failure instanceof AppError)) throw failure
        this.#noteProblem(failure)
        // the writer says so again when it is still so
        this.#openLater()
      })
      .finally(() => {
        this.#replacing = undefined
      })
    return this.#replacing
  }

  async #replaceFile(error: AppError | undefined): Promise<void> {
    this.#db?.close()
    this.#db = undefined
    if (error) {
      await this.sink.ask({ kind: 'release' })
      this.#beginAnew(error)
    } else {
      await this.#rewrite()
      this.#openFile()
    }
    if (!this.#db) return this.#openLater()
    await this.sink.ask({ kind: 'open' })
    this.#options.onReplaced?.()
  }

  /** The file was deleted, or another one put in its place, while it was open: write it again. */
  async #rewrite(): Promise<void> {
    const rescued = `${this.#file}.rescued`
    const isRescued = await this.sink.ask({ kind: 'release', rescueTo: rescued }).then(
      () => true,
      // it is damaged as well, or the disk is full: then what the hosts have is fetched from them
      () => this.sink.ask({ kind: 'release' }).then(() => false),
    )
    inLogs(this.#file, () => {
      if (existsSync(this.#file)) setAside(this.#file, this.#options.nowMs())
      for (const end of ['-wal', '-shm']) rmSync(this.#file + end, { force: true })
      if (isRescued) renameSync(rescued, this.#file)
    })
    this.#rewrittenAtMs = this.#options.nowMs()
  }

  #noteProblem(error: AppError | undefined): void {
    const sinceMs = this.#problem?.sinceMs ?? this.#options.nowMs()
    this.#problem = error && { ...toWireError(error), sinceMs }
    this.#options.onProblem?.(error)
  }
}

function listSalvages(db: LogsDb): LogsHealth['setAside'] {
  const sql = `SELECT file, set_aside_at_ms AS atMs, reason, saved, lost, finished_at_ms AS finishedAtMs
               FROM salvages ORDER BY set_aside_at_ms DESC LIMIT 20`
  type Row = Omit<LogsHealth['setAside'][number], 'isFinished'> & { finishedAtMs: number | null }
  const rows = db.prepare(sql).all() as Row[]
  return rows
    .filter(({ file }) => existsSync(file))
    .map(({ finishedAtMs, ...row }) => ({ ...row, isFinished: finishedAtMs !== null }))
}

/** What SQLite says of a damaged file. */
const reasonOf = ({ details: { reason }, message }: AppError): string => (typeof reason === 'string' ? reason : message)
