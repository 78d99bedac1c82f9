import { randomBytes } from 'node:crypto'
import { AppError } from '../../shared/errors/app-error'
import { Turns } from '../turns/turns'
import { buildScrubScript } from '../commands/scrub-script'
import { buildAbortCommand, buildClaimedCommand, buildPruneCommand, buildQueryCommand } from '../commands/agent-script'
import { hostNameOf, type Target } from '../ports/machine'
import type { ByteRange, LogScrubber } from '../ports/secrets'
import type { Push, Query, QueryResult, StepExit, StepRun, StepShell } from '../ports/shell'
import type { AgentSession } from './agent-session'
import { QueryReader } from './query-exchange'
import { runOneShot } from './one-shot'
import { isPassing, pauseMs, reconnectDelayMs } from './reconnect'
import { SessionPool } from './session-pool'
import type { ShellHost, ShellHosts } from './shell-channel'
import { StepAttempt } from './step-attempt'
import { WordReader } from './word-exchange'

/** Queries and aborts may be repeated without harm; more tries than this only hide a broken host. */
const REPEATS_MAX = 3
/** What a step gets between TERM and KILL when its time is over: enough to remove a lock file. */
const TIMEOUT_GRACE_MS = 5_000
/** Removing many old logs from a slow disk. */
const PRUNE_TIMEOUT_MS = 60_000
/** Some processes for each of at most 1,000 places in a log. */
const SCRUB_TIMEOUT_MS = 120_000
/** For commands that answer at once, on a slow line; an abort waits up to 5 s of it for KILL to be confirmed. */
const ANSWER_TIMEOUT_MS = 30_000

export type StepShellOptions = {
  /** 0 ≤ random < 1; spreads reconnections. */
  readonly random?: () => number
  /** Between TERM and KILL when a step's time is over. */
  readonly timeoutGraceMs?: number
  /** In which commands are sent; those of the console, or its own. */
  readonly turns?: Turns
}

/**
 * The `StepShell` over shells that read commands from a pipe, be they remote or local.
 *
 * Steps run detached and at most once per run directory; aborting one that was not started yet keeps it from ever starting.
 */
export class AgentStepShell implements StepShell, LogScrubber {
  readonly #hosts: ShellHosts
  readonly #random: () => number
  readonly #timeoutGraceMs: number
  readonly #turns: Turns
  readonly #pools = new Map<ShellHost, SessionPool>()

