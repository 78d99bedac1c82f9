import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Long enough to set up an SSH tunnel for the address that was printed, short enough for one left in a scrollback. */
const lifeMs = 10 * 60_000
/** Links that are open at the same time; the oldest one makes room. */
const mostTokens = 16
const tokenBytes = 32

type Token = { readonly digest: Buffer; readonly expiresAtMs: number }

/** Tokens of printed addresses: each lets one browser in, once, and only for a while. Only their digests are kept. */
export class OneTimeTokens {
  readonly #nowMs: () => number
  #tokens: Token[] = []

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  make(): string {
    const token = randomBytes(tokenBytes).toString('base64url')
    this.#tokens = [...this.#valid(), { digest: digestOf(token), expiresAtMs: this.#nowMs() + lifeMs }].slice(
      -mostTokens,
    )
    return token
  }

  /** Use a token up. False when it is wrong, used or too old; takes the same time for all of them. */
  redeem(text: string): boolean {
    const digest = digestOf(text)
    const valid = this.#valid()
    const others = valid.filter((token) => !timingSafeEqual(token.digest, digest))
    this.#tokens = others
    return others.length < valid.length
  }

  #valid(): Token[] {
    const nowMs = this.#nowMs()
    return this.#tokens.filter(({ expiresAtMs }) => expiresAtMs > nowMs)
  }
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()
