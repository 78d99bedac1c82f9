// A pane's scrollback of some 3,000 lines; 1,000 hosts that have all printed as much take 256 MB, so panes may ask for less.
const defaultBytes = 256 * 1024

export type RingListener = (bytes: Buffer, offset: number) => void

/** The newest bytes of one host's output, for panes that open late; never the durable copy. */
export class LogRing {
  readonly #maxBytes: number
  readonly #listeners = new Set<RingListener>()
  #chunks: Buffer[] = []
  #size = 0
  #end = 0

  constructor(maxBytes: number = defaultBytes) {
    this.#maxBytes = maxBytes
  }

  /** Add bytes at an offset. What was there before is dropped when the offset does not follow on (another attempt). */
  write(bytes: Buffer, offset: number = this.#end): void {
    if (bytes.length === 0) return
    if (offset !== this.#end) {
      this.#chunks = []
      this.#size = 0
    }
    // Copied: a small slice would keep the whole network buffer it is part of.
    this.#chunks.push(Buffer.from(bytes.subarray(-this.#maxBytes)))
    this.#size += Math.min(bytes.length, this.#maxBytes)
    this.#end = offset + bytes.length
    this.#trim()
    for (const listener of this.#listeners) listener(bytes, offset)
  }

  /** What is there now, and the offset of its first byte. */
  snapshot(): { readonly offset: number; readonly bytes: Buffer } {
    const bytes = Buffer.concat(this.#chunks)
    this.#chunks = bytes.length > 0 ? [bytes] : []
    return { offset: this.#end - bytes.length, bytes }
  }

  /** Be told of bytes as they come; returns how to stop. Take a snapshot in the same tick to miss and repeat nothing. */
  subscribe(listener: RingListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #trim(): void {
    while (this.#size > this.#maxBytes) {
      const first = this.#chunks[0]
      if (!first) return
      const excess = this.#size - this.#maxBytes
      if (first.length <= excess) this.#chunks.shift()
      else this.#chunks[0] = first.subarray(excess)
      this.#size -= Math.min(first.length, excess)
    }
  }
}
