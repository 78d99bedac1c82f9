import { z } from 'zod'
import { AppError, fromWireError } from '../../shared/errors/app-error'
import { requests, type Output, type RawInput, type RequestName } from '../../shared/ipc/contract'
import { pushes, type Push, type PushName } from '../../shared/ipc/events'
import type { TerminalNotice, TerminalRequest } from '../../shared/ipc/terminal'
import type { LineState, Transport, TransportListener } from './transport'

export type TerminalListener = {
  readonly bytes: (bytes: Uint8Array) => void
  readonly notice: (notice: TerminalNotice) => void
  /** The line was lost; the stream is gone and may be opened anew once it is back. */
  readonly lost: () => void
}

/** The page's one line to the console: typed requests, pushes, and terminal streams. */
export class ConsoleLine {
  readonly #transport: Transport
  readonly #pushListeners = new Map<PushName, Set<(push: never) => void>>()
  readonly #staleListeners = new Set<() => void>()
  readonly #lineListeners = new Set<(state: LineState) => void>()
  readonly #terminals = new Map<number, TerminalListener>()
  #lastTerminal = 0
  #line: LineState = { kind: 'connecting' }
  #heardAtMs = Date.now()

  constructor(connect: (listener: TransportListener) => Transport) {
    this.#transport = connect({
      push: (name, payload) => this.#push(name, payload),
      terminalBytes: (terminal, bytes) => this.#terminals.get(terminal)?.bytes(bytes),
      terminalNotice: (notice) => this.#terminals.get(notice.terminal)?.notice(notice),
      line: (state) => this.#changeLine(state),
      stale: () => {
        for (const listener of this.#staleListeners) listener()
      },
      heard: (atMs) => {
        this.#heardAtMs = atMs
      },
    })
  }

  get line(): LineState {
    return this.#line
  }

  /** When the console was heard last; UTC ms. */
  get heardAtMs(): number {
    return this.#heardAtMs
  }

  /** Make a request. @throws AppError with the console's code and details; `console.connection-lost` while the line is lost */
  async request<N extends RequestName>(name: N, input: RawInput<N>): Promise<Output<N>> {
    const result = await this.#transport.request(name, input)
    if (!result.ok) throw fromWireError(result.error)
    const parsed = requests[name].output.safeParse(result.value)
    if (!parsed.success) {
      throw new AppError('console.bad-reply', { details: { name, problems: z.prettifyError(parsed.error) } })
    }
    return parsed.data as Output<N>
  }

  /** Returns the way to stop listening. */
  onPush<N extends PushName>(name: N, listener: (push: Push<N>) => void): () => void {
    const listeners = this.#pushListeners.get(name) ?? new Set()
    this.#pushListeners.set(name, listeners)
    listeners.add(listener as (push: never) => void)
    return () => void listeners.delete(listener as (push: never) => void)
  }

  /** What is shown may be old: pushes were missed. Returns the way to stop listening. */
  onStale(listener: () => void): () => void {
    this.#staleListeners.add(listener)
    return () => void this.#staleListeners.delete(listener)
  }

  onLine(listener: (state: LineState) => void): () => void {
    this.#lineListeners.add(listener)
    return () => void this.#lineListeners.delete(listener)
  }

  /** Open a terminal stream; `send` takes further messages for it, `close` ends it. */
  openTerminal(source: Extract<TerminalRequest, { kind: 'open' }>['source'], listener: TerminalListener) {
    this.#lastTerminal += 1
    const terminal = this.#lastTerminal
    this.#terminals.set(terminal, listener)
    this.#transport.terminal({ kind: 'open', terminal, source })
    return {
      ack: (bytes: number) => this.#transport.terminal({ kind: 'ack', terminal, bytes }),
      input: (text: string) => this.#transport.terminal({ kind: 'input', terminal, text }),
      resize: (columns: number, rows: number) => this.#transport.terminal({ kind: 'resize', terminal, columns, rows }),
      close: () => {
        if (this.#terminals.delete(terminal)) this.#transport.terminal({ kind: 'close', terminal })
      },
    }
  }

  #push(name: string, payload: unknown): void {
    if (!Object.hasOwn(pushes, name)) return
    const parsed = pushes[name as PushName].safeParse(payload)
    if (!parsed.success) return
    for (const listener of this.#pushListeners.get(name as PushName) ?? []) listener(parsed.data as never)
  }

  #changeLine(state: LineState): void {
    const wasOpen = this.#line.kind === 'open'
    this.#line = state
    if (wasOpen && state.kind !== 'open') {
      const open = [...this.#terminals.values()]
      this.#terminals.clear()
      for (const { lost } of open) lost()
    }
    for (const listener of this.#lineListeners) listener(state)
  }
}

export type OpenTerminal = ReturnType<ConsoleLine['openTerminal']>
