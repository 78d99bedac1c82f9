import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { readSessionCookie, sessionCookie } from './cookie'
import { KnockMeter } from './knock-meter'
import { noSessionPage, type NoSession } from './no-session-page'
import type { OneTimeTokens } from './one-time-tokens'
import { encodingFor, type PageFile } from '../page/page-files'
import { securityHeaders } from '../page/security-headers'
import { originOf, type ServedAddress } from './served-address'
import type { Sessions } from './sessions'
import type { DoorLog } from '../page/door-log'

/** What both halves of the door share. */
export type DoorParts = {
  readonly served: ServedAddress
  readonly tokens: OneTimeTokens
  readonly sessions: Sessions
  readonly log: DoorLog
  readonly nowMs: () => number
}

/** What a request is told by, in the log: nothing that lets anybody in. Pure. */
export const traceOf = (request: IncomingMessage) => ({
  method: request.method,
  path: request.url?.split(/[?#]/)[0],
  host: request.headers.host,
  origin: request.headers.origin,
  from: request.socket.remoteAddress,
})

/** Read by somebody whose tunnel begins at another port. */
const wrongHost = `This console is not served under that name and port. Open the address that "lastmile serve" prints, through a tunnel
with the same port at both ends; "lastmile serve --port N" takes another one.

此控制台不在该名称和端口上提供服务。请打开 "lastmile serve" 输出的地址，隧道两端须使用相同的端口；可用 "lastmile serve --port N" 更换端口。
`

/** Answers what browsers ask for by GET and HEAD: the link with its token, and the files of the page. */
export class HttpDoor {
  readonly #parts: DoorParts
  readonly #files: ReadonlyMap<string, PageFile>
  readonly #knocks: KnockMeter

  constructor(parts: DoorParts, files: ReadonlyMap<string, PageFile>) {
    this.#parts = parts
    this.#files = files
    this.#knocks = new KnockMeter(parts.nowMs)
  }

  readonly answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { served } = this.#parts
    const origin = originOf(served, request.headers.host)
    for (const [name, value] of Object.entries(securityHeaders(origin, served.isTls)))
      response.setHeader(name, value ?? '')
    if (origin === undefined) return this.#refuse(request, response, 421, 'wrong host')
    const { method, url = '' } = request
    if (method !== 'GET' && method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD')
      const isForeign = request.headers.origin !== origin
      return this.#refuse(request, response, isForeign ? 403 : 405, isForeign ? 'wrong origin' : 'wrong method')
    }
    const [path, query] = splitUrl(url)
    const token = path === '/' && query !== undefined ? new URLSearchParams(query).get('token') : null
    if (token !== null) return this.#redeem(request, response, token)
    const { cookie } = request.headers
    if (!this.#parts.sessions.isOpen(readSessionCookie(served, cookie))) {
      return this.#sayNoSession(request, response, 'no-session', 403)
    }
    const file = this.#files.get(path)
    if (!file) return this.#refuse(request, response, 404, 'no such file')
    this.#send(request, response, file).catch(() => response.destroy())
  }

  /** A link is opened once, and by a person: not by a look ahead of a browser or a mail program. */
  #redeem(request: IncomingMessage, response: ServerResponse, token: string): void {
    const { tokens, sessions, served } = this.#parts
    const { 'sec-purpose': purpose, purpose: oldPurpose } = request.headers
    if (request.method === 'HEAD' || purpose !== undefined || oldPurpose === 'prefetch') {
      return this.#refuse(request, response, 403, 'look ahead')
    }
    if (!tokens.redeem(token))
      return this.#sayNoSession(request, response, 'bad-token', this.#knocks.fail() ? 429 : 403)
    this.#parts.log.write('signed in', { from: request.socket.remoteAddress, host: request.headers.host })
    response.writeHead(303, { Location: '/', 'Set-Cookie': sessionCookie(served, sessions.open()) }).end()
  }

  #sayNoSession(request: IncomingMessage, response: ServerResponse, why: NoSession, status: number): void {
    // a link on another site leads here: the browser brings its cookie when this page itself asks
    const again = why === 'no-session' && request.headers['sec-fetch-site'] === 'cross-site' && request.url === '/'
    if (!again)
      this.#parts.log.write(why === 'no-session' ? 'no session' : 'wrong token', { ...traceOf(request), status })
    const body = Buffer.from(noSessionPage(why, again))
    const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': body.length }
    response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body)
  }

  async #send(request: IncomingMessage, response: ServerResponse, file: PageFile): Promise<void> {
    const headers: OutgoingHttpHeaders = {
      'Content-Type': file.mediaType,
      ETag: file.etag,
      Vary: 'Accept-Encoding',
      'Cache-Control': file.isHashed ? 'private, max-age=31536000, immutable' : 'no-store',
    }
    if (request.headers['if-none-match'] === file.etag) return void response.writeHead(304, headers).end()
    const encoding = file.isCompressible
      ? encodingFor(request.headers['accept-encoding'] as string | undefined)
      : 'identity'
    const body = await file.encoded(encoding)
    if (encoding !== 'identity') headers['Content-Encoding'] = encoding
    headers['Content-Length'] = body.length
    response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : body)
  }

  #refuse(request: IncomingMessage, response: ServerResponse, status: number, why: string): void {
    this.#parts.log.write(why, { ...traceOf(request), status })
    // what a stranger still sends is not read
    const headers = { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' }
    const text = status === 421 ? wrongHost : `${why}\n`
    response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : text)
  }
}

/** The path and the query of a request, as they were sent: nothing is decoded or made shorter. Pure. */
function splitUrl(url: string): [path: string, query?: string] {
  const at = url.indexOf('?')
  return at === -1 ? [url] : [url.slice(0, at), url.slice(at + 1)]
}
