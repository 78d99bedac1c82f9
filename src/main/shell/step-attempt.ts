import { randomBytes } from 'node:crypto'
import { AppError } from '../../shared/errors/app-error'
import type { StepExit, StepRun } from '../ports/shell'
import { isPassing, isWorthAnotherLook, pauseMs, reconnectDelayMs } from './reconnect'
import type { SessionPool } from './session-pool'
import { followStep, type StepEnd } from './step-exchange'

/** Before anything was sent, a refused or lost connection is tried this often, as long as that is quick. */
const FIRST_TRIES_MAX = 3
const FIRST_TRIES_MS = 5_000
/** After its time is over a step is still looked for this long, to end it and to learn how it ended. */
const OVERTIME_MS = 60_000
/** setTimeout cannot count further. */
const TIMER_MAX_MS = 2 ** 31 - 1

/** Ends the process group of an attempt; true when something was running. */
export type AbortAttempt = () => Promise<boolean>

/**
 * One `run` of a step: connects, starts or joins, follows, and comes back after a lost connection.
 *
 * What was sent once may have been started, so from then on connection errors lead to another look until the step's time
 * (and a minute to end it) is over. Once the host confirmed the start, a later look only joins and never starts. Times are of
 * `performance.now()`: setting the clock makes no step overdue.
 */
export class StepAttempt {
  readonly #pool: SessionPool
  readonly #step: StepRun
  readonly #abort: AbortAttempt
  readonly #random: () => number
  readonly #key = randomBytes(6).toString('hex')
  readonly #beganAtMs = performance.now()
  #offset: number
  #tries = 0
  #failures = 0
  #startedAtMs: number | undefined
  #sentAtMs: number | undefined
  #isTimedOut = false
  #expiring: Promise<void> | undefined

  constructor(pool: SessionPool, step: StepRun, abort: AbortAttempt, random: () => number) {
    this.#pool = pool
    this.#step = step
    this.#abort = abort
    this.#random = random
    this.#offset = step.fromOffset ?? 0
  }

  /** Wait for the exit. @throws AppError `ssh.*`, `remote.*` */
  async run(): Promise<StepExit> {
    for (;;) {
      try {
        const end = await this.#follow()
        // The end that an abort brings about may be known before the abort itself is confirmed.
        await this.#expiring
        return this.#toExit(end)
      } catch (error) {
        await this.#recover(error)
      }
    }
  }

  async #follow(): Promise<StepEnd> {
    const { runDir, script, secretValues: secrets, signal } = this.#step
    return await this.#pool.use(
      'step',
      async (session) => {
        this.#tries += 1
        this.#sentAtMs ??= performance.now()
        const expiry = new Expiry(() => this.#expire((error) => session.close(error)))
        const onStart = ({ startedBy, ageMs }: { readonly startedBy: string; readonly ageMs: number }): void => {
          this.#failures = 0
          if (this.#startedAtMs === undefined) this.#step.onStart?.({ isJoined: !this.#isOwn(startedBy), ageMs })
          this.#startedAtMs ??= performance.now() - ageMs
          expiry.armAt(this.#startedAtMs + this.#step.timeoutMs)
        }
        const key = `${this.#key}.${this.#tries}`
        const isJoinOnly = this.#startedAtMs !== undefined
        const command = { runDir, script, secrets, offset: this.#offset, key, isJoinOnly }
        try {
          return await followStep(session, { ...command, onBytes: this.#onBytes, onStart }, signal)
        } finally {
          expiry.disarm()
        }
      },
      signal,
    )
  }

  readonly #onBytes = (bytes: Buffer): void | Promise<void> => {
    const offset = this.#offset
    this.#offset += bytes.length
    return this.#step.onOutput(bytes, offset)
  }

  /** What goes wrong with the abort ends the following; the next look tries both again. */
  #expire(onError: (error: unknown) => void): void {
    const ended = (hasEnded: boolean): void => {
      this.#isTimedOut ||= hasEnded
    }
    this.#expiring = this.#abort().then(ended, onError)
  }

  /** Returns when another try makes sense, throws when not. */
  async #recover(error: unknown): Promise<void> {
    const { signal, timeoutMs, runDir } = this.#step
    signal?.throwIfAborted()
    this.#failures += 1
    if (this.#sentAtMs === undefined) {
      const isQuick = performance.now() - this.#beganAtMs < FIRST_TRIES_MS
      if (!isPassing(error) || this.#failures >= FIRST_TRIES_MAX || !isQuick) throw error
    } else {
      if (!isWorthAnotherLook(error, this.#startedAtMs !== undefined)) throw error
      if (performance.now() > (this.#startedAtMs ?? this.#sentAtMs) + timeoutMs + OVERTIME_MS) {
        const details = { host: this.#pool.hostName, runDir }
        throw new AppError('remote.outcome-unknown', { details, cause: error })
      }
    }
    await pauseMs(reconnectDelayMs(this.#failures, this.#random), signal)
  }

  #isOwn(startedBy: string): boolean {
    return startedBy.startsWith(`${this.#key}.`)
  }

  #toExit(end: StepEnd): StepExit {
    const sinceStartMs = Math.round(performance.now() - (this.#startedAtMs ?? this.#beganAtMs))
    const isOwnAndUnbroken = this.#tries === 1 && end.startedBy === `${this.#key}.1`
    const exitCode = this.#isTimedOut ? null : end.exitCode
    return {
      exitCode,
      timedOut: this.#isTimedOut,
      vanished: !this.#isTimedOut && exitCode === null,
      reattached: !this.#isOwn(end.startedBy),
      logBytes: end.logBytes,
      result: end.result,
      durationMs: isOwnAndUnbroken ? sinceStartMs : (end.durationMs ?? sinceStartMs),
    }
  }
}

/** Calls `expire` once, at a point of time that may be far away. */
class Expiry {
  readonly #expire: () => void
  #timer: NodeJS.Timeout | undefined

  constructor(expire: () => void) {
    this.#expire = expire
  }

  armAt(atMs: number): void {
    clearTimeout(this.#timer)
    const leftMs = atMs - performance.now()
    if (leftMs > TIMER_MAX_MS) this.#timer = setTimeout(() => this.armAt(atMs), TIMER_MAX_MS)
    else this.#timer = setTimeout(this.#expire, Math.max(0, leftMs))
  }

  disarm(): void {
    clearTimeout(this.#timer)
  }
}
