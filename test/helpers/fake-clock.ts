import type { Clock } from '../../src/main/ports/clock'

type Sleeper = { readonly wakesAtMs: number; readonly wake: () => void }

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  #nowMs: number
  #elapsedMs = 0
  readonly #sleepers = new Set<Sleeper>()

  constructor(nowMs = 1_000_000) {
    this.#nowMs = nowMs
  }

  nowMs(): number {
    return this.#nowMs
  }

  elapsedMs(): number {
    return this.#elapsedMs
  }

  sleepUntil(atMs: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason as Error)
    if (atMs <= this.#nowMs) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const wake = () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        this.#sleepers.delete(sleeper)
        reject(signal?.reason as Error)
      }
      const sleeper = { wakesAtMs: this.#elapsedMs + atMs - this.#nowMs, wake }
      this.#sleepers.add(sleeper)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  /** How many wait for a later time. */
  get sleepers(): number {
    return this.#sleepers.size
  }

  /** Go on to the next time somebody waits for; false when nobody does. */
  step(): boolean {
    if (this.#sleepers.size === 0) return false
    this.advance(Math.max(0, Math.min(...[...this.#sleepers].map(({ wakesAtMs }) => wakesAtMs)) - this.#elapsedMs))
    return true
  }

  /** Somebody sets the clock: no time passes. */
  set(byMs: number): void {
    this.#nowMs += byMs
  }

  advance(byMs: number): void {
    this.#nowMs += byMs
    this.#elapsedMs += byMs
    for (const sleeper of [...this.#sleepers]) {
      if (sleeper.wakesAtMs > this.#elapsedMs) continue
      this.#sleepers.delete(sleeper)
      sleeper.wake()
    }
  }
}

/** Let everything that needs no time happen: so many turns of the event loop. */
export async function turns(count = 20): Promise<void> {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve))
}
