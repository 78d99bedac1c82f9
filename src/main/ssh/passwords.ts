import type { Endpoint } from './endpoint'
import type { Prompter } from './prompter'

/** As many as ssh grants. */
const maxTries = 3

/**
 * Passwords, in memory only: from the environment, or asked once per account name and then used for every host that wants
 * one for that name. One that a host refuses is asked again, at most three times, unless it worked elsewhere.
 */
export class Passwords {
  readonly #prompter: Prompter | undefined
  readonly #env: NodeJS.ProcessEnv
  readonly #asked = new Map<string, string>()
  readonly #asking = new Map<string, Promise<void>>()
  readonly #tries = new Map<string, number>()
  readonly #good = new Set<string>()

  constructor(env: NodeJS.ProcessEnv, prompter?: Prompter) {
    this.#env = env
    this.#prompter = prompter
  }

  /** The account names that a password was given for. */
  get askedUsers(): readonly string[] {
    return [...this.#asked.keys()]
  }

  /** Ask again when one is needed, also where somebody declined. */
  forget(): void {
    this.#asked.clear()
    this.#good.clear()
    this.#tries.clear()
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

  /** Ask for the password; those who wait for the same account share one question. Declining counts as the last try. */
  async ask(endpoint: Endpoint): Promise<void> {
    const { user } = endpoint
    // answered (or declined) since the question came up
    if (this.find(endpoint) !== undefined || !this.canAsk(endpoint)) return
    let asking = this.#asking.get(user)
    if (!asking) {
      asking = this.#askNow(endpoint).finally(() => this.#asking.delete(user))
      this.#asking.set(user, asking)
    }
    await asking
  }

  /** Questions that a server asks (one-time codes); undefined when nobody is there to answer. */
  async answer(endpoint: Endpoint, question: string): Promise<string | undefined> {
    return this.#prompter?.askSecret(`${endpoint.user}@${endpoint.label}: ${question.trim()}`)
  }

  /** A host took it: it is not asked for again when another host refuses it. */
  recordGood(endpoint: Endpoint): void {
    if (this.#asked.has(endpoint.user)) this.#good.add(endpoint.user)
  }

  /** A host refused this one. */
  recordRefused(endpoint: Endpoint, password: string): void {
    if (!this.#good.has(endpoint.user) && this.#asked.get(endpoint.user) === password) this.#asked.delete(endpoint.user)
  }

  async #askNow(endpoint: Endpoint): Promise<void> {
    const { user, label } = endpoint
    const tries = (this.#tries.get(user) ?? 0) + 1
    this.#tries.set(user, tries)
    const again = tries > 1 ? 'That was refused. ' : ''
    const password = await this.#prompter?.askSecret(
      `${again}Password for ${user} (asked by ${label}; used for all hosts with this user)`,
    )
    if (password === undefined || password === '') this.#tries.set(user, maxTries)
    else this.#asked.set(user, password)
  }
}
