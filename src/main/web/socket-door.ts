import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { PageSession, type PageConsole } from '../ipc/page-session'
import { readSessionCookie } from './cookie'
import { traceOf, type DoorParts } from './http-door'
import { originOf } from './served-address'

/** As on the control socket: a lastmile.yml of a thousand hosts has some hundred kilobytes. */
const longestMessageBytes = 16 * 1024 * 1024
/** Tabs of one person, and some that are left open elsewhere. */
const mostPages = 32
/** A tunnel that hangs is noticed within two of these. */
export const pingEveryMs = 20_000
/** How long a page is given to agree that the line ends. */
const farewellMs = 500

/** Codes of RFC 6455 with which a line ends. */
const closeCodes = { garbage: 1008, slow: 1013, leaving: 1001 } as const

/** Lets pages of this console open their WebSocket, and carries it. */
export class SocketDoor {
  readonly #parts: DoorParts
  readonly #console: PageConsole
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: longestMessageBytes,
    // costs memory and time for each page, and on loopback gains nothing; a tunnel may compress (ssh -C)
    perMessageDeflate: false,
  })
  readonly #silent = new Set<WebSocket>()
  readonly #pinging: NodeJS.Timeout

  constructor(parts: DoorParts, console: PageConsole, everyMs: number = pingEveryMs) {
    this.#parts = parts
    this.#console = console
    this.#pinging = setInterval(() => this.#ping(), everyMs)
    this.#pinging.unref()
  }

  get pages(): number {
    return this.#server.clients.size
  }

  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy())
    const refusal = this.#refusalOf(request)
    if (refusal) return this.#refuse(request, socket, ...refusal)
    const release = this.#parts.sessions.hold(readSessionCookie(this.#parts.served, request.headers.cookie))
    if (!release) return this.#refuse(request, socket, 403, 'no session')
    socket.once('close', release)
    this.#server.handleUpgrade(request, socket, head, (page) => this.#serve(page, request))
  }

  /** End all lines. */
  async close(): Promise<void> {
    clearInterval(this.#pinging)
    const pages = [...this.#server.clients]
    const closed = pages.map((page) => new Promise((resolve) => page.once('close', resolve)))
    for (const page of pages) page.close(closeCodes.leaving)
    const timer = setTimeout(() => pages.forEach((page) => page.terminate()), farewellMs)
    await Promise.all(closed)
    clearTimeout(timer)
  }

  #refusalOf({ headers, url, method }: IncomingMessage): [status: number, why: string] | undefined {
    const origin = originOf(this.#parts.served, headers.host)
    if (origin === undefined) return [421, 'wrong host']
    // browsers always say where a WebSocket comes from; who does not is no page of ours
    if (headers.origin !== origin) return [403, 'wrong origin']
    if (url !== '/socket' || method !== 'GET') return [404, 'no such socket']
    if (this.pages >= mostPages) return [503, 'too many pages']
    return undefined
  }

  #refuse(request: IncomingMessage, socket: Duplex, status: number, why: string): void {
    this.#parts.log.write(why, { ...traceOf(request), status })
    const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'Connection: close', 'Content-Length: 0', '', '']
    socket.end(lines.join('\r\n'))
  }

  #serve(page: WebSocket, request: IncomingMessage): void {
    const refused = (what: string) => this.#parts.log.write(what, { from: request.socket.remoteAddress })
    const session = new PageSession(
      this.#console,
      {
        text: (text) => page.send(text),
        binary: (bytes) => page.send(bytes),
        bufferedBytes: () => page.bufferedAmount,
        end: (why) => {
          page.close(closeCodes[why])
          setTimeout(() => page.terminate(), farewellMs).unref()
        },
      },
      refused,
    )
    page.on('message', (data: RawData, isBinary) => {
      if (isBinary) session.receiveBinary()
      else session.receive((data as Buffer).toString('utf8'))
    })
    page.on('pong', () => this.#silent.delete(page))
    // a message that is too long, or no WebSocket at all; ws ends the line itself
    page.on('error', (error) => refused(`bad message (${'code' in error ? String(error.code) : error.name})`))
    page.on('close', () => {
      session.close()
      this.#silent.delete(page)
    })
  }

  #ping(): void {
    for (const page of this.#server.clients) {
      if (this.#silent.has(page)) page.terminate()
      else {
        this.#silent.add(page)
        page.ping()
      }
    }
  }
}
