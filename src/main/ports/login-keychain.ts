/** What a person gave for logins: the passphrase of a key file, or the password of an account on all hosts. */
export type LoginSecret =
  { readonly kind: 'passphrase'; readonly file: string } | { readonly kind: 'password'; readonly account: string }

/** Whether values can be kept now: not without a keyring of the desktop, nor in one that is locked or does not answer. */
export type KeychainState = 'ready' | 'no-keyring' | 'locked'

/** Keeps what logins need beyond the end of the console. Everything settles within a minute or so, whatever the system does. */
export interface LoginKeychain {
  /** Never rejects. */
  check(): Promise<KeychainState>
  /** What is kept, without the values. @throws Error that says why it cannot be told */
  list(): readonly LoginSecret[]
  /** Undefined when it is not kept. @throws Error that says why it cannot be read */
  find(secret: LoginSecret): Promise<string | undefined>
  /** @throws Error that says why it is not kept */
  keep(secret: LoginSecret, value: string): Promise<void>
  /** Idempotent. @throws Error that says why it is still there */
  forget(secret: LoginSecret): Promise<void>
}
