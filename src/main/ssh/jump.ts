import type { Duplex } from 'node:stream'
import { AppError } from '../../shared/errors/app-error'
import type { ErrorCode } from '../../shared/errors/catalogue'
import { connectTimeout, describeEndpoint } from './connect-errors'
import type { Connection } from './connection'
import type { Connector, OpenStream, Order } from './connector'
import type { Endpoint } from './endpoint'
import { Link, type Lease } from './link'
import { openProxyCommand, openTcp } from './streams'
import type { Turns } from '../turns/turns'

/** What a jump host says when it cannot reach the next one, as the error a direct connection would give. */
const reasons: readonly (readonly [RegExp, ErrorCode])[] = [
  [/refused/i, 'ssh.connect-refused'],
  [/timed out/i, 'ssh.connect-timeout'],
  [/resolve|not known|no address/i, 'ssh.name-unknown'],
  [/no route|unreachable/i, 'ssh.unreachable'],
]

/** Connects to endpoints, directly or through jump hosts. Each jump host has one connection, shared by all behind it. */
export class JumpHosts {
  readonly #connector: Connector
  readonly #home: string
  readonly #turns: Turns
  readonly #links = new Map<string, Link>()

  /** @param turns in which the bytes of all connections are taken. */
  constructor(connector: Connector, home: string, turns: Turns) {
    this.#connector = connector
    this.#home = home
    this.#turns = turns
  }

  /** @throws AppError `ssh.*`; `ssh.jump-failed` when a host on the way is to blame (its host key errors stay what they are) */
  async connect(endpoint: Endpoint, signal: AbortSignal, order: Order = 'in-turn'): Promise<Connection> {
    const via = await this.#leaseLast(endpoint, signal)
    try {
      const open: OpenStream = (s) => this.#openStream(endpoint, via, s)
      const connection = await this.#connector.connect(endpoint, open, signal, order)
      if (via) connection.onGone(via.release)
      return connection
    } catch (error) {
      via?.release()
      throw error
    }
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#links.values()].map((link) => link.dispose()))
  }

  async #openStream(endpoint: Endpoint, via: Lease | undefined, signal: AbortSignal): Promise<Duplex> {
    if (via) return openTunnel(endpoint, via.connection)
    if (endpoint.proxyCommand !== undefined) return openProxyCommand(endpoint, endpoint.proxyCommand, this.#home)
    return openTcp(endpoint, this.#turns, signal)
  }

  async #leaseLast(endpoint: Endpoint, signal: AbortSignal): Promise<Lease | undefined> {
    const hop = endpoint.jumps.at(-1)
    if (!hop) return undefined
    const hopEndpoint = { ...hop, jumps: endpoint.jumps.slice(0, -1) }
    // the whole endpoint: hosts that reach it with other keys or another policy do not share it
    const id = JSON.stringify(hopEndpoint)
    let link = this.#links.get(id)
    if (!link) {
      link = new Link(hop.label, (s) => this.connect(hopEndpoint, s, 'first'))
      this.#links.set(id, link)
    }
    try {
      return await link.lease(signal)
    } catch (error) {
      throw signal.aborted ? error : jumpError(endpoint, hop, error)
    }
  }
}

/** The jump host's kernel would wait two minutes for a host that does not answer. */
function openTunnel(endpoint: Endpoint, via: Connection): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      reject(connectTimeout(endpoint, 'connecting'))
    }, endpoint.connectTimeoutMs)
    via
      .forward(endpoint.host, endpoint.port)
      .then(
        (stream) => (isLate ? stream.destroy() : resolve(stream)),
        (error: unknown) => reject(tunnelError(endpoint, via, error)),
      )
      .finally(() => clearTimeout(timer))
  })
}

function tunnelError(endpoint: Endpoint, via: Connection, error: unknown): unknown {
  const reason = error instanceof AppError ? String(error.details['reason']) : String(error)
  const isTold = error instanceof AppError && error.code === 'ssh.channel-refused'
  const code = isTold ? reasons.find(([pattern]) => pattern.test(reason))?.[1] : undefined
  if (code === undefined) return jumpError(endpoint, via.endpoint, error)
  const seconds = endpoint.connectTimeoutMs / 1_000
  const phase = `through ${via.endpoint.label}`
  return new AppError(code, {
    details: { ...describeEndpoint(endpoint), name: endpoint.host, reason, seconds, phase },
    cause: error,
  })
}

/** A jump host whose key is wrong must be seen as that, whatever lies behind it. */
function jumpError(endpoint: Endpoint, hop: Endpoint, error: unknown): unknown {
  if (!(error instanceof AppError) || error.code.startsWith('ssh.host-key')) return error
  if (error.code === 'ssh.jump-failed') return error
  const details = { ...describeEndpoint(endpoint), jump: hop.label, reason: error.message }
  return new AppError('ssh.jump-failed', { details, cause: error })
}
