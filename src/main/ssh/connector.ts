import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { isDropped } from './connect-errors'
import type { Connection } from './connection'
import type { Endpoint } from './endpoint'
import { shakeHands, type HandshakeOutcome } from './handshake'
import type { HostKey } from './host-key'
import type { Identities, LoginPlan } from './identities'
import type { KnownHosts } from './known-hosts'
import type { Slots } from './slots'
import { invariant } from '../../shared/util/invariant'

/** Opens the byte stream a handshake runs over: a socket, a tunnel, a process. */
export type OpenStream = (signal: AbortSignal) => Promise<Duplex>

/** Hosts take turns; jump hosts and what a whole rollout waits for are few, and never wait behind hosts that may be dead. */
export type Order = 'in-turn' | 'first'

type Route = { readonly endpoint: Endpoint; readonly openStream: OpenStream; readonly order: Order }

/** Further tries when a server hangs up before it greets: sshd does so to a random share of clients beyond MaxStartups. */
const retryDelaysMs = [200, 500, 1_200, 3_000]
/** More questions than any real login has: host key, keys with passphrases, passwords. */
const maxRounds = 40

/** Makes connections: checks host keys, logs in, asks a person where needed, tries again where a busy server hung up. */
export class Connector {
  readonly #knownHosts: KnownHosts
  readonly #identities: Identities
  readonly #handshakes: Slots

  constructor(knownHosts: KnownHosts, identities: Identities, handshakes: Slots) {
    this.#knownHosts = knownHosts
    this.#identities = identities
    this.#handshakes = handshakes
  }

  /** @throws AppError `ssh.*` */
  async connect(
    endpoint: Endpoint,
    openStream: OpenStream,
    signal: AbortSignal,
    order: Order = 'in-turn',
  ): Promise<Connection> {
    const route: Route = { endpoint, openStream, order }
    let types: readonly string[] = []
    let drops = 0
    for (let round = 0; round < maxRounds; round++) {
      try {
        const outcome = await this.#attempt(route, types, signal)
        if (outcome.kind === 'connected') return outcome.connection
        if (outcome.kind === 'question') await outcome.ask()
        else types = outcome.types
      } catch (error) {
        const delayMs = retryDelaysMs[drops++]
        if (delayMs === undefined || !isDropped(error)) throw error
        // spread out, so that those who were dropped together do not come back together
        await delay(delayMs * (0.5 + Math.random()), undefined, { signal })
      }
    }
    invariant(false, `a login with ${maxRounds} questions`)
  }

  async #attempt(route: Route, otherTypes: readonly string[], signal: AbortSignal): Promise<HandshakeOutcome> {
    const { endpoint } = route
    const [knownTypes, plan] = await Promise.all([
      this.#knownHosts.prepare(endpoint.hostKeys),
      this.#identities.plan(endpoint),
    ])
    const proven: HostKey[] = []
    const outcome = await this.#shakeHands(route, { plan, types: [...otherTypes, ...knownTypes], proven }, signal)
    try {
      for (const key of proven) await this.#knownHosts.record(endpoint.hostKeys, key)
    } catch (error) {
      if (outcome.kind === 'connected') await outcome.connection.close()
      throw error
    }
    return outcome
  }

  async #shakeHands(
    { endpoint, openStream, order }: Route,
    use: { readonly plan: LoginPlan; readonly types: readonly string[]; readonly proven: HostKey[] },
    signal: AbortSignal,
  ): Promise<HandshakeOutcome> {
    const release = order === 'first' ? () => undefined : await this.#handshakes.take(signal)
    try {
      return await shakeHands({
        endpoint,
        stream: await openStream(signal),
        knownHosts: this.#knownHosts,
        identities: this.#identities,
        plan: use.plan,
        types: use.types,
        onProven: (key) => use.proven.push(key),
        signal,
      })
    } finally {
      release()
    }
  }
}
