import { AppError, toWireError } from '../../shared/errors/app-error'
import type { TerminalRequest } from '../../shared/ipc/terminal'
import { encodeFrame, type ConsoleMessage } from '../../shared/ipc/wire'
import type { Terminals, TerminalSink, TerminalStream } from './terminals'

/** Eight panes are shown at once; the rest are streams that a page forgot to close. */
const mostStreams = 64

type Out = { readonly message: (message: ConsoleMessage) => void; readonly binary: (bytes: Uint8Array) => void }

/** The terminal streams of one page. */
export class PageTerminals {
  readonly #terminals: Terminals | undefined
  readonly #out: Out
  readonly #streams = new Map<number, TerminalStream>()
  #isClosed = false

  constructor(terminals: Terminals | undefined, out: Out) {
    this.#terminals = terminals
    this.#out = out
  }

  /** Do what a pane asks. False when it makes no sense: a stream by a number that is in use. */
  handle(message: TerminalRequest): boolean {
    if (message.kind === 'open') return this.#open(message)
    // a stream that ended may still be acknowledged: the two crossed
    const stream = this.#streams.get(message.terminal)
    if (!stream) return true
    switch (message.kind) {
      case 'ack':
        stream.ack(message.bytes)
        break
      case 'input':
        stream.input(message.text)
        break
      case 'resize':
        stream.resize(message.columns, message.rows)
        break
      case 'close':
        this.#streams.delete(message.terminal)
        stream.close()
    }
    return true
  }

  close(): void {
    this.#isClosed = true
    for (const stream of this.#streams.values()) stream.close()
    this.#streams.clear()
  }

  #open({ terminal, source }: Extract<TerminalRequest, { kind: 'open' }>): boolean {
    if (this.#streams.has(terminal)) return false
    if (!this.#terminals || this.#streams.size >= mostStreams) {
      const error = toWireError(
        this.#terminals
          ? new AppError('console.too-many-terminals', { details: { most: mostStreams } })
          : new AppError('console.no-terminals'),
      )
      this.#out.message({
        kind: 'terminal',
        message: { kind: 'ended', terminal, error },
      })
      return true
    }
    // a stream may say all it has, and end, before it is known here
    let isEnded = false
    const sink: TerminalSink = {
      bytes: (bytes) => {
        if (!this.#isClosed) this.#out.binary(encodeFrame(terminal, bytes))
      },
      notice: (notice) => {
        if (this.#isClosed) return
        if (notice.kind === 'ended') {
          isEnded = true
          this.#streams.delete(terminal)
        }
        this.#out.message({ kind: 'terminal', message: { ...notice, terminal } })
      },
    }
    const stream = this.#terminals.open(source, sink)
    if (!isEnded) this.#streams.set(terminal, stream)
    return true
  }
}
