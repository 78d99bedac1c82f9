import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { Duplex } from 'node:stream'
import { AppError } from '../../shared/errors/app-error'
import { connectTimeout, describeEndpoint, toConnectError } from './connect-errors'
import type { Endpoint } from './endpoint'
import { expandTokens } from './tokens'

/** A TCP connection to the server. @throws AppError `ssh.name-unknown`, `ssh.connect-refused`, `ssh.connect-timeout`, `ssh.unreachable` */
export function openTcp(endpoint: Endpoint, signal: AbortSignal): Promise<Duplex> {
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
    socket.once('connect', () => end(() => resolve(socket)))
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
  const child = spawn('/bin/sh', ['-c', `exec ${line}`], { stdio: ['pipe', 'pipe', 'pipe'] })
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin })
  let lastWords = ''
  child.stderr.on('data', (bytes: Buffer) => (lastWords = `${lastWords}${bytes.toString()}`.slice(-500)))
  const fail = (reason: string, cause?: unknown) =>
    stream.destroy(new AppError('ssh.proxy-failed', { details: { host: label, command: line, reason }, cause }))
  child.on('error', (cause) => fail(cause.message, cause))
  child.on('exit', (code, killedBy) => {
    if (!stream.destroyed) fail(lastWords.trim() || (code === null ? `signal ${killedBy}` : `exit ${code}`))
  })
  stream.on('close', () => child.kill())
  // kept so that an end before the handshake is not an unhandled error
  stream.on('error', () => undefined)
  return stream
}
