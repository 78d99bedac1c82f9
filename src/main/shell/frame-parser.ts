/** What an agent sends: output as it came, or a mark of its own. */
export type Frame =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'mark'; readonly name: string; readonly fields: readonly string[] }

const NONE = Buffer.alloc(0)

/**
 * Splits the stdout of an agent into output and marks (`<nonce> name field …\n`).
 *
 * A mark may begin at any byte. Output is never changed; at most the length of a mark is held back until more arrives.
 */
export class FrameParser {
  readonly #nonce: Buffer
  #held: Buffer = NONE

  constructor(nonce: string) {
    this.#nonce = Buffer.from(`${nonce} `, 'latin1')
  }

  /** The frames that are complete with these bytes, in order. */
  push(chunk: Buffer): Frame[] {
    const data = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    const frames: Frame[] = []
    let at = 0
    for (;;) {
      const markAt = data.indexOf(this.#nonce, at)
      const outputEnd = markAt < 0 ? data.length - this.#beginningAtEnd(data, at) : markAt
      if (outputEnd > at) frames.push({ kind: 'bytes', bytes: data.subarray(at, outputEnd) })
      const lineEnd = markAt < 0 ? -1 : data.indexOf(0x0a, markAt)
      if (lineEnd < 0) {
        this.#held = data.subarray(outputEnd)
        return frames
      }
      const [name = '', ...fields] = data.toString('utf8', markAt + this.#nonce.length, lineEnd).split(' ')
      frames.push({ kind: 'mark', name, fields })
      at = lineEnd + 1
    }
  }

  /** How many bytes at the end could be the beginning of the nonce. */
  #beginningAtEnd(data: Buffer, from: number): number {
    for (let length = Math.min(this.#nonce.length - 1, data.length - from); length > 0; length -= 1) {
      const start = data.length - length
      if (data.compare(this.#nonce, 0, length, start) === 0) return length
    }
    return 0
  }
}
