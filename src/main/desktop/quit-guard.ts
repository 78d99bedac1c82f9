/** An end that is certain comes within this time; after that it was called off, as a shutdown can be. */
const sureForMs = 30_000

/** What a person answers who is asked before rollouts lose their console. */
export type QuitAnswer = 'keep' | 'quit' | 'cancel'

export type QuitPorts = {
  readonly nowMs: () => number
  /** Rollouts go on by themselves right now. */
  readonly isMoving: () => boolean
  readonly ask: () => Promise<QuitAnswer>
  /** Out of sight, but not gone: the tray brings it back. */
  readonly hide: () => void
  readonly quit: () => void
}

type Preventable = { readonly preventDefault: () => void }

/**
 * Stands before the end of the program: while a rollout goes on, it ends only when a person says so. A machine that shuts down
 * is not held up: remote steps survive that, and the next start finds them.
 */
export class QuitGuard {
  readonly #ports: QuitPorts
  #sureUntilMs = Number.NEGATIVE_INFINITY
  #isAsking = false

  constructor(ports: QuitPorts) {
    this.#ports = ports
  }

  /** The machine goes down, or somebody was asked already: do not ask, for as long as that may take. */
  beSure(): void {
    this.#sureUntilMs = this.#ports.nowMs() + sureForMs
  }

  /** The window is to be closed, or the program to end. */
  readonly onEnd = (event: Preventable): void => {
    if (this.#ports.nowMs() < this.#sureUntilMs || !this.#ports.isMoving()) return
    event.preventDefault()
    void this.#ask()
  }

  async #ask(): Promise<void> {
    // closing again while the question is open must not ask twice
    if (this.#isAsking) return
    this.#isAsking = true
    try {
      const answer = await this.#ports.ask()
      if (answer === 'keep') this.#ports.hide()
      if (answer !== 'quit') return
      this.beSure()
      this.#ports.quit()
    } finally {
      this.#isAsking = false
    }
  }
}
