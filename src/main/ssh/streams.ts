import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { connect } from 'node:net'
import { Duplex } from 'node:stream'
import { AppError } from '../../shared/errors/app-error'
import { requireStreams } from '../shell/require-streams'
import { connectTimeout, describeEndpoint, toConnectError } from './connect-errors'
import type { Endpoint } from './endpoint'
import { expandTokens } from './tokens'
import { TurnedStream } from './turned-stream'
import type { Turns } from '../turns/turns'

/** A TCP connection to the server. @throws AppError `ssh.name-unknown`, `ssh.connect-refused`, `ssh.connect-timeout`, `ssh.unreachable` */
export function openTcp(endpoint: Endpoint, turns: Turns, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    // without TCP_NODELAY each small packet of the handshake waits for the acknowledgement of the one before
    const socket = connect({ host: endpoint.host, port: endpoint.port, noDelay: true })
    const end = (settle: () => void) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      socket.removeAllListeners('connect')
      settle()
    }
    const fail = (error: unknown) => {
      socket.destroy()
      end(() => reject(error))
    }
    const abort = () => fail(signal.reason)
    const timer = setTimeout(() => fail(connectTimeout(endpoint, 'connecting')), endpoint.connectTimeoutMs)
    signal.addEventListener('abort', abort, { once: true })
    socket.on('error', (error) => fail(toConnectError(endpoint, error, 'connecting')))
    socket.once('connect', () => end(() => resolve(new TurnedStream(socket, turns))))
  })
}

/** OpenSSH refuses the same: a name that the shell of a ProxyCommand would read as code. */
const shellCharacters = /[\s'"`$\\;&<>|(){}*?[\]!#~]|^-/

/**
 * The input and output of a ProxyCommand, run by `/bin/sh`. It ends with the connection.
 * @throws AppError `ssh.proxy-failed` when a name in it would be read as code
 */
export function openProxyCommand(endpoint: Endpoint, command: string, home: string): Duplex {
  const { host, port, user, label } = endpoint
  const unsafe = [host, user].find((text) => shellCharacters.test(text))
  if (unsafe !== undefined) {
    const details = { ...describeEndpoint(endpoint), command, reason: `"${unsafe}" may not appear in a command line` }
    throw new AppError('ssh.proxy-failed', { details })
  }
  const line = expandTokens(command, { host, alias: host, port, user, home })
  const child = requireStreams(spawn('/bin/sh', ['-c', `exec ${line}`], { stdio: ['pipe', 'pipe', 'pipe'] }))
  return new ProcessStream(child, label, line)
}

/**
 * The input and output of a process as one stream. The end of its output is held back until the process is gone, so that what
 * it said last is the reason, and not "connection closed".
 */
class ProcessStream extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams

  constructor(child: ChildProcessWithoutNullStreams, host: string, command: string) {
    super()
    this.#child = child
    let lastWords = ''
    const fail = (reason: string, cause?: unknown) =>
      this.destroy(new AppError('ssh.proxy-failed', { details: { host, command, reason }, cause }))
    child.stdout.on('data', (bytes: Buffer) => this.push(bytes) || child.stdout.pause())
    child.stderr.on('data', (bytes: Buffer) => (lastWords = `${lastWords}${bytes.toString()}`.slice(-500)))
    child.on('error', (cause) => fail(cause.message, cause))
    child.on('close', (code, killedBy) =>
      fail(lastWords.trim() || (code === null ? `signal ${killedBy}` : `exit ${code}`)),
    )
    // a write to a process that has just ended; its end is told by 'close'
    child.stdin.on('error', () => undefined)
    // kept so that an end before the handshake is not an unhandled error
    this.on('error', () => undefined)
  }

  override _read(): void {
    this.#child.stdout.resume()
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#child.stdin.write(bytes, () => done())
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#child.kill()
    done(error)
  }
}
