const star = 0x2a

/**
 * Hides secrets in a stream of bytes: every byte of every occurrence becomes `*`, also when it lies across chunks or
 * overlaps another. As many stars as the secret has bytes: offsets stay those of the remote log, by which an
 * interrupted step is continued. (The length of a secret can be seen; its content cannot.)
 *
 * Without secrets chunks pass as they are. Otherwise at most the bytes at the end that could be the start of a secret
 * are held back until the next chunk or `end`. One redactor per stream; bytes given to it are not changed.
 */
export class Redactor {
  readonly #secrets: readonly Buffer[]
  #held = Buffer.alloc(0)
  /** The held bytes as they will be given out: an occurrence may already end among them. */
  #heldMasked = Buffer.alloc(0)

  constructor(secrets: readonly string[]) {
    const different = new Set(secrets.filter((secret) => secret !== ''))
    this.#secrets = [...different].map((secret) => Buffer.from(secret))
  }

  /** Take a chunk; returns what can be given out, which may be empty. */
  push(chunk: Buffer): Buffer {
    if (this.#secrets.length === 0) return chunk
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    const found = this.#occurrences(bytes)
    const keep = this.#possibleStart(bytes)
    if (found.length === 0 && this.#held.length === 0 && keep === 0) return chunk
    const masked = Buffer.from(bytes)
    this.#heldMasked.copy(masked)
    for (const { from, to } of found) masked.fill(star, from, to)
    this.#held = Buffer.from(bytes.subarray(bytes.length - keep))
    this.#heldMasked = Buffer.from(masked.subarray(masked.length - keep))
    return masked.subarray(0, masked.length - keep)
  }

  /** The end of the stream: what was held back. */
  end(): Buffer {
    const rest = this.#heldMasked
    this.#held = Buffer.alloc(0)
    this.#heldMasked = this.#held
    return rest
  }

  #occurrences(bytes: Buffer): { readonly from: number; readonly to: number }[] {
    const found = []
    for (const secret of this.#secrets) {
      for (let at = bytes.indexOf(secret); at !== -1; at = bytes.indexOf(secret, at + 1)) {
        found.push({ from: at, to: at + secret.length })
      }
    }
    return found
  }

  /** How many bytes at the end are the start of a secret that may go on in the next chunk. */
  #possibleStart(bytes: Buffer): number {
    let longest = 0
    for (const secret of this.#secrets) {
      for (let size = Math.min(secret.length - 1, bytes.length); size > longest; size -= 1) {
        if (bytes.subarray(bytes.length - size).equals(secret.subarray(0, size))) longest = size
      }
    }
    return longest
  }
}

/** Hide secrets in a text that is complete, such as a message. Pure. */
export function redactText(text: string, secrets: readonly string[]): string {
  const redactor = new Redactor(secrets)
  return Buffer.concat([redactor.push(Buffer.from(text)), redactor.end()]).toString()
}
