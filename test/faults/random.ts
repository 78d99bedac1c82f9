/** Chance that can be replayed: the same seed gives the same numbers (mulberry32). */
export class Random {
  readonly seed: number
  #state: number

  constructor(seed: number) {
    this.seed = seed >>> 0
    this.#state = this.seed
  }

  /** At least 0 and less than 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** From `from` (included) to `to` (not included). */
  between(from: number, to: number): number {
    return from + this.next() * (to - from)
  }

  /** One of some values. */
  pick<const T>(values: readonly [T, ...T[]]): T {
    return values[Math.floor(this.next() * values.length)] ?? values[0]
  }

  /** Chance of its own for a part of the work, so that parts can be done in any order. */
  fork(part: number): Random {
    return new Random(Math.imul(this.seed ^ 0x9e3779b9, part * 2 + 1) ^ part)
  }
}
