import type { TerminalSink, TerminalStream } from '../ipc/terminals'
import type { HostTerminal, TerminalSize } from '../terminal-ports'
import { frameBytes, PaneOutput } from './pane-output'
import type { ShellRecord } from './shell-record'
import type { Redaction } from '../ports/secrets'

/**
 * What may be the start of a secret is held back this long for the rest of it: what a program prints comes in one piece or
 * sooner, and nobody notices when a key echoes later than usual by this much.
 */
const holdMs = 20
/** Keys that are typed while the connection is being made; more is a paste gone wrong. */
const mostEarlyChars = 64 * 1024

export type ShellStreamOptions = {
  readonly sink: TerminalSink
  readonly size: TerminalSize
  /** Rejects with AppError `ssh.*`. */
  readonly open: (size: TerminalSize, signal: AbortSignal) => Promise<HostTerminal>
  readonly redaction: Promise<Redaction>
  /** Begin the record. @throws AppError `db.*` */
  readonly record: (redaction: Redaction) => ShellRecord
  readonly onClose: () => void
}

/** One pane on an interactive shell of a host: it ends with the pane, and the pane's stream ends with it. */
export class ShellStream implements TerminalStream {
  readonly #pane: PaneOutput
  readonly #options: ShellStreamOptions
  readonly #abort = new AbortController()
  #size: TerminalSize
  #early = ''
  #terminal: HostTerminal | undefined
  #record: ShellRecord | undefined
  /** Hides secrets in what the pane shows. */
  #filter: ReturnType<Redaction['openFilter']> | undefined
  #holdTimer: NodeJS.Timeout | undefined
  #isStoring = false
  #isPaused = false

  constructor(options: ShellStreamOptions) {
    this.#pane = new PaneOutput(options.sink)
    this.#options = options
    this.#size = options.size
    void this.#open()
  }

  ack(bytes: number): void {
    this.#pane.ack(bytes)
    this.#keepPace()
  }

  input(text: string): void {
    if (this.#terminal) this.#terminal.write(text)
    else if (this.#early.length + text.length <= mostEarlyChars) this.#early += text
  }

  resize(columns: number, rows: number): void {
    this.#size = { columns, rows }
    this.#terminal?.resize(this.#size)
  }

  close(): void {
    this.#pane.close()
    this.#letGo()
  }

  async #open(): Promise<void> {
    try {
      const size = this.#size
      // first, because the terminal wants its listener in the turn in which it was opened
      const redaction = await this.#options.redaction
      const terminal = await this.#options.open(size, this.#abort.signal)
      if (this.#pane.isOver) return terminal.close()
      this.#terminal = terminal
      this.#filter = redaction.openFilter()
      this.#record = this.#options.record(redaction)
      this.#pane.section('shell', 1, this.#record.openedAtMs)
      terminal.onEnd((cause) => this.#end(cause))
      terminal.onOutput((bytes) => this.#show(bytes))
      if (this.#size !== size) terminal.resize(this.#size)
      if (this.#early !== '') terminal.write(this.#early)
    } catch (error) {
      this.#end(error)
    }
  }

  #show(bytes: Buffer): void {
    if (this.#pane.isOver) return
    try {
      this.#pane.send(this.#filter?.push(bytes) ?? bytes)
      clearTimeout(this.#holdTimer)
      this.#holdTimer = setTimeout(() => this.#showHeld(), holdMs)
      const stored = this.#record?.add(bytes)
      if (stored) void this.#store(stored)
      this.#keepPace()
    } catch (error) {
      // a shell that cannot be recorded is not kept open
      this.#end(error)
    }
  }

  /** Nothing came that would make a secret of what was held back. */
  #showHeld(): void {
    clearTimeout(this.#holdTimer)
    if (this.#filter) this.#pane.send(this.#filter.end())
  }

  async #store(stored: Promise<void>): Promise<void> {
    this.#isStoring = true
    try {
      await stored
      this.#isStoring = false
      this.#keepPace()
    } catch (error) {
      this.#end(error)
    }
  }

  /** Read on only while the pane and the record have room for what one read can bring. */
  #keepPace(): void {
    const mustPause = this.#isStoring || this.#pane.roomBytes < frameBytes
    if (mustPause === this.#isPaused || this.#pane.isOver) return
    this.#isPaused = mustPause
    if (mustPause) this.#terminal?.pause()
    else this.#terminal?.resume()
  }

  #end(error?: unknown): void {
    if (this.#pane.isOver) return
    this.#showHeld()
    const failure = this.#letGo()
    this.#pane.end(error ?? failure)
  }

  /** Returns why the record could not be completed, for a pane that is still there. */
  #letGo(): unknown {
    clearTimeout(this.#holdTimer)
    this.#abort.abort()
    this.#terminal?.close()
    try {
      this.#record?.close()
      return undefined
    } catch (error) {
      return error
    } finally {
      this.#options.onClose()
    }
  }
}
