import type { LogKey } from '../ports/logs.ts'
import { cover, uncovered, type ByteRange } from './byte-ranges.ts'

/** Large enough for zstd to find repetitions, small enough that a search reads little around a hit. */
export const blockBytes = 256 * 1024

/** Bytes of one log, without gaps, ready to be stored. */
export type CutBlock = { readonly key: LogKey; readonly start: number; readonly chunks: Buffer[]; size: number }

/**
 * Collects what arrives for one log and cuts it into blocks. Every byte is taken once, whatever is written again and in
 * whatever order; what is skipped stays a gap.
 *
 * @param covered what is stored already; grows with what is added.
 */
export class BlockCutter {
  readonly key: LogKey
  #covered: ByteRange[]
  #open: CutBlock | undefined

  constructor(key: LogKey, covered: ByteRange[]) {
    this.key = key
    this.#covered = covered
  }

  /** Bytes that are not in a finished block yet. */
  get openBytes(): number {
    return this.#open?.size ?? 0
  }

  /** Nothing of a range is stored or waits to be. */
  isFree(range: ByteRange): boolean {
    const [first] = uncovered(this.#covered, range)
    return first?.from === range.from && first.to === range.to
  }

  /** A range was stored by somebody else. */
  mark(range: ByteRange): void {
    cover(this.#covered, range)
  }

  /** Begin again with what is stored now. Returns what was not finished, to be added anew. */
  restart(covered: ByteRange[]): CutBlock | undefined {
    const open = this.#open
    this.#open = undefined
    this.#covered = covered
    return open
  }

  /** Take bytes at an offset; finished blocks go to `done`. Returns how many bytes were new. */
  add(offset: number, bytes: Buffer, done: CutBlock[]): number {
    const range = { from: offset, to: offset + bytes.length }
    let added = 0
    for (const { from, to } of uncovered(this.#covered, range)) {
      this.#append(from, bytes.subarray(from - offset, to - offset), done)
      added += to - from
    }
    cover(this.#covered, range)
    return added
  }

  /** Finish the block that is being filled, if there is one. */
  cut(done: CutBlock[]): void {
    if (this.#open) done.push(this.#open)
    this.#open = undefined
  }

  /** A full block ends with its last whole line, if it has one: then searching it needs no other block. */
  #cutAtLineEnd(done: CutBlock[]): void {
    const full = this.#open
    if (!full) return
    const rest: Buffer[] = []
    for (let last = full.chunks.pop(); last; last = full.chunks.pop()) {
      const end = last.lastIndexOf(10) + 1
      if (end < last.length) rest.unshift(last.subarray(end))
      if (end === 0) continue
      full.chunks.push(last.subarray(0, end))
      break
    }
    const restBytes = rest.reduce((sum, chunk) => sum + chunk.length, 0)
    const isOneLine = full.chunks.length === 0
    done.push(isOneLine ? { ...full, chunks: rest } : { ...full, size: full.size - restBytes })
    const start = full.start + full.size - restBytes
    this.#open = isOneLine || restBytes === 0 ? undefined : { key: full.key, start, chunks: rest, size: restBytes }
  }

  #append(start: number, bytes: Buffer, done: CutBlock[]): void {
    if (this.#open && this.#open.start + this.#open.size !== start) this.cut(done)
    let at = 0
    while (at < bytes.length) {
      this.#open ??= { key: this.key, start: start + at, chunks: [], size: 0 }
      const part = bytes.subarray(at, at + blockBytes - this.#open.size)
      this.#open.chunks.push(part)
      this.#open.size += part.length
      at += part.length
      if (this.#open.size === blockBytes) this.#cutAtLineEnd(done)
    }
  }
}
