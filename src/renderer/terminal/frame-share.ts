/** Something that has output to write. */
export type FrameWriter = {
  /** Write at most so many bytes; `done` once they are on the screen. */
  readonly writeSlice: (mostBytes: number, done: () => void) => void
}

export type FrameClock = {
  /** Runs before the next frame is painted; not at all while the page is hidden. */
  readonly requestFrame: (run: () => void) => void
  readonly nowMs: () => number
}

/** What all panes together may write in one frame at first: xterm takes some 10 ms for it. */
const firstBytes = 192 * 1024
/** A frame of a slow machine still brings a screen full of text. */
const leastBytes = 32 * 1024
const mostBytes = 1024 * 1024
/** From one frame to the end of its writing; what takes longer makes typing and clicking feel slow. */
const longMs = 24
const shortMs = 8
/** From one frame to the next while there is output: drawing what was written takes its time as well. */
const longFrameMs = 50
/** Below this the overhead of a write outweighs the fairness. */
const leastSliceBytes = 8 * 1024

/**
 * Divides what may be written in a frame among all panes that have output, and learns from how long it took: so the page stays
 * responsive whatever the hosts print and however slow the machine is.
 */
export class FrameShare {
  readonly #clock: FrameClock
  readonly #waiting = new Set<FrameWriter>()
  #isAsked = false
  #budgetBytes = firstBytes
  /** The last frame that left something to write. */
  #frameAtMs: number | undefined

  constructor(clock: FrameClock) {
    this.#clock = clock
  }

  get budgetBytes(): number {
    return this.#budgetBytes
  }

  /** There is output to write; the writer is called once, in the next frame. */
  want(writer: FrameWriter): void {
    this.#waiting.add(writer)
    if (this.#isAsked) return
    this.#isAsked = true
    this.#clock.requestFrame(() => this.#frame())
  }

  /** The pane is gone. */
  drop(writer: FrameWriter): void {
    this.#waiting.delete(writer)
  }

  #frame(): void {
    this.#isAsked = false
    const writers = [...this.#waiting]
    this.#waiting.clear()
    const slice = Math.max(leastSliceBytes, Math.floor(this.#budgetBytes / Math.max(1, writers.length)))
    const startedAtMs = this.#clock.nowMs()
    const gapMs = this.#frameAtMs === undefined ? 0 : startedAtMs - this.#frameAtMs
    this.#frameAtMs = startedAtMs
    let open = writers.length
    const done = () => {
      open -= 1
      if (open === 0) this.#learn(this.#clock.nowMs() - startedAtMs, gapMs)
    }
    for (const writer of writers) writer.writeSlice(slice, done)
  }

  #learn(tookMs: number, gapMs: number): void {
    if (this.#waiting.size === 0) this.#frameAtMs = undefined
    if (tookMs > longMs || gapMs > longFrameMs)
      this.#budgetBytes = Math.max(leastBytes, Math.floor(this.#budgetBytes / 2))
    else if (tookMs < shortMs) this.#budgetBytes = Math.min(mostBytes, Math.floor(this.#budgetBytes * 1.25))
  }
}

/** The share of this page. */
export const frameShare = new FrameShare({
  requestFrame: (run) => void window.requestAnimationFrame(run),
  nowMs: () => performance.now(),
})
