type Waiter = { readonly take: () => void }

/** A fixed number of places, given to those who wait in the order in which they came. */
export class Slots {
  readonly #size: number
  #taken = 0
  readonly #waiters = new Set<Waiter>()

  constructor(size: number) {
    this.#size = size
  }

  get isFull(): boolean {
    return this.#taken >= this.#size
  }

  get waiting(): number {
    return this.#waiters.size
  }

  /** Wait for a place; the returned function gives it back (once, however often it is called). Rejects with the signal's reason. */
  async take(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted()
    if (this.isFull || this.#waiters.size > 0) await this.#wait(signal)
    else this.#taken += 1
    let isBack = false
    return () => {
      if (isBack) return
      isBack = true
      this.#giveBack()
    }
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter = {
        take: () => {
          signal?.removeEventListener('abort', abort)
          resolve()
        },
      }
      const abort = () => {
        this.#waiters.delete(waiter)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', abort, { once: true })
      this.#waiters.add(waiter)
    })
  }

  /** A place that is given back goes straight to the first who waits, so nobody can slip in between. */
  #giveBack(): void {
    const [first] = this.#waiters
    if (!first) {
      this.#taken -= 1
      return
    }
    this.#waiters.delete(first)
    first.take()
  }
}
