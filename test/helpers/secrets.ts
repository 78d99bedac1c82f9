import type { Keychain, SecretKeeper } from '../../src/main/ports/secrets'
import { SecretValues } from '../../src/main/secrets/secret-values'

/** Knows no secrets, so it hides nothing. */
export const noSecrets: SecretKeeper = {
  read: () => Promise.resolve([]),
  redact: () =>
    Promise.resolve({
      openFilter: () => ({ push: (chunk) => chunk, end: () => Buffer.alloc(0), hidden: [] }),
      hide: (text) => text,
    }),
}

/** A keychain in memory: `{ 'shop/api-key': 'value' }`. */
export class FakeKeychain implements Keychain {
  readonly entries: Record<string, string>
  asked = 0

  constructor(entries: Readonly<Record<string, string>> = {}) {
    this.entries = { ...entries }
  }

  find(service: string, account: string): Promise<string | undefined> {
    this.asked += 1
    return Promise.resolve(this.entries[`${service}/${account}`])
  }
}

/** Secrets of an environment that a test makes up. */
export const secretValues = (env: Readonly<Record<string, string>>, keychain: Keychain = new FakeKeychain()) =>
  new SecretValues({ env, keychain })
