import { terminalBehindBytes } from '../../shared/ipc/terminal'
import type { TerminalSink, TerminalStream } from '../ipc/terminals'
import type { LogBytes, WatchedLog } from '../terminal-ports'
import { LogCursor, type LogPlace } from './log-cursor'
import { findLineStart } from './line-start'
import { frameBytes, PaneOutput } from './pane-output'
import type { Turn, Turns } from '../turns/turns'

/** Read at once: what one block of the store unpacks to. */
const readBytes = 256 * 1024
/** Small writes within this time become one message; half a frame of a screen. */
const gatherMs = 8
/** Where a pane goes on that was too far behind: some thousands of lines before the end. */
const keptBytes = 256 * 1024

export type LogStreamOptions = {
  readonly sink: TerminalSink
  readonly turns: Turns
  readonly watch: (onGrowth: () => void) => Promise<WatchedLog>
  /** Nothing is written any more: then nothing is left out either, and the stream ends where the log does. */
  readonly isComplete: boolean
  readonly onClose: () => void
}

/** One pane over a log: reads on whenever the pane has room, from memory or from the store. */
export class LogStream implements TerminalStream, Turn {
  readonly #pane: PaneOutput
  readonly #turns: Turns
  readonly #onClose: () => void
  #isComplete: boolean
  #log: WatchedLog | undefined
  #cursor = new LogCursor([])
  #shownPart: number | undefined
  #skippedBytes = 0
  /** The next bytes may begin in the middle of a line. */
  #isCut = false
  #isReading = false
  #sentAtMs = -Infinity
  #timer: NodeJS.Timeout | undefined

  constructor({ sink, turns, watch, isComplete, onClose }: LogStreamOptions) {
    this.#pane = new PaneOutput(sink)
    this.#turns = turns
    this.#isComplete = isComplete
    this.#onClose = onClose
    void this.#open(watch)
  }

  ack(bytes: number): void {
    this.#pane.ack(bytes)
    this.#turns.add(this)
  }

  input(): void {}

  resize(): void {}

  /** Nothing is written to the log any more. */
  complete(): void {
    this.#isComplete = true
    this.#turns.add(this)
  }

  close(): void {
    this.#pane.close()
    this.#letGo()
  }

  run(): boolean {
    if (this.#pane.isOver || this.#isReading || !this.#log) return false
    const { behindBytes } = this.#cursor
    const { roomBytes } = this.#pane
    // a pane that acknowledges drop by drop is not served drop by drop: each would cost a block of the store
    if (roomBytes < Math.min(behindBytes, frameBytes)) return false
    if (behindBytes > terminalBehindBytes && !this.#isComplete) {
      this.#skippedBytes += this.#cursor.skipTo(keptBytes)
      this.#isCut = true
    }
    const place = this.#cursor.next()
    if (!place) {
      if (this.#isComplete) this.#end()
      return false
    }
    const size = Math.min(place.sizeBytes, roomBytes, readBytes)
    const bytes = this.#log.peek(place.part, place.offset, size)
    if (!bytes) {
      void this.#readStored(this.#log, place, size)
      return false
    }
    this.#deliver(place, { offset: place.offset, bytes })
    return true
  }

  async #open(watch: LogStreamOptions['watch']): Promise<void> {
    try {
      const log = await watch(() => this.#wake())
      if (this.#pane.isOver) return log.close()
      this.#log = log
      this.#cursor = new LogCursor(log.parts)
      this.#turns.add(this)
    } catch (error) {
      this.#end(error)
    }
  }

  /** The log grew. The first bytes after a silence go at once. */
  #wake(): void {
    if (this.#timer) return
    const waitMs = this.#sentAtMs + gatherMs - performance.now()
    if (waitMs <= 0) return this.#turns.add(this)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#turns.add(this)
    }, waitMs)
  }

  async #readStored(log: WatchedLog, place: LogPlace, size: number): Promise<void> {
    this.#isReading = true
    try {
      const found = await log.read(place.part, place.offset, size)
      // a gap: nothing was ever stored there
      const piece = found ?? { offset: place.offset + place.sizeBytes, bytes: Buffer.alloc(0) }
      this.#skippedBytes += piece.offset - place.offset
      this.#deliver(place, piece)
    } catch (error) {
      this.#end(error)
    } finally {
      this.#isReading = false
      if (!this.#pane.isOver) this.#turns.add(this)
    }
  }

  #deliver({ part }: LogPlace, { offset, bytes }: LogBytes): void {
    const start = this.#isCut && offset > 0 ? findLineStart(bytes) : 0
    this.#isCut = false
    this.#skippedBytes += start
    this.#cursor.moveTo(part, offset + bytes.length)
    if (this.#skippedBytes > 0) this.#pane.skipped(this.#skippedBytes)
    this.#skippedBytes = 0
    const { step, attempt, atMs } = this.#log?.parts[part] ?? { step: '', attempt: 0, atMs: 0 }
    if (this.#shownPart !== part) this.#pane.section(step, attempt, atMs)
    this.#shownPart = part
    this.#pane.send(bytes.subarray(start))
    this.#sentAtMs = performance.now()
  }

  #end(error?: unknown): void {
    this.#pane.end(error)
    this.#letGo()
  }

  #letGo(): void {
    clearTimeout(this.#timer)
    this.#turns.remove(this)
    this.#log?.close()
    this.#onClose()
  }
}
