import type { TerminalNotice, TerminalSource } from '../../shared/ipc/terminal'

type WithoutTerminal<Notice> = Notice extends unknown ? Omit<Notice, 'terminal'> : never

/** Where a terminal stream goes: one pane of one connection. Called in order; never after `close`. */
export type TerminalSink = {
  readonly bytes: (bytes: Uint8Array) => void
  readonly notice: (notice: WithoutTerminal<TerminalNotice>) => void
}

/** One open terminal stream. */
export interface TerminalStream {
  /** The pane has written so many bytes; at most `terminalWindowBytes` are on the way unacknowledged. */
  ack(bytes: number): void
  /** Keys for a shell; ignored by every other source. */
  input(text: string): void
  resize(columns: number, rows: number): void
  /** Let go. Nothing more is sent. May be called again. */
  close(): void
}

/** Opens terminal streams. Failures of a stream are its `ended` notice, never an exception. */
export interface Terminals {
  open(source: TerminalSource, sink: TerminalSink): TerminalStream
}
