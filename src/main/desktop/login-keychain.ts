import { isAbsolute, join } from 'node:path'
import { app } from 'electron'
import type { KeychainState, LoginKeychain, LoginSecret } from '../ports/login-keychain'
import { SafeKeychain } from './safe-keychain'

/** Key files and accounts are apart: an account may be called as a file is. */
const passphraseService = 'lastmile-ssh-passphrase'
const passwordService = 'lastmile-ssh-password'

/** A login waits for the question meanwhile; a keychain that has to ask its owner first is not ready. */
const checkTimeoutMs = 5_000
/** The system may ask its owner for the password of the keychain, who needs as long to type it. */
const answerTimeoutMs = 60_000

/**
 * What logins need, encrypted as `SafeKeychain` does, in a file of its own: nothing that lastmile.yml takes from the keychain
 * can be a passphrase, and no program of the system is asked for one.
 */
export class DesktopLoginKeychain implements LoginKeychain {
  readonly #safe: SafeKeychain

  constructor(file: string, platform: NodeJS.Platform = process.platform) {
    this.#safe = new SafeKeychain(file, { find: () => Promise.resolve(undefined) }, platform)
  }

  check(): Promise<KeychainState> {
    return within(checkTimeoutMs, () => this.#safe.check()).catch(() => 'locked' as const)
  }

  list(): readonly LoginSecret[] {
    return [
      ...this.#safe.accounts(passphraseService).map((file) => ({ kind: 'passphrase', file }) as const),
      ...this.#safe.accounts(passwordService).map((account) => ({ kind: 'password', account }) as const),
    ]
  }

  find(secret: LoginSecret): Promise<string | undefined> {
    return within(answerTimeoutMs, () => this.#safe.find(...nameOf(secret)))
  }

  keep(secret: LoginSecret, value: string): Promise<void> {
    return within(answerTimeoutMs, (signal) => this.#safe.keep(...nameOf(secret), value, signal))
  }

  async forget(secret: LoginSecret): Promise<void> {
    await this.#safe.keep(...nameOf(secret), '')
  }
}

/** That of the person at this machine. */
export const openLoginKeychain = (): DesktopLoginKeychain =>
  new DesktopLoginKeychain(join(app.getPath('userData'), 'login-keychain.json'))

function nameOf(secret: LoginSecret): [service: string, account: string] {
  if (secret.kind === 'password') return [passwordService, secret.account]
  // which file a relative path is depends on where the window was started
  if (!isAbsolute(secret.file)) throw new Error(`${secret.file} is not a whole path`)
  return [passphraseService, secret.file]
}

/** @throws Error when it takes longer; `signal` is aborted then */
async function within<T>(timeoutMs: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const giveUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      late.abort()
      reject(new Error(`it did not answer within ${timeoutMs / 1_000} s`))
    }, timeoutMs)
  })
  try {
    return await Promise.race([ask(late.signal), giveUp])
  } finally {
    clearTimeout(timer)
  }
}
