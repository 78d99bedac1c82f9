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

/** The line to a served console. Connects again by itself and asks for the pushes it missed. */
export class WebSocketTransport implements Transport {
  readonly #url: string
  readonly #listener: TransportListener
  readonly #pending = new Map<number, Pending>()
  #socket: WebSocket | undefined
  #isWelcome = false
  #seen: { readonly epoch: string; readonly push: number } | undefined
  #lastId = 0
  #tries = 0
  #lostSinceMs = 0
  #heardAtMs = Date.now()
  #retry: number | undefined
  #isClosed = false
  readonly #ping: number

  constructor(url: string, listener: TransportListener) {
    this.#url = url
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
    this.#socket?.close()
  }

  #connect(): void {
    const socket = new WebSocket(this.#url)
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    socket.onopen = () => this.#send({ kind: 'hello', ...(this.#seen ? { seen: this.#seen } : {}) })
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => this.#receive(data)
    socket.onclose = () => {
      if (socket === this.#socket) void this.#lose()
    }
  }

  #send(message: PageMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }

  #receive(data: string | ArrayBuffer): void {
    this.#heardAtMs = Date.now()
    this.#listener.heard(this.#heardAtMs)
    if (typeof data !== 'string') {
      const frame = decodeFrame(new Uint8Array(data))
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
    this.#socket = undefined
    for (const settle of this.#pending.values()) settle(lost())
    this.#pending.clear()
    if (this.#isClosed) return
    if (this.#lostSinceMs === 0) this.#lostSinceMs = Date.now()
    this.#tries += 1
    const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** (this.#tries - 1)) * (0.75 + Math.random() / 2)
    const { nextTryAtMs } = { nextTryAtMs: Date.now() + waitMs }
    this.#listener.line({ kind: 'lost', sinceMs: this.#lostSinceMs, tries: this.#tries, nextTryAtMs })
    if (await isSignedOut()) this.#listener.line({ kind: 'signed-out' })
    if (this.#isClosed || this.#socket) return
    window.clearTimeout(this.#retry)
    this.#retry = window.setTimeout(() => this.#connect(), Math.max(0, nextTryAtMs - Date.now()))
  }

  #beat(): void {
    if (!this.#isWelcome) return
    if (Date.now() - this.#heardAtMs > silenceMs) {
      const silent = this.#socket
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
    if (this.#socket || this.#isClosed) return
    window.clearTimeout(this.#retry)
    this.#connect()
  }
}

const lost = (): WireResult => ({
  ok: false,
  error: toWireError(new AppError('console.connection-lost', { details: { pid: '?' } })),
})

/** A refused WebSocket does not say why; a request does. */
async function isSignedOut(): Promise<boolean> {
  try {
    const { status } = await fetch('./', { method: 'HEAD', cache: 'no-store' })
    return status === 401 || status === 403
  } catch {
    return false
  }
}
