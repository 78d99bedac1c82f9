import { appendFileSync, chmodSync, renameSync, statSync } from 'node:fs'

/** Some ten thousand refusals; then the file starts anew and the one before is kept as `.1`. */
const longestFileBytes = 1024 * 1024
/** Whoever knocks without end must keep neither the disk nor the console busy. */
const mostLinesASecond = 20
const longestTextLength = 200

/** What was refused at a door, a JSON object on a line; never a token, a cookie or a body. For its owner only (0600). */
export class DoorLog {
  readonly #file: string
  readonly #nowMs: () => number
  #secondAtMs = 0
  #lines = 0
  #leftOut = 0

  constructor(file: string, nowMs: () => number) {
    this.#file = file
    this.#nowMs = nowMs
  }

  /** `fields` may come from strangers: control characters are escaped and long texts cut. */
  write(what: string, fields: Readonly<Record<string, string | number | undefined>> = {}): void {
    const nowMs = this.#nowMs()
    if (nowMs - this.#secondAtMs >= 1_000) {
      if (this.#leftOut > 0) this.#append({ at: new Date(nowMs).toISOString(), what: `${this.#leftOut} more refused` })
      this.#secondAtMs = nowMs
      this.#lines = 0
      this.#leftOut = 0
    }
    this.#lines += 1
    if (this.#lines > mostLinesASecond) {
      this.#leftOut += 1
      return
    }
    const cut = Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, longestTextLength) : value,
    ])
    this.#append({ at: new Date(nowMs).toISOString(), what, ...Object.fromEntries(cut) })
  }

  #append(line: object): void {
    try {
      if (sizeOf(this.#file) > longestFileBytes) renameSync(this.#file, `${this.#file}.1`)
      const isNew = sizeOf(this.#file) === 0
      appendFileSync(this.#file, `${JSON.stringify(line)}\n`, { mode: 0o600 })
      if (isNew) chmodSync(this.#file, 0o600)
    } catch {
      // a full disk must not keep the page from being served
    }
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
