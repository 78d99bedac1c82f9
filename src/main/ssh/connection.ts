import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { Client, ClientChannel, SFTPWrapper } from 'ssh2'
import { AppError } from '../../shared/errors/app-error'
import type { TerminalSize } from '../terminal-ports'
import { describeEndpoint } from './connect-errors'
import type { Endpoint } from './endpoint'
import type { HostKey } from './host-key'

type Opened = {
  readonly client: Client
  readonly stream: Duplex
  readonly endpoint: Endpoint
  readonly hostKey: HostKey | undefined
  /** Software and version as the server greeted. */
  readonly serverVersion: string
  /** The way that logged in, without secrets. */
  readonly login: string
}

/** How long a peer may take to close its side before the socket is dropped. */
const closeGraceMs = 1_000

/** Dropbear (2022.83) ends a session that begins at the moment in which the process of another one exits. */
const execRetryDelaysMs = [5, 20, 50, 100, 200]

/** One connection that is logged in; all work on a host goes through channels of it. */
export class Connection {
  readonly endpoint: Endpoint
  readonly hostKey: HostKey | undefined
  readonly serverVersion: string
  readonly login: string
  readonly #client: Client
  readonly #stream: Duplex
  readonly #listeners = new Set<() => void>()
  #leases = 0
  #idleSinceMs = Date.now()
  #onIdle: (() => void) | undefined
  #lastError: string | undefined
  #lost: AppError | undefined
  #isGone = false

  constructor(opened: Opened) {
    this.endpoint = opened.endpoint
    this.hostKey = opened.hostKey
    this.serverVersion = opened.serverVersion
    this.login = opened.login
    this.#client = opened.client
    this.#stream = opened.stream
    this.#client.on('error', (error) => (this.#lastError ??= error.message))
    this.#client.on('close', () => this.#onClose())
  }

  /** Why the connection cannot be used any more; undefined while it can. */
  get lost(): AppError | undefined {
    return this.#lost
  }

  /** Since when nobody uses it (UTC ms); undefined while somebody does. */
  get idleSinceMs(): number | undefined {
    return this.#leases === 0 ? this.#idleSinceMs : undefined
  }

  /** Called when the last lease is given back. */
  set onIdle(listener: () => void) {
    this.#onIdle = listener
  }

  /** Called once when the socket is gone, whoever ended it. */
  onGone(listener: () => void): void {
    if (this.#isGone) listener()
    else this.#listeners.add(listener)
  }

  /** Keep the connection from being closed as idle; the returned function gives it back (once). */
  lease(): () => void {
    this.#leases += 1
    let isBack = false
    return () => {
      if (isBack) return
      isBack = true
      this.#leases -= 1
      if (this.#leases > 0 || this.#lost) return
      this.#idleSinceMs = Date.now()
      this.#onIdle?.()
    }
  }

  /** Run a command line in the login shell. @throws AppError `ssh.channel-refused`, `ssh.connection-lost` */
  async exec(command: string): Promise<ClientChannel> {
    const channel = await this.#execAgain(command, 0)
    // a write to a channel that has just ended; its end is told by 'close'
    channel.on('error', () => undefined)
    return channel
  }

  /** The login shell, with a terminal. @throws AppError `ssh.channel-refused`, `ssh.connection-lost` */
  async openTerminal({ columns, rows }: TerminalSize): Promise<ClientChannel> {
    // a size in pixels would be believed more than the one in characters
    const window = { term: 'xterm-256color', cols: columns, rows, width: 0, height: 0 }
    const channel = await this.#open<ClientChannel>('terminal', (done) => this.#client.shell(window, done))
    channel.on('error', () => undefined)
    return channel
  }

  async #execAgain(command: string, tries: number): Promise<ClientChannel> {
    try {
      return await this.#open<ClientChannel>('session', (done) => this.#client.exec(command, done))
    } catch (error) {
      const isMishap = error instanceof AppError && error.details['reason'] === 'Unable to exec'
      const delayMs = execRetryDelaysMs[tries]
      if (!isMishap || delayMs === undefined) throw error
      await delay(delayMs)
      return this.#execAgain(command, tries + 1)
    }
  }

  /** A byte stream to another address, opened by this server. @throws AppError `ssh.channel-refused`, `ssh.connection-lost` */
  forward(host: string, port: number): Promise<Duplex> {
    return this.#open(`tunnel to ${host}:${port}`, (done) => this.#client.forwardOut('127.0.0.1', 0, host, port, done))
  }

  /** @throws AppError `ssh.channel-refused` (no sftp subsystem, too), `ssh.connection-lost` */
  async openSftp(): Promise<SFTPWrapper> {
    const sftp = await this.#open<SFTPWrapper>('sftp session', (done) => this.#client.sftp(done))
    // a reply that makes no sense; every request under way fails with it
    sftp.on('error', () => undefined)
    return sftp
  }

  /** End the connection; channels still open are closed with it. From now on nobody can use it; resolves when the socket is gone. */
  async close(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.onGone(resolve))
    this.#lost ??= new AppError('ssh.connection-closed', { details: describeEndpoint(this.endpoint) })
    this.#client.end()
    const timer = setTimeout(() => this.#stream.destroy(), closeGraceMs)
    await gone
    clearTimeout(timer)
  }

  #open<T>(what: string, start: (done: (error: Error | undefined, opened: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const fail = (cause: unknown) => reject(this.#refused(what, cause))
      if (this.#lost) return reject(this.#lost)
      try {
        start((error, opened) => (error ? fail(error) : resolve(opened)))
      } catch (error) {
        // thrown when the socket has just closed and 'close' is yet to come
        fail(error)
      }
    })
  }

  #refused(what: string, cause: unknown): AppError {
    if (this.#lost) return this.#lost
    const reason = cause instanceof Error ? cause.message.replace('(SSH) Channel open failure: ', '') : String(cause)
    const code = reason === 'Not connected' ? 'ssh.connection-lost' : 'ssh.channel-refused'
    return new AppError(code, { details: { ...describeEndpoint(this.endpoint), what, reason }, cause })
  }

  #onClose(): void {
    if (this.#isGone) return
    this.#isGone = true
    const reason = this.#lastError ?? 'the server closed it'
    this.#lost ??= new AppError('ssh.connection-lost', { details: { ...describeEndpoint(this.endpoint), reason } })
    for (const listener of this.#listeners) listener()
    this.#listeners.clear()
  }
}
