import { AppError, toWireError } from '../../shared/errors/app-error'
import type { TerminalRequest } from '../../shared/ipc/terminal'
import { consoleMessage, decodeFrame, type ConsoleMessage, type PageMessage } from '../../shared/ipc/wire'
import type { WireResult } from '../../shared/ipc/wire-result'
import type { Transport, TransportListener } from './transport'

/** Quick at first, for a console that restarts; then seldom enough not to be a nuisance. */
const firstRetryMs = 250
const longestRetryMs = 5_000
/** A line over which nothing is heard for so long is taken for lost: a laptop that slept, a tunnel that hangs. */
const pingEveryMs = 5_000
const silenceMs = 12_000

type Pending = (result: WireResult) => void

/** One connection to the console, whatever carries it. What is sent before `opened` or after `closed` is lost. */
export type Wire = { readonly send: (text: string) => void; readonly close: () => void }
/** What a connection tells. `closed` may be told more than once. */
export type WireEvents = {
  readonly opened: () => void
  readonly received: (data: string | Uint8Array) => void
  readonly closed: () => void
}
export type WireOpener = {
  readonly open: (events: WireEvents) => Wire
  /** Whether a connection was lost because the console does not know this page any more. */
  readonly isSignedOut: () => Promise<boolean>
}

/** The line to a console over wires that may break. Connects again by itself and asks for the pushes it missed. */
export class WireTransport implements Transport {
  readonly #opener: WireOpener
  readonly #listener: TransportListener
  readonly #pending = new Map<number, Pending>()
  #wire: Wire | undefined
  #isWelcome = false
  #seen: { readonly epoch: string; readonly push: number } | undefined
  #lastId = 0
  #tries = 0
  #lostSinceMs = 0
  #heardAtMs = Date.now()
  #retry: number | undefined
  #isClosed = false
  readonly #ping: number

  constructor(opener: WireOpener, listener: TransportListener) {
    this.#opener = opener
    this.#listener = listener
    this.#ping = window.setInterval(() => this.#beat(), pingEveryMs)
    window.addEventListener('online', this.#hurry)
    document.addEventListener('visibilitychange', this.#hurry)
    listener.line({ kind: 'connecting' })
    this.#connect()
  }

  request(name: string, input: unknown): Promise<WireResult> {
    if (!this.#isWelcome) return Promise.resolve(lost())
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve) => {
      this.#pending.set(id, resolve)
      this.#send({ kind: 'request', id, name, input })
    })
  }

  terminal(message: TerminalRequest): void {
    if (this.#isWelcome) this.#send({ kind: 'terminal', message })
  }

  close(): void {
    this.#isClosed = true
    window.clearInterval(this.#ping)
    window.clearTimeout(this.#retry)
    window.removeEventListener('online', this.#hurry)
    document.removeEventListener('visibilitychange', this.#hurry)
    this.#wire?.close()
  }

  #connect(): void {
    // events of a wire that was given up are not heard any more
    const isCurrent = () => this.#wire === wire
    const wire = this.#opener.open({
      opened: () => {
        if (isCurrent()) this.#send({ kind: 'hello', ...(this.#seen ? { seen: this.#seen } : {}) })
      },
      received: (data) => {
        if (isCurrent()) this.#receive(data)
      },
      closed: () => {
        if (isCurrent()) void this.#lose()
      },
    })
    this.#wire = wire
  }

  #send(message: PageMessage): void {
    this.#wire?.send(JSON.stringify(message))
  }

  #receive(data: string | Uint8Array): void {
    this.#heardAtMs = Date.now()
    this.#listener.heard(this.#heardAtMs)
    if (typeof data !== 'string') {
      const frame = decodeFrame(data)
      if (frame) this.#listener.terminalBytes(frame.terminal, frame.bytes)
      return
    }
    const parsed = consoleMessage.safeParse(JSON.parse(data))
    if (parsed.success) this.#handle(parsed.data)
  }

  #handle(message: ConsoleMessage): void {
    switch (message.kind) {
      case 'welcome':
        return this.#welcome(message)
      case 'reply': {
        const settle = this.#pending.get(message.id)
        this.#pending.delete(message.id)
        return settle?.(message.result as WireResult)
      }
      case 'push':
        if (this.#seen) this.#seen = { epoch: this.#seen.epoch, push: message.number }
        return this.#listener.push(message.name, message.payload)
      case 'terminal':
        return this.#listener.terminalNotice(message.message)
      case 'pong':
    }
  }

  #welcome({ epoch, push, isResumed }: Extract<ConsoleMessage, { kind: 'welcome' }>): void {
    const wasConnected = this.#seen !== undefined
    // while resuming, the missed pushes follow and count up from where this page was
    if (!isResumed || !this.#seen) this.#seen = { epoch, push }
    this.#isWelcome = true
    this.#tries = 0
    this.#lostSinceMs = 0
    this.#listener.line({ kind: 'open' })
    if (wasConnected && !isResumed) this.#listener.stale()
  }

  async #lose(): Promise<void> {
    this.#isWelcome = false
    this.#wire = undefined
    for (const settle of this.#pending.values()) settle(lost())
    this.#pending.clear()
    if (this.#isClosed) return
    if (this.#lostSinceMs === 0) this.#lostSinceMs = Date.now()
    this.#tries += 1
    const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** (this.#tries - 1)) * (0.75 + Math.random() / 2)
    const { nextTryAtMs } = { nextTryAtMs: Date.now() + waitMs }
    this.#listener.line({ kind: 'lost', sinceMs: this.#lostSinceMs, tries: this.#tries, nextTryAtMs })
    if (await this.#opener.isSignedOut()) this.#listener.line({ kind: 'signed-out' })
    if (this.#isClosed || this.#wire) return
    window.clearTimeout(this.#retry)
    this.#retry = window.setTimeout(() => this.#connect(), Math.max(0, nextTryAtMs - Date.now()))
  }

  #beat(): void {
    if (!this.#isWelcome) return
    if (Date.now() - this.#heardAtMs > silenceMs) {
      const silent = this.#wire
      silent?.close()
      // closing waits for the other side, which does not answer
      return void this.#lose()
    }
    this.#lastId += 1
    this.#send({ kind: 'ping', id: this.#lastId })
  }

  /** The network is back, or somebody looks again: no reason to wait any longer. */
  readonly #hurry = (): void => {
    if (document.visibilityState !== 'visible') return
    if (this.#isWelcome) return this.#beat()
    if (this.#wire || this.#isClosed) return
    window.clearTimeout(this.#retry)
    this.#connect()
  }
}

const lost = (): WireResult => ({
  ok: false,
  error: toWireError(new AppError('console.connection-lost', { details: { pid: '?' } })),
})
