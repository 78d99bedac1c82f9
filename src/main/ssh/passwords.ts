import type { Endpoint } from './endpoint'
import { KeptLogins } from './kept-logins'
import type { Prompter } from './prompter'

/** As many as ssh grants. */
const maxTries = 3

/**
 * Passwords, in memory: from the environment, or asked once per account name and then used for every host that wants one for
 * that name. One that a host refuses is asked again, at most three times, unless it worked elsewhere. One that a person had
 * kept is taken before anybody is asked, and dropped when a host refuses it before another has taken it.
 */
export class Passwords {
  readonly #prompter: Prompter | undefined
  readonly #env: NodeJS.ProcessEnv
  readonly #kept: KeptLogins
  readonly #asked = new Map<string, string>()
  readonly #asking = new Map<string, Promise<void>>()
  readonly #tries = new Map<string, number>()
  readonly #good = new Set<string>()
  /** Accounts whose password in the keychain was looked for. */
  readonly #lookedUp = new Set<string>()
  /** Accounts whose password comes from the keychain. */
  readonly #fromKeychain = new Set<string>()
  /** Accounts whose password is to be kept once a host takes it. */
  readonly #toKeep = new Set<string>()

  constructor(env: NodeJS.ProcessEnv, prompter?: Prompter, kept: KeptLogins = new KeptLogins()) {
    this.#env = env
    this.#prompter = prompter
    this.#kept = kept
  }

  /** The account names that a password is in memory for. */
  get askedUsers(): readonly string[] {
    return [...this.#asked.keys()]
  }

  /** Ask again when one is needed, also where somebody declined. What the keychain keeps stays there. */
  forget(): void {
    this.#asked.clear()
    this.#good.clear()
    this.#tries.clear()
    for (const accounts of [this.#lookedUp, this.#fromKeychain, this.#toKeep]) accounts.clear()
  }

  /** The password for an account as far as it is known now. */
  find(endpoint: Endpoint): string | undefined {
    const fromEnv = endpoint.passwordEnv === undefined ? undefined : this.#env[endpoint.passwordEnv]
    return fromEnv ?? this.#asked.get(endpoint.user)
  }

  /** Whether a person can be asked for it (again). */
  canAsk(endpoint: Endpoint): boolean {
    if (!this.#prompter || (endpoint.passwordEnv && this.#env[endpoint.passwordEnv] !== undefined)) return false
    return (this.#tries.get(endpoint.user) ?? 0) < maxTries && !this.#good.has(endpoint.user)
  }

  /** Take the password that is kept, or ask for it; those who wait for the same account share one question. Declining counts as the last try. */
  async ask(endpoint: Endpoint): Promise<void> {
    const { user } = endpoint
    // answered (or declined) since the question came up
    if (this.find(endpoint) !== undefined || !this.canAsk(endpoint)) return
    let asking = this.#asking.get(user)
    if (!asking) {
      asking = this.#findOrAsk(endpoint).finally(() => this.#asking.delete(user))
      this.#asking.set(user, asking)
    }
    await asking
  }

  /** Questions that a server asks (one-time codes); undefined when nobody is there to answer. Never kept. */
  async answer(endpoint: Endpoint, question: string): Promise<string | undefined> {
    return (await this.#prompter?.askSecret(`${endpoint.user}@${endpoint.label}: ${question.trim()}`))?.secret
  }

  /** A host took this one: it is not asked for again when another host refuses it, and is kept where a person wants that. */
  recordGood({ user }: Endpoint, password: string): void {
    if (this.#asked.get(user) !== password) return
    this.#good.add(user)
    if (this.#toKeep.delete(user)) void this.#kept.keep(secretOf(user), password)
  }

  /** A host refused this one. */
  recordRefused({ user }: Endpoint, password: string): void {
    if (this.#good.has(user) || this.#asked.get(user) !== password) return
    this.#asked.delete(user)
    this.#toKeep.delete(user)
    if (this.#fromKeychain.delete(user)) void this.#kept.drop(secretOf(user))
  }

  async #findOrAsk(endpoint: Endpoint): Promise<void> {
    const { user } = endpoint
    const kept = this.#lookedUp.has(user) ? undefined : await this.#kept.find(secretOf(user))
    this.#lookedUp.add(user)
    if (kept === undefined) return this.#askNow(endpoint)
    this.#asked.set(user, kept)
    this.#fromKeychain.add(user)
  }

  async #askNow({ user, label }: Endpoint): Promise<void> {
    const tries = (this.#tries.get(user) ?? 0) + 1
    this.#tries.set(user, tries)
    const again = tries > 1 ? 'That was refused. ' : ''
    const answer = await this.#prompter?.askSecret(
      `${again}Password for ${user} (asked by ${label}; used for all hosts with this user)`,
      await this.#kept.check(),
    )
    if (!answer?.secret) {
      this.#tries.set(user, maxTries)
      return
    }
    this.#asked.set(user, answer.secret)
    if (answer.isToKeep) this.#toKeep.add(user)
  }
}

const secretOf = (account: string) => ({ kind: 'password', account }) as const
