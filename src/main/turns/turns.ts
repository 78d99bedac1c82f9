/** Work that is done a piece at a time; true when there is more to do at once. */
export interface Turn {
  run(): boolean
}

// Of a turn of the event loop: long enough to move a megabyte or two, short enough that nobody notices.
const turnMs = 4

/** Lets all who have something to do go on in turn, a little in each turn of the event loop. */
export class Turns {
  readonly #waiting = new Set<Turn>()
  #isDue = false

  /** Let it run in the next turn of the event loop; once, however often it is asked for. */
  add(turn: Turn): void {
    this.#waiting.add(turn)
    this.#schedule()
  }

  /** Wait for a turn: what goes on then is work of that turn. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      const run = () => {
        resolve()
        return false
      }
      this.add({ run })
    })
  }

  remove(turn: Turn): void {
    this.#waiting.delete(turn)
  }

  #schedule(): void {
    if (this.#isDue || this.#waiting.size === 0) return
    this.#isDue = true
    setImmediate(() => void this.#run())
  }

  /** In the order in which they came; who wants more goes to the end. */
  async #run(): Promise<void> {
    const endMs = performance.now() + turnMs
    for (const turn of this.#waiting) {
      this.#waiting.delete(turn)
      if (turn.run()) this.#waiting.add(turn)
      // lets go on who was waiting for it, so that what they do counts
      await Promise.resolve()
      if (performance.now() >= endMs) break
    }
    this.#isDue = false
    this.#schedule()
  }
}
