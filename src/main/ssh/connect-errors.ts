import { AppError, type ErrorDetails } from '../../shared/errors/app-error'
import type { ErrorCode } from '../../shared/errors/catalogue'
import type { Endpoint } from './endpoint'
import type { Login } from './login'

/** How far a connection had come. */
export type ConnectPhase = 'connecting' | 'handshake' | 'login'

const codeByErrno: Readonly<Record<string, ErrorCode>> = {
  ENOTFOUND: 'ssh.name-unknown',
  EAI_AGAIN: 'ssh.name-unknown',
  EAI_NONAME: 'ssh.name-unknown',
  ECONNREFUSED: 'ssh.connect-refused',
  ETIMEDOUT: 'ssh.connect-timeout',
  EHOSTUNREACH: 'ssh.unreachable',
  EHOSTDOWN: 'ssh.unreachable',
  ENETUNREACH: 'ssh.unreachable',
  ENETDOWN: 'ssh.unreachable',
  EADDRNOTAVAIL: 'ssh.unreachable',
}

/** What every message about an endpoint can name. Pure; no secrets. */
export function describeEndpoint(endpoint: Endpoint): ErrorDetails & { host: string; address: string; user: string } {
  const { label, host, port, user } = endpoint
  return { host: label, address: `${host.includes(':') ? `[${host}]` : host}:${port}`, user }
}

/** Translate what went wrong while connecting, once. `login` is there when logging in had begun. */
export function toConnectError(endpoint: Endpoint, error: unknown, phase: ConnectPhase, login?: Login): AppError {
  if (error instanceof AppError) return error
  const cause = firstCause(error)
  const reason = cause.message
  const code = codeByErrno[cause.code ?? '']
  const details = { ...describeEndpoint(endpoint), name: endpoint.host, reason, phase }
  if (code === 'ssh.connect-timeout') return connectTimeout(endpoint, phase, cause)
  if (code) return new AppError(code, { details, cause })
  if (login && login.tried.length > 0 && phase === 'login') {
    const isTooMany = /too many|authentication failures/i.test(reason)
    return authError(endpoint, isTooMany ? 'ssh.too-many-attempts' : 'ssh.auth-failed', login, cause)
  }
  // nothing but a closed connection: what MaxStartups looks like from here, so it is worth another try
  const isDropped = phase !== 'login' && /before handshake|closed|reset|EPIPE/i.test(`${reason} ${cause.code ?? ''}`)
  return new AppError('ssh.handshake-failed', { details: { ...details, isDropped }, cause })
}

/** What answered does not speak SSH, or is an sshd that turns us away in words. Pure. */
export function strangerError(endpoint: Endpoint, greeting: string, cause: unknown): AppError {
  const reason = `it said ${JSON.stringify(greeting.split(/\r?\n/)[0]?.slice(0, 100))}`
  // OpenSSH 8.5 and later, and 9.8 and later, when they are busy
  const isDropped = /exceeded maxstartups|not allowed at this time/i.test(greeting)
  return new AppError('ssh.handshake-failed', { details: { ...describeEndpoint(endpoint), reason, isDropped }, cause })
}

/** The time is over. Pure. */
export function connectTimeout(endpoint: Endpoint, phase: ConnectPhase, cause?: unknown): AppError {
  const seconds = endpoint.connectTimeoutMs / 1_000
  return new AppError('ssh.connect-timeout', { details: { ...describeEndpoint(endpoint), seconds, phase }, cause })
}

/** Every way to log in was refused. Pure. */
export function authError(
  endpoint: Endpoint,
  code: 'ssh.auth-failed' | 'ssh.too-many-attempts',
  login: Login,
  cause?: unknown,
  problems: readonly AppError[] = [],
): AppError {
  const tried = [...login.tried, ...problems.map((problem) => `(not tried: ${problem.message})`)]
  return new AppError(code, {
    details: {
      ...describeEndpoint(endpoint),
      tried: tried.length > 0 ? tried.join(', ') : 'nothing (there is no key, agent or password to offer)',
      allowed: login.allowed.length > 0 ? login.allowed.join(', ') : 'what it did not say',
    },
    cause,
  })
}

/** A server that hung up before it said anything is probably busy (MaxStartups). Pure. */
export function isDropped(error: unknown): boolean {
  return error instanceof AppError && error.details['isDropped'] === true
}

type Caused = { readonly message: string; readonly code?: string }

/** An AggregateError holds one error per address of a name; the first says what matters. */
function firstCause(error: unknown): Caused {
  const first: unknown = error instanceof AggregateError ? (error.errors[0] ?? error) : error
  if (!(first instanceof Error)) return { message: String(first) }
  return 'code' in first && typeof first.code === 'string' ? { message: first.message, code: first.code } : first
}
