export type HostKeyQuestion = {
  /** As the user knows the host, with its address: `web-01 (10.0.1.11:22)`. */
  readonly host: string
  readonly keyType: string
  readonly fingerprint: string
}

/** `true` accepts this key, `all` this and every further first key of this session. */
export type HostKeyAnswer = boolean | 'all'

/** Asks a person; given by a door that has one. Questions come one at a time. */
export interface Prompter {
  /** A passphrase, password or one-time code; undefined when the person declines. Never stored beyond memory. */
  askSecret(question: string): Promise<string | undefined>
  askHostKey(question: HostKeyQuestion): Promise<HostKeyAnswer>
}
