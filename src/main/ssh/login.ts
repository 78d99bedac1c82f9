import type { AnyAuthMethod, AuthenticationType, KeyboardInteractiveCallback, NextAuthHandler, Prompt } from 'ssh2'
import type { Endpoint } from './endpoint'
import type { Identities, LoginPlan, LoginWay } from './identities'

/** What stopped a login that is not over: something a person must be asked before it is tried again. */
export type LoginQuestion = () => Promise<void>

export type LoginEvents = {
  /** A person is needed. Asked outside of the handshake: the server's grace time must not run while somebody thinks. */
  readonly onQuestion: (ask: LoginQuestion) => void
  /** Every way was tried. */
  readonly onExhausted: () => void
  /** One-time codes must be asked inside of the handshake; the clock stands still meanwhile. */
  readonly onAsking: (isAsking: boolean) => void
}

const methodOf: Readonly<Record<LoginWay['kind'], AuthenticationType>> = {
  key: 'publickey',
  agent: 'publickey',
  locked: 'publickey',
  password: 'password',
  keyboard: 'keyboard-interactive',
}

/** One login: offers the ways of a plan one after the other, only those the server allows. */
export class Login {
  /** What was offered, for the message. */
  readonly tried: string[] = []
  /** What the server said it allows; empty until it refused something. */
  allowed: readonly string[] = []
  readonly #endpoint: Endpoint
  readonly #identities: Identities
  readonly #ways: readonly LoginWay[]
  readonly #events: LoginEvents
  #next = 0
  #hasAskedMethods = false
  #sentPassword: string | undefined
  /** Of the question that the server asked last. */
  #answeredPassword: string | undefined

  constructor(endpoint: Endpoint, identities: Identities, plan: LoginPlan, events: LoginEvents) {
    this.#endpoint = endpoint
    this.#identities = identities
    this.#ways = plan.ways
    this.#events = events
  }

  /** The `authHandler` of ssh2: called for the first attempt (with nulls), after a refusal, and when a server wants more. */
  offerNext(left: readonly string[] | null, hasTakenPart: boolean | null, offer: NextAuthHandler): void {
    if (left) this.allowed = left
    if (hasTakenPart) this.recordSuccess()
    const refused = hasTakenPart ? undefined : this.#sentPassword
    this.#sentPassword = undefined
    this.#answeredPassword = undefined
    if (refused !== undefined && this.#wantsPasswordAgain(refused)) return
    const way = this.#takeWay()
    // a key can be offered blindly; before a person is asked for anything, the server says what it allows
    if (left === null && !this.#hasAskedMethods && way?.kind !== 'key' && way?.kind !== 'agent') {
      this.#hasAskedMethods = true
      this.#next = 0
      offer({ type: 'none', username: this.#endpoint.user })
      return
    }
    if (!way) this.#events.onExhausted()
    else this.#offer(way, offer)
  }

  /** What was offered last worked: when that was a password, it is good. */
  recordSuccess(): void {
    const password = this.#sentPassword ?? this.#answeredPassword
    if (password !== undefined) this.#identities.passwords.recordGood(this.#endpoint, password)
  }

  #takeWay(): LoginWay | undefined {
    while (this.#next < this.#ways.length) {
      const way = this.#ways[this.#next++]
      if (way && (this.allowed.length === 0 || this.allowed.includes(methodOf[way.kind]))) return way
    }
    return undefined
  }

  #wantsPasswordAgain(refused: string): boolean {
    const { passwords } = this.#identities
    passwords.recordRefused(this.#endpoint, refused)
    if (passwords.find(this.#endpoint) !== undefined || !passwords.canAsk(this.#endpoint)) return false
    this.#events.onQuestion(() => passwords.ask(this.#endpoint))
    return true
  }

  #offer(way: LoginWay, offer: NextAuthHandler): void {
    const username = this.#endpoint.user
    const send = (method: AnyAuthMethod) => {
      this.tried.push(way.label)
      offer(method)
    }
    switch (way.kind) {
      case 'key':
        return send({ type: 'publickey', username, key: way.key })
      case 'agent':
        return send({ type: 'agent', username, agent: way.agent })
      case 'locked':
        return this.#events.onQuestion(() => this.#identities.keys.unlock(way.file))
      case 'password': {
        const password = this.#identities.passwords.find(this.#endpoint)
        if (password === undefined) {
          return this.#events.onQuestion(() => this.#identities.passwords.ask(this.#endpoint))
        }
        this.#sentPassword = password
        return send({ type: 'password', username, password })
      }
      case 'keyboard':
        return send({
          type: 'keyboard-interactive',
          username,
          prompt: (_name, _instructions, _lang, prompts, finish) => void this.#answer(prompts, finish),
        })
    }
  }

  /** A lone question for the password gets the one we have; everything else is for a person. No answer is an empty answer. */
  async #answer(prompts: readonly Prompt[], finish: KeyboardInteractiveCallback): Promise<void> {
    const { passwords } = this.#identities
    const answers: string[] = []
    this.#events.onAsking(true)
    try {
      for (const { prompt, echo } of prompts) {
        const isPassword = !echo && /passwor[dt]/i.test(prompt) && !this.tried.slice(0, -1).some(isPasswordLabel)
        const known = isPassword ? passwords.find(this.#endpoint) : undefined
        this.#answeredPassword = known ?? this.#answeredPassword
        answers.push(known ?? (await passwords.answer(this.#endpoint, prompt)) ?? '')
      }
    } finally {
      this.#events.onAsking(false)
      finish(answers)
    }
  }
}

function isPasswordLabel(label: string): boolean {
  return label.startsWith('password')
}
