import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { AppError } from '../../shared/errors/app-error'
import type { PageConsole } from '../ipc/page-session'
import { HttpDoor, type DoorParts } from './http-door'
import { OneTimeTokens } from './one-time-tokens'
import { readPageFiles } from '../page/page-files'
import { loopbackNames, originFor, type ServedAddress } from './served-address'
import { Sessions } from './sessions'
import { SocketDoor } from './socket-door'
import type { TlsFiles } from './tls-files'
import { DoorLog } from '../page/door-log'

/** The same every time, so that an address in the browser's history, and a tunnel to it, go on working. */
export const usualPort = 4680

/** Pages, their files while they load, and some strangers. */
const mostConnections = 256
/** Who needs longer to say what they want has no good intentions. */
const headersTimeoutMs = 10_000

export type WebServerOptions = {
  readonly address: string
  /** Left out: the usual one, or a free one where that is taken. 0: a free one. */
  readonly port?: number | undefined
  readonly tls?: TlsFiles | undefined
  /** The built page. */
  readonly pageFolder: string
  /** Where sessions are kept over a restart. */
  readonly sessionsFile: string
  readonly logFile: string
  readonly nowMs?: (() => number) | undefined
  readonly pingEveryMs?: number | undefined
}

/** A console that is served to browsers. */
export type WebServer = {
  readonly served: ServedAddress
  /** A fresh address that lets one browser in, once. */
  readonly makeLink: () => string
  /** End all lines and stop listening. */
  readonly close: () => Promise<void>
}

/**
 * Serve the page and its WebSocket.
 * @throws AppError `web.page-missing`, `web.port-taken`, `web.cannot-listen`
 */
export async function openWebServer(console: PageConsole, options: WebServerOptions): Promise<WebServer> {
  const files = readPageFiles(options.pageFolder)
  const { tls, address, nowMs = () => Date.now() } = options
  const server = tls ? createHttpsServer({ cert: tls.cert, key: tls.key }) : createHttpServer()
  server.maxConnections = mostConnections
  server.headersTimeout = headersTimeoutMs
  const port = await listen(server, address, options.port)
  const isOurName = tls ? tls.isOurName(address) : loopbackNames(address)
  const served: ServedAddress = { address, port, isTls: tls !== undefined, isOurName }
  const parts: DoorParts = {
    served,
    tokens: new OneTimeTokens(nowMs),
    sessions: new Sessions(options.sessionsFile, nowMs),
    log: new DoorLog(options.logFile, nowMs),
    nowMs,
  }
  const sockets = new SocketDoor(parts, console, options.pingEveryMs)
  server.on('request', new HttpDoor(parts, files).answer)
  server.on('upgrade', sockets.upgrade)
  server.on('drop', (dropped) => parts.log.write('too many connections', { from: dropped?.remoteAddress }))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    parts.log.write('bad request', { code: error.code, status: 400 })
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    else socket.destroy()
  })
  const origin = originFor(served, tls?.mainName(address) ?? nameOf(address))
  return {
    served,
    makeLink: () => `${origin}/?token=${parts.tokens.make()}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      await sockets.close()
      server.closeAllConnections()
      await closed
      parts.sessions.close()
    },
  }
}

/** `localhost` may mean ::1 to a browser, where somebody else may listen. */
const nameOf = (address: string): string => (address === 'localhost' ? '127.0.0.1' : address)

async function listen(server: Server, address: string, wanted: number | undefined): Promise<number> {
  try {
    return await tryPort(server, address, wanted ?? usualPort)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (wanted === undefined && code === 'EADDRINUSE') return listen(server, address, 0)
    const details = { address, port: wanted ?? usualPort, reason: code }
    throw new AppError(code === 'EADDRINUSE' ? 'web.port-taken' : 'web.cannot-listen', { details, cause: error })
  }
}

function tryPort(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, nameOf(address), () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
