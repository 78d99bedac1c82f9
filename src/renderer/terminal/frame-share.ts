/** Something that has output to write. */
export type FrameWriter = {
  /** Write at most so many bytes; `done` once they are on the screen, with how many there were. */
  readonly writeSlice: (mostBytes: number, done: (bytes: number) => void) => void
}

export type FrameClock = {
  /** Runs before the next frame is painted; not at all while the page is hidden. */
  readonly requestFrame: (run: () => void) => void
  readonly nowMs: () => number
}

/** A frame of a slow machine still brings a screen full of text to a pane. */
const leastBytes = 24 * 1024
const mostBytes = 1024 * 1024
/** From one frame to the end of its writing; what takes longer makes typing and clicking feel slow. */
const longMs = 24
const shortMs = 12
/** From one frame to the next while there is output: drawing what was written takes its time as well. */
const longFrameMs = 50
/** Drawing a pane costs the same for one line and for a thousand: below this, fewer panes take a turn. */
const sliceBytes = 32 * 1024

/**
 * Divides what may be written in a frame among the panes that have output, in turn, and learns from how long it took: so the
 * page stays responsive whatever the hosts print and however slow the machine is.
 */
export class FrameShare {
  readonly #clock: FrameClock
  /** In the order they take their turns. */
  readonly #waiting = new Set<FrameWriter>()
  /** Those of this frame. */
  readonly #writing = new Set<FrameWriter>()
  #isAsked = false
  #budgetBytes = leastBytes
  #startedAtMs = 0
  #writtenBytes = 0
  /** The last frame that left something to write. */
  #frameAtMs: number | undefined
  #gapMs = 0

  constructor(clock: FrameClock) {
    this.#clock = clock
  }

  get budgetBytes(): number {
    return this.#budgetBytes
  }

  /** There is output to write; the writer is called once, in one of the next frames. */
  want(writer: FrameWriter): void {
    this.#waiting.add(writer)
    this.#ask()
  }

  /** The pane is gone. */
  drop(writer: FrameWriter): void {
    this.#waiting.delete(writer)
    if (this.#writing.delete(writer)) this.#ask()
  }

  /** The next frame comes when this one is written. */
  #ask(): void {
    if (this.#isAsked || this.#writing.size > 0 || this.#waiting.size === 0) return
    this.#isAsked = true
    this.#clock.requestFrame(() => this.#frame())
  }

  #frame(): void {
    this.#isAsked = false
    const turns = Math.max(1, Math.floor(this.#budgetBytes / sliceBytes))
    const writers = [...this.#waiting].slice(0, turns)
    this.#startedAtMs = this.#clock.nowMs()
    this.#gapMs = this.#frameAtMs === undefined ? 0 : this.#startedAtMs - this.#frameAtMs
    this.#frameAtMs = this.#startedAtMs
    this.#writtenBytes = 0
    for (const writer of writers) {
      this.#waiting.delete(writer)
      this.#writing.add(writer)
    }
    const slice = Math.floor(this.#budgetBytes / Math.max(1, writers.length))
    for (const writer of writers) writer.writeSlice(slice, (bytes) => this.#finish(writer, bytes))
  }

  #finish(writer: FrameWriter, bytes: number): void {
    if (!this.#writing.delete(writer)) return
    this.#writtenBytes += bytes
    if (this.#writing.size > 0) return
    this.#learn(this.#clock.nowMs() - this.#startedAtMs)
    this.#ask()
  }

  #learn(tookMs: number): void {
    if (this.#waiting.size === 0) this.#frameAtMs = undefined
    if (tookMs > longMs || this.#gapMs > longFrameMs)
      this.#budgetBytes = Math.max(leastBytes, Math.floor(this.#budgetBytes / 2))
    // a frame that had little to write says nothing about how much would fit
    else if (tookMs < shortMs && this.#writtenBytes > this.#budgetBytes / 2)
      this.#budgetBytes = Math.min(mostBytes, Math.floor(this.#budgetBytes * 1.25))
  }
}

/** The share of this page. */
export const frameShare = new FrameShare({
  requestFrame: (run) => void window.requestAnimationFrame(run),
  nowMs: () => performance.now(),
})
