import type { LogPart } from '../terminal-ports'

/** A piece of a log: which part, from where, and how much there is. */
export type LogPlace = { readonly part: number; readonly offset: number; readonly sizeBytes: number }

/**
 * How far one pane is in a log of several parts. Parts come in their order; one that grows after the pane has left it
 * (two attempts that overlap) is come back to, so that nothing is missed and nothing comes twice.
 */
export class LogCursor {
  /** They grow at their end, and there become more of them. */
  readonly #parts: readonly LogPart[]
  /** What the pane has of each part. */
  readonly #offsets: number[] = []
  #current = 0

  constructor(parts: readonly LogPart[]) {
    this.#parts = parts
  }

  /** What the pane does not have yet. */
  get behindBytes(): number {
    return this.#parts.reduce((sum, _, part) => sum + this.#leftOf(part), 0)
  }

  /** What comes next: the rest of the part the pane is in, else of the first that has any. Undefined at the end. */
  next(): LogPlace | undefined {
    const part = this.#leftOf(this.#current) > 0 ? this.#current : this.#parts.findIndex((_, i) => this.#leftOf(i) > 0)
    return part < 0 ? undefined : { part, offset: this.#offsets[part] ?? 0, sizeBytes: this.#leftOf(part) }
  }

  /** The pane has a part up to an offset. */
  moveTo(part: number, offset: number): void {
    this.#current = part
    this.#offsets[part] = offset
  }

  /** Leave out everything but the last `keptBytes`; returns how much that is. */
  skipTo(keptBytes: number): number {
    let kept = 0
    let skipped = 0
    for (let part = this.#parts.length - 1; part >= 0; part -= 1) {
      const left = this.#leftOf(part)
      const keep = Math.min(left, keptBytes - kept)
      this.#offsets[part] = (this.#parts[part]?.endOffset ?? 0) - keep
      kept += keep
      skipped += left - keep
    }
    return skipped
  }

  #leftOf(part: number): number {
    return Math.max(0, (this.#parts[part]?.endOffset ?? 0) - (this.#offsets[part] ?? 0))
  }
}
