/** A person mistypes or reloads an old link a few times; more than this in a minute is a program. */
const mostFailures = 10
const windowMs = 60_000

/** Counts wrong tokens. A right one always works: nobody can keep the engineer out by knocking. */
export class KnockMeter {
  readonly #nowMs: () => number
  #failedAtMs: number[] = []

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** Note a failure. True when there were too many of late. */
  fail(): boolean {
    const nowMs = this.#nowMs()
    this.#failedAtMs = [...this.#failedAtMs.filter((atMs) => nowMs - atMs < windowMs), nowMs].slice(-mostFailures - 1)
    return this.#failedAtMs.length > mostFailures
  }
}
