// Twice the bytes that may be on the way to a pane: one that keeps up never needs the store. Only watched hosts have one.
const defaultBytes = 1024 * 1024

/** Bytes of one part that follow on from each other, in memory from position `at` on. */
type Run = { readonly part: number; readonly offset: number; readonly at: number; size: number }

/** The newest output of one host, whichever part of its log it belongs to; never the durable copy. */
export class LogRing {
  readonly #maxBytes: number
  #memory: Buffer | undefined
  /** Positions count all bytes ever written; a byte lies in memory at its position modulo the size. */
  #written = 0
  #runs: Run[] = []

  constructor(maxBytes: number = defaultBytes) {
    this.#maxBytes = maxBytes
  }

  /** Add bytes of a part at an offset. They are copied: a small slice would keep the whole network buffer it is part of. */
  write(part: number, offset: number, bytes: Buffer): void {
    if (bytes.length === 0) return
    const last = this.#runs.at(-1)
    if (last?.part === part && last.offset + last.size === offset) last.size += bytes.length
    else this.#runs.push({ part, offset, at: this.#written, size: bytes.length })
    const kept = bytes.subarray(-this.#maxBytes)
    this.#written += bytes.length
    this.#copyIn(kept, this.#written - kept.length)
    const oldest = this.#written - this.#maxBytes
    while (this.#runs[0] && this.#runs[0].at + this.#runs[0].size <= oldest) this.#runs.shift()
  }

  /** At most `maxBytes` of a part from an offset on; undefined when that is not here (any more). */
  read(part: number, offset: number, maxBytes: number): Buffer | undefined {
    const run = this.#runs.findLast((each) => each.part === part && each.offset <= offset)
    if (!run || offset >= run.offset + run.size) return undefined
    const at = run.at + offset - run.offset
    if (at < this.#written - this.#maxBytes) return undefined
    return this.#copyOut(at, Math.min(maxBytes, run.offset + run.size - offset))
  }

  #copyIn(bytes: Buffer, position: number): void {
    this.#memory ??= Buffer.allocUnsafe(this.#maxBytes)
    const from = position % this.#maxBytes
    const first = bytes.copy(this.#memory, from)
    if (first < bytes.length) bytes.copy(this.#memory, 0, first)
  }

  #copyOut(position: number, size: number): Buffer {
    const bytes = Buffer.allocUnsafe(size)
    const from = position % this.#maxBytes
    const first = this.#memory?.copy(bytes, 0, from, from + size) ?? 0
    if (first < size) this.#memory?.copy(bytes, first, 0, size - first)
    return bytes
  }
}
