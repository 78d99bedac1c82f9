import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import WebSocket from 'ws'
import { PushHub } from '../../../src/main/ipc/push-hub'
import { sessionIdleMs } from '../../../src/main/web/sessions'
import { openWebServer, type WebServer } from '../../../src/main/web/web-server'
import type { Handlers } from '../../../src/shared/ipc/contract'
import { FakeClock } from '../../helpers/fake-clock'
import { tempFolder } from '../../helpers/temp-folder'
import { builtPage, signIn } from './web-fixture'

/** A server with a clock of its own and a console that answers nothing. */
async function opened(pingEveryMs?: number) {
  const clock = new FakeClock()
  const folder = tempFolder()
  const server = await openWebServer(
    { handlers: {} as Handlers, pushes: new PushHub() },
    {
      address: '127.0.0.1',
      port: 0,
      pageFolder: builtPage(),
      sessionsFile: join(folder, 'sessions.json'),
      logFile: join(folder, 'web.log'),
      nowMs: () => clock.nowMs(),
      pingEveryMs,
    },
  )
  onTestFinished(() => server.close())
  return { clock, server, origin: `http://127.0.0.1:${server.served.port}` }
}

function openSocket({ served: { port } }: WebServer, cookie: string, autoPong = true): WebSocket {
  const headers = { cookie, origin: `http://127.0.0.1:${port}` }
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers, autoPong })
  socket.on('error', () => undefined)
  onTestFinished(() => socket.terminate())
  return socket
}

const opening = (socket: WebSocket) => new Promise((resolve) => socket.once('open', resolve))
const ended = (socket: WebSocket) => new Promise((resolve) => socket.once('close', resolve))

describe('openWebServer', () => {
  it('takes a token for ten minutes only', async () => {
    const { clock, server } = await opened()
    const url = server.makeLink()
    clock.advance(10 * 60_000)
    const reply = await fetch(url, { redirect: 'manual' })
    expect([reply.status, reply.headers.get('set-cookie')]).toEqual([403, null])
  })

  it('forgets a browser that was not used for a shift, but none with an open page', async () => {
    const { clock, server, origin } = await opened()
    const cookies = [await signIn(server.makeLink()), await signIn(server.makeLink())]
    const socket = openSocket(server, cookies[0] ?? '')
    await opening(socket)
    clock.advance(sessionIdleMs + 1)
    const replies = await Promise.all(cookies.map((cookie) => fetch(`${origin}/`, { headers: { cookie } })))
    expect(replies.map(({ status }) => status)).toEqual([200, 403])
  })

  it('lets go of a page that does not answer, and of none that does', async () => {
    const { server } = await opened(100)
    const cookie = await signIn(server.makeLink())
    const [alive, dead] = [openSocket(server, cookie), openSocket(server, cookie, false)]
    await Promise.all([opening(alive), opening(dead)])
    expect(await ended(dead)).toBe(1006)
    expect(alive.readyState).toBe(WebSocket.OPEN)
  })

  it('ends in order, also while a page does not let go', async () => {
    const { server } = await opened()
    const cookie = await signIn(server.makeLink())
    const [polite, stubborn] = [openSocket(server, cookie), openSocket(server, cookie)]
    await Promise.all([opening(polite), opening(stubborn)])
    stubborn.pause()
    const politeEnd = ended(polite)
    await server.close()
    expect(await politeEnd).toBe(1001)
  })
})
