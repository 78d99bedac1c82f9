import type { KeychainState, LoginKeychain, LoginSecret } from '../../src/main/ports/login-keychain'

/** Keeps values in memory, and can be told to fail. */
export class FakeLoginKeychain implements LoginKeychain {
  readonly values = new Map<string, string>()
  readonly #secrets = new Map<string, LoginSecret>()
  /** How often a value was looked for. */
  findCount = 0
  state: KeychainState = 'ready'
  /** What everything is refused with. */
  failure: Error | undefined

  /** With a value from an earlier start. */
  static with(secret: LoginSecret, value: string): FakeLoginKeychain {
    const keychain = new FakeLoginKeychain()
    keychain.#put(secret, value)
    return keychain
  }

  async check(): Promise<KeychainState> {
    return this.state
  }
  list(): readonly LoginSecret[] {
    return [...this.#secrets.values()]
  }
  async find(secret: LoginSecret): Promise<string | undefined> {
    this.findCount += 1
    this.#failIfTold()
    return this.values.get(nameOf(secret))
  }
  async keep(secret: LoginSecret, value: string): Promise<void> {
    this.#failIfTold()
    this.#put(secret, value)
  }
  async forget(secret: LoginSecret): Promise<void> {
    this.#failIfTold()
    this.values.delete(nameOf(secret))
    this.#secrets.delete(nameOf(secret))
  }

  #put(secret: LoginSecret, value: string): void {
    this.values.set(nameOf(secret), value)
    this.#secrets.set(nameOf(secret), secret)
  }

  #failIfTold(): void {
    if (this.failure) throw this.failure
  }
}

const nameOf = (secret: LoginSecret): string => (secret.kind === 'passphrase' ? secret.file : secret.account)
