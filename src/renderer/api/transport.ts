import type { TerminalNotice, TerminalRequest } from '../../shared/ipc/terminal'
import type { WireResult } from '../../shared/ipc/wire-result'

/** Where the line to the console stands. `lost` heals by itself; `signed-out` needs a fresh link. */
export type LineState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  | { readonly kind: 'lost'; readonly sinceMs: number; readonly tries: number; readonly nextTryAtMs: number }
  | { readonly kind: 'signed-out' }

export type TransportListener = {
  readonly push: (name: string, payload: unknown) => void
  readonly terminalBytes: (terminal: number, bytes: Uint8Array) => void
  readonly terminalNotice: (notice: TerminalNotice) => void
  readonly line: (state: LineState) => void
  /** The line is back and pushes were missed that cannot be had any more: ask again for everything that is shown. */
  readonly stale: () => void
  /** Something was heard, be it only the answer to a ping; UTC ms. */
  readonly heard: (atMs: number) => void
}

/** How the page reaches the console: a WebSocket, or a MessagePort of the desktop. */
export interface Transport {
  /** Never rejects: a line that is lost is an `ok: false` with `console.connection-lost`. */
  request(name: string, input: unknown): Promise<WireResult>
  terminal(message: TerminalRequest): void
  close(): void
}
