import type { KeychainState } from '../ports/login-keychain'

export type HostKeyQuestion = {
  /** As the user knows the host, with its address: `web-01 (10.0.1.11:22)`. */
  readonly host: string
  readonly keyType: string
  readonly fingerprint: string
}

/** `true` accepts this key, `all` this and every further first key of this session. */
export type HostKeyAnswer = boolean | 'all'

/** `isToKeep`: in the keychain as well, once it has proved to be right; only where that was offered. */
export type SecretAnswer = { readonly secret: string; readonly isToKeep: boolean }

/** Asks a person; given by a door that has one. Questions come one at a time. */
export interface Prompter {
  /**
   * A passphrase, password or one-time code; undefined when the person declines. `keychain`: whether the person can have it
   * kept there; left out where that is not to be offered.
   */
  askSecret(question: string, keychain?: KeychainState): Promise<SecretAnswer | undefined>
  askHostKey(question: HostKeyQuestion): Promise<HostKeyAnswer>
}
