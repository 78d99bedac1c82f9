import type { ClientChannel } from 'ssh2'
import { AppError } from '../../shared/errors/app-error'
import type { HostTerminal, TerminalSize } from '../terminal-ports'
import { describeEndpoint } from './connect-errors'
import type { Connection } from './connection'

/** One login shell with a terminal of its own on the other side of a connection. */
export class SshTerminal implements HostTerminal {
  readonly #channel: ClientChannel
  readonly #connection: Connection
  #onEnd: ((cause?: AppError) => void) | undefined
  #isClosedByUs = false
  #ended: { readonly cause: AppError | undefined } | undefined

  /** `release` gives the connection back when the shell is gone. */
  constructor(channel: ClientChannel, connection: Connection, release: () => void) {
    this.#channel = channel
    this.#connection = connection
    channel.on('close', (code?: number | null, killedBy?: string) => {
      release()
      this.#ended = { cause: this.#isClosedByUs ? undefined : this.#causeOf(code, killedBy) }
      this.#onEnd?.(this.#ended.cause)
    })
  }

  onOutput(listener: (bytes: Buffer) => void): void {
    this.#channel.on('data', listener)
    // a terminal has one output; a server without terminals may have two
    this.#channel.stderr.on('data', listener)
  }

  onEnd(listener: (cause?: AppError) => void): void {
    if (this.#ended) listener(this.#ended.cause)
    else this.#onEnd = listener
  }

  write(text: string): void {
    if (!this.#ended && !this.#isClosedByUs) this.#channel.write(text)
  }

  resize({ columns, rows }: TerminalSize): void {
    if (!this.#ended && !this.#isClosedByUs) this.#channel.setWindow(rows, columns, 0, 0)
  }

  pause(): void {
    this.#channel.pause()
    this.#channel.stderr.pause()
  }

  resume(): void {
    this.#channel.resume()
    this.#channel.stderr.resume()
  }

  close(): void {
    if (this.#isClosedByUs || this.#ended) return
    this.#isClosedByUs = true
    this.#channel.end()
    this.#channel.close()
    // 'close' comes after the last output was read, and nobody reads it any more
    this.resume()
  }

  /** A shell ends with the code of its last command, which is no failure of the shell. */
  #causeOf(code: number | null | undefined, killedBy: string | undefined): AppError | undefined {
    if (this.#connection.lost) return this.#connection.lost
    if (typeof code === 'number') return undefined
    const reason = killedBy ? `signal ${killedBy}` : 'channel closed'
    return new AppError('ssh.shell-ended', { details: { ...describeEndpoint(this.#connection.endpoint), reason } })
  }
}
