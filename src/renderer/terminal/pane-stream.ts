import type { TerminalNotice, TerminalSource } from '../../shared/ipc/terminal'
import type { ConsoleLine, OpenTerminal } from '../api/console-line'

export type PaneStreamOptions = {
  readonly line: Pick<ConsoleLine, 'line' | 'onLine' | 'openTerminal'>
  readonly source: () => TerminalSource
  /** Open it anew, from its beginning, when the line is back. A shell ends with the line. */
  readonly isReopened: boolean
  /** It is being opened: forget what was shown. */
  readonly onOpen: () => void
  readonly onBytes: (bytes: Uint8Array) => void
  readonly onNotice: (notice: TerminalNotice) => void
  readonly onLost: () => void
}

/** The stream of one pane, for as long as the pane is in sight. */
export class PaneStream {
  readonly #options: PaneStreamOptions
  readonly #stop: () => void
  #stream: OpenTerminal | undefined
  #isOpenedOnce = false

  constructor(options: PaneStreamOptions) {
    this.#options = options
    this.#stop = options.line.onLine(({ kind }) => {
      if (kind === 'open') this.#open()
    })
    if (options.line.line.kind === 'open') this.#open()
  }

  ack(bytes: number): void {
    this.#stream?.ack(bytes)
  }

  input(text: string): void {
    this.#stream?.input(text)
  }

  resize(columns: number, rows: number): void {
    this.#stream?.resize(columns, rows)
  }

  close(): void {
    this.#stop()
    this.#stream?.close()
    this.#stream = undefined
  }

  #open(): void {
    const { line, source, isReopened, onOpen, onBytes, onNotice, onLost } = this.#options
    if (this.#stream || (this.#isOpenedOnce && !isReopened)) return
    this.#isOpenedOnce = true
    onOpen()
    this.#stream = line.openTerminal(source(), {
      bytes: onBytes,
      notice: onNotice,
      lost: () => {
        this.#stream = undefined
        onLost()
      },
    })
  }
}
