import { AppError } from '../../shared/errors/app-error'
import type { Turns } from '../turns/turns'
import { AgentSession } from './agent-session'
import type { ShellHost } from './shell-channel'

/**
 * Channels of one machine. sshd's MaxSessions is 10 by default and file transfers need some too: steps may take 5, queries
 * one more so that a machine full of long steps still answers, aborts two more so that they never wait.
 */
const SESSION_LIMITS = { step: 5, query: 6, abort: 8 } as const
/** Kept open when nothing is to do; the second saves opening one for the next query beside a step. */
const IDLE_SESSIONS_MAX = 2

export type SessionUse = keyof typeof SESSION_LIMITS
type Waiter = { readonly use: SessionUse; readonly wake: () => void }

/** The agent sessions of one machine: reused when idle, opened up to a limit, queued beyond. */
export class SessionPool {
  readonly hostName: string
  readonly #host: ShellHost
  readonly #turns: Turns
  readonly #idle: AgentSession[] = []
  readonly #open = new Set<AgentSession>()
  readonly #waiters: Waiter[] = []
  #openingCount = 0
  /** What the server turned out to allow. */
  #ceiling = Number.POSITIVE_INFINITY
  #isDisposed = false
  readonly #isUnderPressure: (() => boolean) | undefined
  #idleSinceMs = 0

  /** @param isUnderPressure others wait for connections, so sessions are not kept for later; left out: never. */
  constructor(host: ShellHost, hostName: string, turns: Turns, isUnderPressure?: () => boolean) {
    this.#host = host
    this.#turns = turns
    this.hostName = hostName
    this.#isUnderPressure = isUnderPressure
  }

  /** Since when sessions are kept that others could do with; undefined when there are none. Monotonic milliseconds. */
  get idleSinceMs(): number | undefined {
    if (!this.#isUnderPressure) return undefined
    return this.#open.size > 0 && this.#idle.length === this.#open.size ? this.#idleSinceMs : undefined
  }

  /** Close the sessions that are kept only for later. */
  closeIdle(): void {
    for (const session of Array.from(this.#idle)) session.close()
  }

  /** Run one piece of work in a session of its own; waits its turn in order of asking. @throws AppError `ssh.*`, `remote.*` */
  async use<T>(use: SessionUse, work: (session: AgentSession) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const session = await this.#acquire(use, signal)
    try {
      return await work(session)
    } finally {
      this.#release(session)
    }
  }

  /** Close all sessions; whoever waits or works is told `remote.closed`. */
  dispose(): void {
    this.#isDisposed = true
    for (const session of Array.from(this.#open)) session.close()
    this.#wakeAll()
  }

  async #acquire(use: SessionUse, signal: AbortSignal | undefined): Promise<AgentSession> {
    for (;;) {
      signal?.throwIfAborted()
      if (this.#isDisposed) throw new AppError('remote.closed', { details: { host: this.hostName } })
      const session = this.#idle.pop()
      if (session !== undefined) return session
      if (!this.#mayOpen(use)) await this.#turn(use, signal)
      else {
        const opened = await this.#openSession(use, signal)
        if (opened !== undefined) return opened
      }
    }
  }

  /** An abort tries even where the server refused before: it cannot wait for the step that it is to end. */
  #mayOpen(use: SessionUse): boolean {
    const count = this.#open.size + this.#openingCount
    return count < SESSION_LIMITS[use] && (count < this.#ceiling || use === 'abort')
  }

  /** Undefined: the server allows no more channels than there are (MaxSessions), so wait for one of them. */
  async #openSession(use: SessionUse, signal: AbortSignal | undefined): Promise<AgentSession | undefined> {
    this.#openingCount += 1
    try {
      const session = new AgentSession(await this.#host.openShell(signal), this.hostName, this.#turns)
      this.#open.add(session)
      session.onClose(() => this.#forget(session))
      if (this.#isDisposed) session.close()
      return session
    } catch (error) {
      const isRefused = error instanceof AppError && error.code === 'ssh.channel-refused'
      if (!isRefused || use === 'abort' || this.#open.size === 0) throw error
      this.#ceiling = this.#open.size
      return undefined
    } finally {
      this.#openingCount -= 1
      this.#wakeNext()
    }
  }

  #turn(use: SessionUse, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const waiter = { use, wake }
      const leave = (): void => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1)
        resolve()
      }
      this.#waiters.push(waiter)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  #release(session: AgentSession): void {
    if (session.isClosed) return
    this.#idle.push(session)
    this.#idleSinceMs = performance.now()
    if (this.#wakeNext()) return
    if (this.#isUnderPressure?.()) this.closeIdle()
    else if (this.#idle.length > IDLE_SESSIONS_MAX) session.close()
  }

  #forget(session: AgentSession): void {
    this.#open.delete(session)
    const at = this.#idle.indexOf(session)
    if (at >= 0) this.#idle.splice(at, 1)
    this.#wakeNext()
  }

  /** Wake the first waiter that may go on now; it looks again for itself. */
  #wakeNext(): boolean {
    const at = this.#waiters.findIndex(({ use }) => this.#idle.length > 0 || this.#mayOpen(use))
    this.#waiters.splice(at, at < 0 ? 0 : 1).forEach((waiter) => waiter.wake())
    return at >= 0
  }

  #wakeAll(): void {
    for (const waiter of this.#waiters.splice(0)) waiter.wake()
  }
}
