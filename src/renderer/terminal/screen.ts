import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { frameShare } from './frame-share'
import { readMarkColors, readTerminalTheme } from './terminal-theme'
import { drawWithWebgl } from './webgl-renderer'
import { WritePump } from './write-pump'

/** Ten thousand lines are some 10 MB a pane; the whole log is on disk and can be searched. */
const scrollbackLines = 10_000
const fontFamily =
  '"JetBrains Mono Variable", "Noto Sans Mono CJK SC", "Noto Sans CJK SC", ui-monospace, "DejaVu Sans Mono", monospace'
const fontSizePx = 12

export type ScreenOptions = {
  /** For screen readers. */
  readonly label: string
  /** Output of a program without a terminal of its own: a line end alone begins a new line at its start. */
  readonly isPlainOutput: boolean
  readonly onWritten: (bytes: number) => void
  readonly onIdle?: () => void
  /** Keys, as a shell wants them; without it the screen only shows. */
  readonly onInput?: (text: string) => void
  readonly onResize?: (columns: number, rows: number) => void
  readonly onFind: () => void
  /** Leave the terminal by keyboard. */
  readonly onLeave: () => void
}

/** One terminal on the page: xterm with its renderer, its size, its search, and the pump that feeds it. */
export class Screen {
  readonly terminal: Terminal
  readonly search = new SearchAddon({ highlightLimit: 2_000 })
  readonly pump: WritePump
  readonly #element: HTMLElement
  readonly #fit = new FitAddon()
  readonly #observer: ResizeObserver
  readonly #stopDrawing: () => void
  #isGone = false

  constructor(element: HTMLElement, options: ScreenOptions) {
    this.#element = element
    const { isPlainOutput, onInput, onResize, onWritten, onIdle, label } = options
    this.terminal = new Terminal({
      allowProposedApi: true,
      convertEol: isPlainOutput,
      cursorBlink: onInput !== undefined,
      cursorInactiveStyle: onInput ? 'outline' : 'none',
      disableStdin: onInput === undefined,
      fontFamily: 'monospace',
      fontSize: fontSizePx,
      lineHeight: 1.25,
      minimumContrastRatio: 4.5,
      overviewRuler: { width: 10 },
      scrollback: scrollbackLines,
      theme: readTerminalTheme(element),
    })
    this.terminal.loadAddon(this.#fit)
    this.terminal.loadAddon(this.search)
    this.terminal.loadAddon(new UnicodeGraphemesAddon())
    this.terminal.open(element)
    this.terminal.textarea?.setAttribute('aria-label', label)
    this.#stopDrawing = drawWithWebgl(this.terminal)
    this.pump = new WritePump({ target: this.terminal, share: frameShare, onWritten, ...(onIdle ? { onIdle } : {}) })
    if (onInput) this.terminal.onData(onInput)
    if (onResize) this.terminal.onResize(({ cols, rows }) => onResize(cols, rows))
    this.terminal.attachCustomKeyEventHandler((event) => this.#takesKey(event, options))
    this.#observer = new ResizeObserver(() => this.#fitSoon())
    this.#observer.observe(element)
    this.#fitNow()
    void this.#useFont()
  }

  get markColors() {
    return readMarkColors(this.#element)
  }

  /** Show nothing, as at the beginning. */
  reset(): void {
    this.pump.clear()
    this.terminal.reset()
  }

  /** Move the row into sight, a third below the top, so that what led to it is seen as well. */
  scrollToRow(row: number): void {
    this.terminal.scrollToLine(Math.max(0, row - Math.floor(this.terminal.rows / 3)))
  }

  /** Everything that is shown, without wrapping; what is selected when something is. */
  get text(): string {
    if (this.terminal.hasSelection()) return this.terminal.getSelection()
    this.terminal.selectAll()
    const text = this.terminal.getSelection()
    this.terminal.clearSelection()
    return text
  }

  dispose(): void {
    this.#isGone = true
    this.#observer.disconnect()
    this.pump.close()
    this.#stopDrawing()
    this.terminal.dispose()
  }

  /** Cells are measured with the font that is there when it is set. */
  async #useFont(): Promise<void> {
    await document.fonts.load(`${fontSizePx}px "JetBrains Mono Variable"`).catch(() => undefined)
    if (this.#isGone) return
    this.terminal.options.fontFamily = fontFamily
    this.#fitNow()
  }

  #fitSoon(): void {
    window.requestAnimationFrame(() => this.#fitNow())
  }

  #fitNow(): void {
    if (!this.#isGone && this.#element.clientHeight > 0 && this.#element.clientWidth > 0) this.#fit.fit()
  }

  /** Whether xterm handles a key. Those of the page pass: the brake from anywhere, and everything but scrolling where nobody types. */
  #takesKey(event: KeyboardEvent, { onInput, onFind, onLeave }: ScreenOptions): boolean {
    const isMod = event.ctrlKey || event.metaKey
    if (isMod && event.key === '.') return false
    if (isMod && !event.shiftKey && event.key.toLowerCase() === 'f') {
      if (event.type === 'keydown') onFind()
      event.preventDefault()
      return false
    }
    if (event.ctrlKey && event.key === 'F6') {
      if (event.type === 'keydown') onLeave()
      return false
    }
    if (onInput) return true
    if (event.type === 'keydown' && !isMod) this.#scroll(event)
    return false
  }

  #scroll(event: KeyboardEvent): void {
    const pages = { PageUp: -1, PageDown: 1 }[event.key]
    const lines = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (pages !== undefined) this.terminal.scrollPages(pages)
    else if (lines !== undefined) this.terminal.scrollLines(lines)
    else if (event.key === 'Home') this.terminal.scrollToTop()
    else if (event.key === 'End') this.terminal.scrollToBottom()
    else return
    event.preventDefault()
  }
}
