import type { ClientChannel } from 'ssh2'
import { AppError } from '../../shared/errors/app-error'
import type { ShellChannel, ShellHost } from '../shell/shell-channel'
import type { HostTerminal, TerminalSize } from '../terminal-ports'
import type { Connection } from './connection'
import { orAborted, type Lease, type Link } from './link'
import { pushFile } from './push'
import { shellCommand, SshShell } from './ssh-shell'
import { SshTerminal } from './ssh-terminal'

/** One machine reached over SSH. Connects on first use, and again on the next use after a loss. */
export class SshHost implements ShellHost {
  readonly #link: Link

  constructor(link: Link) {
    this.#link = link
  }

  /** @throws AppError `ssh.*`; rejects with the signal's reason when aborted */
  openShell(signal?: AbortSignal): Promise<ShellChannel> {
    return this.#use(async ({ connection, release }) => {
      const channel = await this.#opened(connection.exec(shellCommand), release, signal)
      return new SshShell(channel, connection, release)
    }, signal)
  }

  /** The login shell, with a terminal. @throws AppError `ssh.*`; rejects with the signal's reason when aborted */
  openTerminal(size: TerminalSize, signal: AbortSignal): Promise<HostTerminal> {
    return this.#use(async ({ connection, release }) => {
      const channel = await this.#opened(connection.openTerminal(size), release, signal)
      return new SshTerminal(channel, connection, release)
    }, signal)
  }

  /** Send a file, continuing `<remotePath>.part`. @throws AppError `ssh.*` */
  push(
    localPath: string,
    remotePath: string,
    onProgress: (sentBytes: number, totalBytes: number) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    return this.withConnection(
      (connection) => pushFile(connection, { localPath, remotePath, onProgress, signal }),
      signal,
    )
  }

  /** Borrow the connection for the time of `work`; it is not closed as idle meanwhile. */
  withConnection<T>(work: (connection: Connection) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#use(async ({ connection, release }) => {
      try {
        return await work(connection)
      } finally {
        release()
      }
    }, signal)
  }

  async dispose(): Promise<void> {
    await this.#link.dispose()
  }

  /** A channel that is being opened; one that comes too late is closed, and without one the connection is given back. */
  async #opened(
    opening: Promise<ClientChannel>,
    release: () => void,
    signal: AbortSignal | undefined,
  ): Promise<ClientChannel> {
    try {
      return await orAborted(opening, signal)
    } catch (error) {
      opening.then((channel) => channel.close()).catch(() => undefined)
      release()
      throw error
    }
  }

  /** A connection may have died unnoticed while nobody used it: the first use then finds out, and gets a new one. */
  async #use<T>(work: (lease: Lease) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const wasOpen = this.#link.connection !== undefined
    const lease = await this.#link.lease(signal)
    try {
      return await work(lease)
    } catch (error) {
      const isStale = wasOpen && error instanceof AppError && error.code === 'ssh.connection-lost'
      if (!isStale || signal?.aborted) throw error
      return await work(await this.#link.lease(signal))
    }
  }
}
