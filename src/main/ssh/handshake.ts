import type { Duplex } from 'node:stream'
import ssh2 from 'ssh2'
import type { Algorithms, Client, ConnectConfig } from 'ssh2'
import { authError, connectTimeout, strangerError, toConnectError, type ConnectPhase } from './connect-errors'
import { Connection } from './connection'
import type { Endpoint } from './endpoint'
import { algorithmsFor, parseHostKey, type HostKey } from './host-key'
import type { Identities, LoginPlan } from './identities'
import { hostKeyError, type KnownHosts } from './known-hosts'
import { Login } from './login'

export type HandshakeOutcome =
  | { readonly kind: 'connected'; readonly connection: Connection }
  /** Ask, then shake hands again. */
  | { readonly kind: 'question'; readonly ask: () => Promise<void> }
  /** The host is known by other keys than it showed: shake hands again and ask for those first. */
  | { readonly kind: 'other-types'; readonly types: readonly string[] }

export type Handshake = {
  readonly endpoint: Endpoint
  readonly stream: Duplex
  readonly knownHosts: KnownHosts
  readonly identities: Identities
  readonly plan: LoginPlan
  /** Host key types to ask for first. */
  readonly types: readonly string[]
  /** The host proved to hold this key (and it was accepted). */
  readonly onProven: (key: HostKey) => void
  readonly signal: AbortSignal
}

/**
 * Cheap ones first: 1,000 handshakes cost 1.2 s of CPU with curve25519 and AES-GCM and 6.4 s without. The rest is what servers
 * of the last fifteen years need; nothing broken (SHA-1 key exchange, CBC, DSA) is offered.
 */
const algorithms: Algorithms = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group-exchange-sha256',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
  ],
  cipher: [
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'aes128-ctr',
    'aes192-ctr',
    'aes256-ctr',
    'chacha20-poly1305@openssh.com',
  ],
  compress: ['none'],
}

/** One try to get from a byte stream to a connection that is logged in. It never waits for a person, except for one-time codes. */
export function shakeHands(handshake: Handshake): Promise<HandshakeOutcome> {
  return new Promise((resolve, reject) => new Attempt(handshake, resolve, reject).start())
}

class Attempt {
  readonly #handshake: Handshake
  readonly #resolve: (outcome: HandshakeOutcome) => void
  readonly #reject: (error: unknown) => void
  readonly #client: Client = new ssh2.Client()
  readonly #login: Login
  #phase: ConnectPhase = 'connecting'
  #hostKey: HostKey | undefined
  /** The first bytes of the server, as text. */
  #greeting = ''
  #timer: NodeJS.Timeout | undefined
  #isOver = false

  constructor(handshake: Handshake, resolve: (outcome: HandshakeOutcome) => void, reject: (error: unknown) => void) {
    this.#handshake = handshake
    this.#resolve = resolve
    this.#reject = reject
    const { endpoint, identities, plan } = handshake
    this.#login = new Login(endpoint, identities, plan, {
      onQuestion: (ask) => this.#finish({ kind: 'question', ask }),
      onExhausted: () => this.#failLogin(),
      onAsking: (isAsking) => (isAsking ? clearTimeout(this.#timer) : this.#startTimer()),
    })
  }

