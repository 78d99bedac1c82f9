import type Database from 'better-sqlite3'
import { stripAnsi } from './ansi'
import { unpackBlock } from './block-codec'
import { lineHeadBefore } from './line-head'

// A line of a person's log is shorter; of a longer one the part around the text is shown.
const shownCharacters = 2_000
const shownBefore = 200
// A progress bar without line ends can be megabytes; its real start is then not looked for further back.
const longestLineBytes = 1024 * 1024

export type FoundLine = {
  /** Byte offset of the line's first byte in its log. */
  readonly offset: number
  /** Line ends between the block's start and the line. */
  readonly newlinesBefore: number
  readonly text: string
  /** True when the line was too long to be shown whole. */
  readonly isCut: boolean
}
const nothing = Buffer.alloc(0)
type Place = { readonly log: number; readonly start: number }
type Options = { readonly text: string; readonly isCaseSensitive?: boolean; readonly keepAnsi?: boolean }

/** Finds the lines of a block in which a text stands. */
export class LineFinder {
  readonly #db: Database.Database
  readonly #wanted: string
  readonly #isCaseSensitive: boolean
  readonly #keepAnsi: boolean

  constructor(db: Database.Database, { text, isCaseSensitive = false, keepAnsi = false }: Options) {
    this.#db = db
    this.#isCaseSensitive = isCaseSensitive
    this.#keepAnsi = keepAnsi
    this.#wanted = this.#folded(text)
  }

  /** The lines with the text, in order. `head`: the part of the first line that stands in the blocks before. */
  find({ log, start }: Place, head: Buffer, block: Buffer): FoundLine[] {
    const bytes = head.length === 0 ? block : Buffer.concat([head, block])
    const folded = this.#folded(stripAnsi(bytes.toString()))
    const lines: FoundLine[] = []
    let rawAt = 0
    let foldedAt = 0
    let newlinesBefore = 0
    for (let hit = folded.indexOf(this.#wanted); hit !== -1; hit = folded.indexOf(this.#wanted, foldedAt)) {
      // Folding changes lengths but no line end, so that lines are counted in both.
      for (let end = folded.indexOf('\n', foldedAt); end !== -1 && end < hit; end = folded.indexOf('\n', foldedAt)) {
        foldedAt = end + 1
        rawAt = bytes.indexOf(10, rawAt) + 1
        newlinesBefore += 1
      }
      const rawEnd = bytes.indexOf(10, rawAt)
      const line = bytes.subarray(rawAt, rawEnd === -1 ? bytes.length : rawEnd)
      // What was searched of the head may be its end only; what is shown is the line from its start.
      const hasHead = rawAt === 0 && head.length > 0
      const before = hasHead ? lineHeadBefore(this.#db, log, start, longestLineBytes) : nothing
      const within = hasHead ? line.subarray(head.length) : line
      const from = hasHead ? start : start - head.length + rawAt
      const behind = rawEnd === -1 ? this.#lineTail(log, from + within.length) : nothing
      const raw = Buffer.concat([before, within, behind]).toString()
      lines.push({ offset: from - before.length, newlinesBefore, ...this.#shown(raw) })
      const foldedEnd = folded.indexOf('\n', hit)
      if (rawEnd === -1 || foldedEnd === -1) break
      rawAt = rawEnd + 1
      newlinesBefore += 1
      foldedAt = foldedEnd + 1
    }
    return lines
  }

  #shown(raw: string): { readonly text: string; readonly isCut: boolean } {
    const text = (this.#keepAnsi ? raw : stripAnsi(raw)).replace(/\r+$/, '')
    if (text.length <= shownCharacters) return { text, isCut: false }
    const from = Math.max(0, this.#folded(text).indexOf(this.#wanted) - shownBefore)
    return { text: text.slice(from, from + shownCharacters), isCut: true }
  }

  /** The bytes from `start` to the line end, as far as they are needed for showing. */
  #lineTail(log: number, start: number): Buffer {
    const at = this.#db.prepare('SELECT size, data FROM blocks WHERE log = ? AND start = ?')
    const parts: Buffer[] = []
    let size = 0
    while (size < shownCharacters) {
      const block = at.get(log, start + size) as { size: number; data: Buffer } | undefined
      if (!block) break
      const bytes = unpackBlock(block.data)
      const end = bytes.indexOf(10)
      parts.push(end === -1 ? bytes : bytes.subarray(0, end))
      if (end !== -1) break
      size += block.size
    }
    return Buffer.concat(parts)
  }

  #folded(text: string): string {
    return this.#isCaseSensitive ? text : text.toLowerCase()
  }
}
