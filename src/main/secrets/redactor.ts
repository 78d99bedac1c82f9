import type { ByteRange, SecretFilter } from '../ports/secrets'
import type { FormSearch } from './form-search'

const star = 0x2a
const equals = 0x3d
/** What may follow a form in base64: a character that it shares with what follows, and two of padding. */
const wholeTail = 3
const paddingOnly = 2
/** More ranges are told as one that covers them: each costs the host some processes. */
const mostRanges = 1_000

/** The characters of both alphabets of base64, by their byte. */
const isBase64 = new Uint8Array(256)
for (const char of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')) isBase64[char] = 1

/**
 * Hides secrets in a stream of bytes: every byte of every form in which they may be written (see `formsOf`) becomes `*`,
 * also when it lies across chunks or overlaps another. As many stars as there were bytes: offsets stay those of the remote
 * log, by which an interrupted step is continued. (The length of a secret can be seen; its content cannot.)
 *
 * Without secrets chunks pass as they are. Otherwise the bytes at the end that could be the start of a secret are held back
 * until the next chunk or `end`. One redactor per stream; bytes given to it are not changed.
 */
export class Redactor implements SecretFilter {
  readonly #search: FormSearch
  #held = Buffer.alloc(0)
  /** The held bytes as they will be given out: an occurrence may already end among them. */
  #heldMasked = Buffer.alloc(0)
  /** How much of a tail may still come with the next bytes. */
  #tail = 0
  #givenBytes = 0
  readonly #hidden: { from: number; to: number }[] = []

  constructor(search: FormSearch) {
    this.#search = search
  }

  get hidden(): readonly ByteRange[] {
    return this.#hidden
  }

  /** Take a chunk; returns what can be given out, which may be empty. */
  push(chunk: Buffer): Buffer {
    if (this.#search.isEmpty) return chunk
    const heldBytes = this.#held.length
    const bytes = heldBytes === 0 ? chunk : Buffer.concat([this.#held, chunk])
    const found = this.#search.find(bytes)
    const given = bytes.length - this.#keep(bytes)
    const isClean = found.length === 0 && this.#tail === 0
    const masked = isClean && heldBytes === 0 ? bytes : Buffer.from(bytes)
    if (masked !== bytes) {
      this.#heldMasked.copy(masked)
      this.#tail = maskTail(masked, heldBytes, this.#tail)
      for (const { from, to, form } of found) {
        const hasLead = form.hasLead && from > 0 && isBase64[bytes[from - 1] ?? 0] === 1
        masked.fill(star, hasLead ? from - 1 : from, to)
        if (form.hasTail) this.#tail = Math.max(this.#tail, maskTail(masked, to, wholeTail))
      }
    }
    if (masked !== bytes) this.#note(bytes, masked.subarray(0, given))
    this.#givenBytes += given
    this.#held = Buffer.from(bytes.subarray(given))
    this.#heldMasked = Buffer.from(masked.subarray(given))
    return given === chunk.length && masked === chunk ? chunk : masked.subarray(0, given)
  }

  /** The end of the stream: what was held back. */
  end(): Buffer {
    const rest = this.#heldMasked
    this.#note(this.#held, rest)
    this.#givenBytes += rest.length
    this.#held = Buffer.alloc(0)
    this.#heldMasked = this.#held
    this.#tail = 0
    return rest
  }

  /** Keep what is given out otherwise than it came. */
  #note(bytes: Buffer, masked: Buffer): void {
    for (const [at, byte] of masked.entries()) {
      if (byte === bytes[at]) continue
      const from = this.#givenBytes + at
      const last = this.#hidden.at(-1)
      if (last && (last.to === from || this.#hidden.length >= mostRanges)) last.to = from + 1
      else this.#hidden.push({ from, to: from + 1 })
    }
  }

  /** The bytes at the end that may belong to a secret: a start, and the character of base64 before it. */
  #keep(bytes: Buffer): number {
    const started = this.#search.startedAtEnd(bytes)
    const before = bytes[bytes.length - started - 1]
    return this.#search.hasLeads && before !== undefined && isBase64[before] === 1 ? started + 1 : started
  }
}

/** Hide what follows a form from `at` on; returns how much of it may still come. A star counts as what it hides. */
function maskTail(masked: Buffer, at: number, tail: number): number {
  let left = tail
  let next = at
  if (left === wholeTail && next < masked.length) {
    if (isBase64[masked[next] ?? 0] === 1 || masked[next] === star) masked[next++] = star
    left = paddingOnly
  }
  for (; left > 0 && masked[next] === equals; left -= 1) masked[next++] = star
  return next >= masked.length ? left : 0
}

/** Hide secrets in a text that is complete, such as a message. Pure. */
export function redactText(text: string, search: FormSearch): string {
  if (search.isEmpty) return text
  const redactor = new Redactor(search)
  return Buffer.concat([redactor.push(Buffer.from(text)), redactor.end()]).toString()
}