  start(): void {
    const { stream, signal } = this.#handshake
    if (signal.aborted) return this.#fail(signal.reason)
    signal.addEventListener('abort', this.#abort, { once: true })
    this.#startTimer()
    const client = this.#client
    // this listener stays: an error after the end must never be unhandled
    client.on('error', (error) => this.#onError(error))
    client.on('close', () => this.#onError(new Error('the server closed the connection')))
    client.once('handshake', () => {
      this.#phase = 'login'
      if (this.#hostKey) this.#handshake.onProven(this.#hostKey)
    })
    client.once('ready', () => this.#succeed())
    try {
      client.connect(this.#config())
    } catch (error) {
      return this.#fail(toConnectError(this.#handshake.endpoint, error, this.#phase))
    }
    // the client reads the greeting itself and keeps it private; the stream is paused here, so this takes nothing away
    stream.once('data', (bytes: Buffer) => {
      this.#greeting = bytes.toString('latin1', 0, 1_024)
      if (this.#phase === 'connecting') this.#phase = 'handshake'
    })
  }

  #config(): ConnectConfig {
    const { endpoint, stream, types } = this.#handshake
    return {
      sock: stream,
      username: endpoint.user,
      readyTimeout: 0,
      keepaliveInterval: endpoint.keepAliveMs,
      keepaliveCountMax: endpoint.keepAliveCount,
      algorithms: { ...algorithms, serverHostKey: algorithmsFor(types) },
      hostVerifier: (bytes: Buffer) => this.#verify(bytes),
      authHandler: (left: readonly string[] | null, hasTakenPart, offer) =>
        this.#login.offerNext(left, hasTakenPart, offer),
    }
  }

  /** Also called when keys are exchanged again later; the answer is then the same for the same key. */
  #verify(bytes: Buffer): boolean {
    const { endpoint, knownHosts, types } = this.#handshake
    const place = endpoint.hostKeys
    const key = parseHostKey(bytes)
    if (!key) return false
    if (this.#hostKey?.blob === key.blob) return true
    const verdict = knownHosts.judge(place, key)
    switch (verdict.kind) {
      case 'known':
        this.#hostKey = key
        return true
      case 'unknown':
        this.#finish({ kind: 'question', ask: () => knownHosts.ask(place, key) })
        return false
      case 'other-types':
        if (verdict.types.every((type) => types.includes(type)))
          this.#fail(hostKeyError(place, key, verdict.known, false))
        else this.#finish({ kind: 'other-types', types: verdict.types })
        return false
      case 'changed':
      case 'revoked':
        this.#fail(hostKeyError(place, key, verdict.known, verdict.kind === 'revoked'))
        return false
    }
  }

  #onError(error: Error & { level?: string }): void {
    // ssh2 goes on with the next way by itself after these
    if (error.level === 'agent' || error.level === 'client-authentication') {
      this.#login.tried.push(`(${error.message})`)
      return
    }
    const { endpoint } = this.#handshake
    const isStranger = this.#greeting !== '' && !/^SSH-/m.test(this.#greeting)
    if (isStranger) this.#fail(strangerError(endpoint, this.#greeting, error))
    else this.#fail(toConnectError(endpoint, error, this.#phase, this.#login))
  }

  #failLogin(): void {
    const { endpoint, plan } = this.#handshake
    const [problem] = plan.problems
    // nothing could be tried: the reason for that says more than "refused"
    if (problem && this.#login.tried.length === 0) this.#fail(problem)
    else this.#fail(authError(endpoint, 'ssh.auth-failed', this.#login, undefined, plan.problems))
  }

  #succeed(): void {
    if (!this.#end()) return
    this.#login.recordSuccess()
    const { endpoint, stream } = this.#handshake
    const login = this.#login.tried.at(-1) ?? 'none'
    const serverVersion = /^SSH-[\d.]+-(.*?)\r?$/m.exec(this.#greeting)?.[1] ?? ''
    const [client, hostKey] = [this.#client, this.#hostKey]
    this.#resolve({
      kind: 'connected',
      connection: new Connection({ client, stream, endpoint, hostKey, serverVersion, login }),
    })
  }

  #finish(outcome: HandshakeOutcome): void {
    if (!this.#end()) return
    this.#hangUp()
    this.#resolve(outcome)
  }

  #fail(error: unknown): void {
    if (!this.#end()) return
    this.#hangUp()
    this.#reject(error)
  }

  /** Politely where possible: a server logs a client that just vanishes. */
  #hangUp(): void {
    this.#client.end()
    const { stream } = this.#handshake
    setImmediate(() => stream.destroy())
  }

  /** True the first time only. */
  #end(): boolean {
    if (this.#isOver) return false
    this.#isOver = true
    clearTimeout(this.#timer)
    this.#handshake.signal.removeEventListener('abort', this.#abort)
    return true
  }

  readonly #abort = () => this.#fail(this.#handshake.signal.reason)

  #startTimer(): void {
    const { endpoint } = this.#handshake
    clearTimeout(this.#timer)
    if (this.#isOver) return
    this.#timer = setTimeout(() => this.#fail(connectTimeout(endpoint, this.#phase)), endpoint.connectTimeoutMs)
  }
}
