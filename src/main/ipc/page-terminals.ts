import { AppError, toWireError } from '../../shared/errors/app-error'
import type { TerminalRequest } from '../../shared/ipc/terminal'
import { assertNever } from '../../shared/util/assert-never'
import { encodeFrame, type ConsoleMessage } from '../../shared/ipc/wire'
import type { Terminals, TerminalStream } from './terminals'

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
    const { terminal } = message
    const stream = this.#streams.get(terminal)
    if (message.kind === 'open' && stream) return false
    try {
      if (message.kind === 'open') this.#open(message)
      // a stream that ended may still be acknowledged: the two crossed
      else if (stream) this.#tell(stream, message)
    } catch (error) {
      // a bug in one stream must not end the console that runs rollouts
      this.#streams.delete(terminal)
      this.#end(terminal, error)
    }
    return true
  }

  close(): void {
    this.#isClosed = true
    for (const stream of this.#streams.values()) stream.close()
    this.#streams.clear()
  }

  #tell(stream: TerminalStream, message: Exclude<TerminalRequest, { kind: 'open' }>): void {
    switch (message.kind) {
      case 'ack':
        return stream.ack(message.bytes)
      case 'input':
        return stream.input(message.text)
      case 'resize':
        return stream.resize(message.columns, message.rows)
      case 'close':
        this.#streams.delete(message.terminal)
        return stream.close()
      default:
        return assertNever(message)
    }
  }

  #open({ terminal, source }: Extract<TerminalRequest, { kind: 'open' }>): void {
    if (!this.#terminals) throw new AppError('console.no-terminals')
    if (this.#streams.size >= mostStreams) {
      throw new AppError('console.too-many-terminals', { details: { most: mostStreams } })
    }
    // a stream may say all it has, and end, before it is known here
    let isEnded = false
    const stream = this.#terminals.open(source, {
      bytes: (bytes) => {
        if (!this.#isClosed && !isEnded) this.#out.binary(encodeFrame(terminal, bytes))
      },
      notice: (notice) => {
        if (this.#isClosed || isEnded) return
        if (notice.kind === 'ended') {
          isEnded = true
          this.#streams.delete(terminal)
        }
        this.#out.message({ kind: 'terminal', message: { ...notice, terminal } })
      },
    })
    if (!isEnded) this.#streams.set(terminal, stream)
  }

  #end(terminal: number, error: unknown): void {
    this.#out.message({ kind: 'terminal', message: { kind: 'ended', terminal, error: toWireError(error) } })
  }
}
