import { AppError } from '../../shared/errors/app-error'
import type { KeychainState, LoginKeychain, LoginSecret } from '../ports/login-keychain'
import type { TroubleBook } from '../ports/troubles'

/** Hears why the keychain did not do what was asked of it. */
type Troubles = Pick<TroubleBook, 'report' | 'clear'>

/**
 * What logins need and a person had kept in the keychain. No failure of the keychain reaches a login: whoever finds nothing
 * asks, and people are told. Without a keychain nothing is kept, and nobody is offered that.
 */
export class KeptLogins {
  readonly #keychain: LoginKeychain | undefined
  readonly #troubles: Troubles | undefined
  /** What is written comes in the order in which it was asked for: what is forgotten must not come back. */
  #writing: Promise<void> = Promise.resolve()

  constructor(keychain?: LoginKeychain, troubles?: Troubles) {
    this.#keychain = keychain
    this.#troubles = troubles
  }

  /** Whether a person can have something kept now; undefined where there is no keychain for that. Never rejects. */
  async check(): Promise<KeychainState | undefined> {
    return this.#keychain?.check()
  }

  /** What is kept, without the values; nothing while that cannot be told. */
  list(): readonly LoginSecret[] {
    try {
      return this.#keychain?.list() ?? []
    } catch (error) {
      this.#report('ssh.keychain-failed', error)
      return []
    }
  }

  /** The value that is kept; undefined when there is none, or it cannot be had now. Never rejects. */
  async find(secret: LoginSecret): Promise<string | undefined> {
    if (!this.#keychain || !this.list().some((kept) => isSame(kept, secret))) return undefined
    // the person who is asked instead sees that in the question
    if ((await this.#keychain.check()) !== 'ready') return undefined
    return this.#keychain.find(secret).catch((error: unknown) => this.#report('ssh.keychain-failed', error, secret))
  }

  /** Keep a value that has proved to be right. Never rejects; nobody needs to wait for it. */
  keep(secret: LoginSecret, value: string): Promise<void> {
    return this.#write(async (keychain) => {
      try {
        await keychain.keep(secret, value)
        this.#troubles?.clear('keychain')
      } catch (error) {
        this.#report('ssh.keychain-failed', error, secret)
      }
    })
  }

  /** Remove a value that has proved to be wrong. Never rejects; nobody needs to wait for it. */
  drop(secret: LoginSecret): Promise<void> {
    return this.#write((keychain) =>
      keychain.forget(secret).catch((error: unknown) => this.#report('ssh.keychain-keeps', error, secret)),
    )
  }

  /** Remove all. @throws AppError `ssh.keychain-keeps` */
  async forgetAll(): Promise<void> {
    const keychain = this.#keychain
    if (!keychain) return
    await this.#writing
    try {
      await Promise.all(keychain.list().map((secret) => keychain.forget(secret)))
    } catch (cause) {
      throw new AppError('ssh.keychain-keeps', { details: detailsOf(cause), cause })
    }
    this.#troubles?.clear('keychain')
  }

  #write(change: (keychain: LoginKeychain) => Promise<void>): Promise<void> {
    const keychain = this.#keychain
    if (keychain) this.#writing = this.#writing.then(() => change(keychain))
    return this.#writing
  }

  #report(code: 'ssh.keychain-failed' | 'ssh.keychain-keeps', cause: unknown, secret?: LoginSecret): undefined {
    this.#troubles?.report('keychain', new AppError(code, { details: detailsOf(cause, secret), cause }))
  }
}

const isSame = (one: LoginSecret, other: LoginSecret): boolean =>
  one.kind === other.kind && nameOf(one) === nameOf(other)

const nameOf = (secret: LoginSecret): string => (secret.kind === 'passphrase' ? secret.file : secret.account)

const detailsOf = (cause: unknown, secret?: LoginSecret) => ({
  name: secret ? nameOf(secret) : 'SSH',
  reason: cause instanceof Error ? cause.message : String(cause),
})
