import type { TerminalSource } from '../../shared/ipc/terminal'
import { line } from '../api/line'
import { PaneStream } from './pane-stream'
import type { PaneState } from './pane-state'
import { Screen } from './screen'

/** What a shell is opened on; its size comes from the screen. */
export type ShellPlace = Omit<Extract<TerminalSource, { kind: 'shell' }>, 'kind' | 'columns' | 'rows'>

export type ShellViewOptions = {
  readonly place: ShellPlace
  readonly label: string
  readonly onState: (state: PaneState) => void
  readonly onFind: () => void
  readonly onLeave: () => void
}

/** A screen that is an interactive shell on a host. It lives as long as its stream: nothing is opened anew by itself. */
export class ShellView {
  readonly screen: Screen
  #stream: PaneStream | undefined

  constructor(element: HTMLElement, { place, label, onState, onFind, onLeave }: ShellViewOptions) {
    this.screen = new Screen(element, {
      label,
      isPlainOutput: false,
      onFind,
      onLeave,
      onWritten: (bytes) => this.#stream?.ack(bytes),
      onInput: (text) => this.#stream?.input(text),
      onResize: (columns, rows) => this.#stream?.resize(columns, rows),
    })
    const { terminal } = this.screen
    this.#stream = new PaneStream({
      line,
      source: () => ({ kind: 'shell', ...place, columns: terminal.cols, rows: terminal.rows }),
      isReopened: false,
      onOpen: () => onState({ kind: 'opening' }),
      onBytes: (bytes) => this.screen.pump.push(bytes),
      onNotice: (notice) => {
        if (notice.kind === 'section') onState({ kind: 'live' })
        if (notice.kind === 'ended') onState({ kind: 'ended', ...(notice.error ? { error: notice.error } : {}) })
      },
      onLost: () => onState({ kind: 'lost' }),
    })
    terminal.focus()
  }

  dispose(): void {
    this.#stream?.close()
    this.screen.dispose()
  }
}