  constructor(hosts: ShellHosts, options: StepShellOptions = {}) {
    this.#hosts = hosts
    this.#turns = options.turns ?? new Turns()
    this.#random = options.random ?? Math.random
    this.#timeoutGraceMs = options.timeoutGraceMs ?? TIMEOUT_GRACE_MS
    hosts.onPressure(() => void this.#turns.next().then(() => this.#closeLongestIdle()))
  }

  run(step: StepRun): Promise<StepExit> {
    const abort = (): Promise<boolean> => this.abort(step.target, step.runDir, this.#timeoutGraceMs)
    return new StepAttempt(this.#poolOf(step.target), step, abort, this.#random).run()
  }

  query(query: Query): Promise<QueryResult> {
    const pool = this.#poolOf(query.target)
    const timeout = queryTimeout(pool.hostName, query.timeoutMs)
    const ask = (session: AgentSession): Promise<QueryResult> =>
      timeout(query.signal, (signal) => session.exchange(queryCommand(query), new QueryReader(pool.hostName), signal))
    return this.#repeat(() => pool.use('query', ask, query.signal), query.signal)
  }

  once(query: Query): Promise<QueryResult> {
    const hostName = hostNameOf(query.target)
    const timeout = queryTimeout(hostName, query.timeoutMs)
    const ask = () =>
      timeout(query.signal, (signal) => runOneShot(this.#hosts.get(query.target), hostName, query.script, signal))
    return this.#repeat(ask, query.signal)
  }

  push(push: Push): Promise<void> {
    return this.#hosts.get(push.target).push(push.localPath, push.remotePath, push.onProgress, push.signal)
  }

  async hasStarted(target: Target, runDir: string): Promise<boolean> {
    return (await this.#askWord('query', target, buildClaimedCommand(runDir), ANSWER_TIMEOUT_MS)) === '1'
  }

  async abort(target: Target, runDir: string, graceMs: number): Promise<boolean> {
    const command = buildAbortCommand(runDir, graceMs, randomBytes(6).toString('hex'))
    const answer = await this.#askWord('abort', target, command, graceMs + ANSWER_TIMEOUT_MS)
    if (answer !== 'stuck') return answer === '1'
    throw new AppError('remote.abort-unconfirmed', { details: { host: hostNameOf(target), runDir } })
  }

  async scrub(
    target: Target,
    runDir: string,
    hidden: readonly ByteRange[],
    result: Readonly<Record<string, string>>,
  ): Promise<void> {
    const script = buildScrubScript(runDir, hidden, result)
    const { exitCode } = await this.query({ target, script, timeoutMs: SCRUB_TIMEOUT_MS })
    if (exitCode === 0) return
    const details = { host: hostNameOf(target), runDir, reason: 'The files there cannot be written.' }
    throw new AppError('secret.left-on-host', { details })
  }

  /** Remove old run directories: not among the newest 30 rollouts, untouched for 14 days, nothing running. Returns how many. */
  async prune(target: Target): Promise<number> {
    return Number(await this.#askWord('query', target, buildPruneCommand(), PRUNE_TIMEOUT_MS))
  }

  async dispose(): Promise<void> {
    for (const pool of this.#pools.values()) pool.dispose()
    await this.#hosts.dispose()
  }

  #askWord(use: 'query' | 'abort', target: Target, command: string, timeoutMs: number): Promise<string> {
    const pool = this.#poolOf(target)
    const timeout = queryTimeout(pool.hostName, timeoutMs)
    const ask = (session: AgentSession): Promise<string> =>
      timeout(undefined, (signal) => session.exchange(command, new WordReader(), signal))
    return this.#repeat(() => pool.use(use, ask))
  }

  /** Give one connection back: that of the machine that has had nothing to do for the longest time. */
  #closeLongestIdle(): void {
    let longest: SessionPool | undefined
    for (const pool of this.#pools.values()) {
      if (pool.idleSinceMs !== undefined && pool.idleSinceMs < (longest?.idleSinceMs ?? Infinity)) longest = pool
    }
    longest?.closeIdle()
  }

  #poolOf(target: Target): SessionPool {
    const host = this.#hosts.get(target)
    const known = this.#pools.get(host)
    if (known !== undefined) return known
    // nobody waits for a connection that this one keeps
    const isUncapped = target.kind === 'local' || target.goesFirst === true
    const isUnderPressure = isUncapped ? undefined : () => this.#hosts.isUnderPressure
    const pool = new SessionPool(host, hostNameOf(target), this.#turns, isUnderPressure)
    this.#pools.set(host, pool)
    return pool
  }

  /** For what does no harm twice: an idle channel may turn out to be dead only when it is used. */
  async #repeat<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let failures = 1; ; failures += 1) {
      try {
        return await work()
      } catch (error) {
        signal?.throwIfAborted()
        if (!isPassing(error) || failures >= REPEATS_MAX) throw error
      }
      await pauseMs(reconnectDelayMs(failures, this.#random), signal)
    }
  }
}

/** With secrets, every try has a place of its own for them. */
const queryCommand = ({ script, secretValues }: Query): string =>
  buildQueryCommand(script, secretValues, `query.${randomBytes(6).toString('hex')}`)
/** Give work a signal that fires with `remote.query-timeout` when its time is over, or when the caller's does. */
function queryTimeout(host: string, timeoutMs: number) {
  return async <T>(signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const expiry = new AbortController()
    const details = { host, timeoutMs }
    const expire = (): void => expiry.abort(new AppError('remote.query-timeout', { details }))
    const timer = setTimeout(expire, timeoutMs)
    try {
      return await work(signal === undefined ? expiry.signal : AbortSignal.any([expiry.signal, signal]))
    } finally {
      clearTimeout(timer)
    }
  }
}
