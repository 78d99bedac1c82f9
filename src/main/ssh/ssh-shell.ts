import type { ClientChannel } from 'ssh2'
import { AppError } from '../../shared/errors/app-error'
import type { ShellChannel } from '../shell/shell-channel'
import { describeEndpoint } from './connect-errors'
import type { Connection } from './connection'

/** Works as a command line of every login shell: bash, dash, busybox ash, zsh, fish, tcsh. */
export const shellCommand = 'exec /bin/sh'

/** One `/bin/sh` on the other side of a connection. */
export class SshShell implements ShellChannel {
  readonly #stream: ClientChannel
  readonly #connection: Connection
  readonly #listeners: ((cause?: Error) => void)[] = []
  #isClosedByUs = false
  #closed: { readonly cause: Error | undefined } | undefined

  /** `release` gives the connection back when the shell is gone. */
  constructor(stream: ClientChannel, connection: Connection, release: () => void) {
    this.#stream = stream
    this.#connection = connection
    stream.on('close', (code?: number | null, killedBy?: string) => {
      release()
      this.#end(this.#isClosedByUs ? undefined : this.#causeOf(code, killedBy))
    })
  }

  write(text: string | Buffer): void {
    if (!this.#closed && !this.#isClosedByUs) this.#stream.write(text)
  }

  onStdout(listener: (bytes: Buffer) => void): void {
    this.#stream.on('data', listener)
  }

  onStderr(listener: (bytes: Buffer) => void): void {
    this.#stream.stderr.on('data', listener)
  }

  /** Called after the last output was read. A cause is an AppError: `ssh.shell-ended`, `ssh.connection-lost`; none when we closed it. */
  onClose(listener: (cause?: Error) => void): void {
    if (this.#closed) listener(this.#closed.cause)
    else this.#listeners.push(listener)
  }

  pause(): void {
    this.#stream.pause()
  }

  resume(): void {
    this.#stream.resume()
  }

  close(): void {
    if (this.#isClosedByUs || this.#closed) return
    this.#isClosedByUs = true
    this.#stream.end()
    this.#stream.close()
    // 'close' comes after the last output was read, and nobody reads it any more
    this.#stream.resume()
    this.#stream.stderr.resume()
  }

  #end(cause: Error | undefined): void {
    if (this.#closed) return
    this.#closed = { cause }
    for (const listener of this.#listeners) listener(cause)
  }

  #causeOf(code: number | null | undefined, killedBy: string | undefined): AppError {
    if (this.#connection.lost) return this.#connection.lost
    const reason = typeof code === 'number' ? `exit ${code}` : killedBy ? `signal ${killedBy}` : 'channel closed'
    return new AppError('ssh.shell-ended', { details: { ...describeEndpoint(this.#connection.endpoint), reason } })
  }
}
