import { toWireError } from '../../shared/errors/app-error'
import { terminalWindowBytes } from '../../shared/ipc/terminal'
import type { TerminalSink } from '../ipc/terminals'

/** One message of bytes: a pane writes it in some 3 ms, so that others on the same connection wait no longer for theirs. */
export const frameBytes = 64 * 1024

/** What goes to one pane: knows how much of it is on the way, and sends nothing after the end. */
export class PaneOutput {
  readonly #sink: TerminalSink
  #onTheWayBytes = 0
  #isOver = false

  constructor(sink: TerminalSink) {
    this.#sink = sink
  }

  /** Nothing more is sent: it has ended, or the pane is gone. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Bytes that may be sent now. */
  get roomBytes(): number {
    return terminalWindowBytes - this.#onTheWayBytes
  }

  ack(bytes: number): void {
    this.#onTheWayBytes = Math.max(0, this.#onTheWayBytes - bytes)
  }

  send(bytes: Buffer): void {
    if (this.#isOver) return
    this.#onTheWayBytes += bytes.length
    for (let at = 0; at < bytes.length; at += frameBytes) this.#sink.bytes(bytes.subarray(at, at + frameBytes))
  }

  section(step: string, attempt: number, atMs: number): void {
    if (!this.#isOver) this.#sink.notice({ kind: 'section', step, attempt, atMs })
  }

  skipped(bytes: number): void {
    if (!this.#isOver) this.#sink.notice({ kind: 'skipped', bytes })
  }

  /** Nothing follows; with an error when it did not end by itself. */
  end(error?: unknown): void {
    if (this.#isOver) return
    this.#isOver = true
    if (error === undefined) return this.#sink.notice({ kind: 'ended' })
    const { code, message, details } = toWireError(error)
    this.#sink.notice({ kind: 'ended', error: { code, message, details: { ...details } } })
  }

  /** The pane is gone. */
  close(): void {
    this.#isOver = true
  }
}
