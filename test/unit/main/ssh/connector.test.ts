import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openTestClient, testMachine } from '../../../helpers/ssh-client'
import { startScriptedServer } from '../../../helpers/scripted-ssh-server'

describe('Connector', () => {
  it('tries again when a busy server hangs up before it greets', async () => {
    const server = await startScriptedServer({ dropFirst: 2 })
    const { hosts } = openTestClient()
    await hosts.get(testMachine(server.port)).openShell()
    expect(server.connectionCount).toBe(1)
  })

  it('gives up in time on a server that says nothing', async () => {
    const server = await startScriptedServer({ isSilent: true })
    const { hosts } = openTestClient()
    const machine = testMachine(server.port, { connectTimeoutMs: 60 })
    await expect(hosts.get(machine).openShell()).rejects.toMatchObject({
      code: 'ssh.connect-timeout',
      details: { host: 'web-01', seconds: 0.06 },
    })
  })

  it('stops connecting when nobody wants the connection any more', async () => {
    const server = await startScriptedServer({ isSilent: true })
    const { hosts } = openTestClient()
    const [first, second] = [new AbortController(), new AbortController()]
    const host = hosts.get(testMachine(server.port))
    const opening = [first, second].map(({ signal }) => host.openShell(signal))
    first.abort(new Error('first'))
    second.abort(new Error('second'))
    expect(await Promise.allSettled(opening)).toMatchObject([
      { reason: { message: 'first' } },
      { reason: { message: 'second' } },
    ])
  })

  it('goes on for the others when one gives up', async () => {
    const server = await startScriptedServer()
    const { hosts } = openTestClient()
    const controller = new AbortController()
    const host = hosts.get(testMachine(server.port))
    const opening = [host.openShell(controller.signal), host.openShell()]
    controller.abort(new Error('enough'))
    expect(await Promise.allSettled(opening)).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled' }])
    expect(server.connectionCount).toBe(1)
  })

  it.each([
    ['nobody listens', closedPort, 'ssh.connect-refused', 'ECONNREFUSED'],
    ['something else answers', webServer, 'ssh.handshake-failed', 'it said "HTTP/1.1 400 Bad Request"'],
  ] as const)('says so when %s', async (_name, start, code, reason) => {
    const { hosts } = openTestClient()
    await expect(hosts.get(testMachine(await start())).openShell()).rejects.toMatchObject({
      code,
      details: { reason: expect.stringContaining(reason) },
    })
  })

  it('says so when a name means nothing', async () => {
    const { hosts } = openTestClient()
    const machine = testMachine(22, {}, 'web-01', 'no-such-host.invalid')
    await expect(hosts.get(machine).openShell()).rejects.toMatchObject({
      code: 'ssh.name-unknown',
      message: expect.stringContaining('"no-such-host.invalid"'),
    })
  })

  it('says so when the server allows no more channels', async () => {
    const server = await startScriptedServer({ maxSessions: 1 })
    const { hosts } = openTestClient()
    const host = hosts.get(testMachine(server.port))
    await host.openShell()
    await expect(host.openShell()).rejects.toMatchObject({ code: 'ssh.channel-refused' })
    expect(server.connectionCount).toBe(1)
  })
})

async function closedPort(): Promise<number> {
  const server = await startScriptedServer()
  await server.stop()
  return server.port
}

async function webServer(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
