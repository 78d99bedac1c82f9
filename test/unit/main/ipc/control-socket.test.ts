import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ControlClient } from '../../../../src/main/ipc/control-client'
import { ControlServer } from '../../../../src/main/ipc/control-server'
import { LocalClient } from '../../../../src/main/ipc/local-client'
import { PushHub } from '../../../../src/main/ipc/push-hub'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { AppError } from '../../../../src/shared/errors/app-error'
import { tempFolder } from '../../../helpers/temp-folder'

const handlers = {
  'console:info': () => ({ pid: 7, version: '1', dataFolder: '/', user: 'ann', startedAtMs: 1, platform: 'linux' }),
  'spec:export': ({ app }: { app: string }) => {
    if (app === 'none') throw new AppError('rollout.app-unknown', { details: { app, known: 'shop' } })
    return { text: `app: ${app}` }
  },
  'log:list': () => new Promise(() => undefined),
} as unknown as Handlers

async function open() {
  const path = join(tempFolder(), 'control.sock')
  const pushes = new PushHub()
  const server = await ControlServer.open(path, handlers, pushes)
  onTestFinished(() => server.close())
  const client = await ControlClient.connect(path)
  if (!client) throw new Error('nobody listens')
  onTestFinished(() => client.close())
  return { path, pushes, server, client }
}
const row = { rollout: 'r1', seq: 1, at: 1, actor: 'ann', kind: 'brake-released', payload: { reason: 'x\u2028y' } }

describe('the control socket', () => {
  it('may be used by its owner only, and takes the place of one that was left', async () => {
    const path = join(tempFolder(), 'control.sock')
    writeFileSync(path, '')
    const server = await ControlServer.open(path, handlers, new PushHub())
    const { mode } = statSync(path)
    await server.close()
    expect((mode & 0o777).toString(8)).toBe('600')
    expect(() => statSync(path)).toThrow(/ENOENT/)
  })

  it('carries requests and replies, many at a time, and errors with their code', async () => {
    const { client } = await open()
    expect(client.isOwner).toBe(false)
    const apps = Array.from({ length: 50 }, (_, i) => `app-${i}`)
    const texts = await Promise.all(apps.map((app) => client.request('spec:export', { app })))
    expect(texts.map(({ text }) => text)).toEqual(apps.map((app) => `app: ${app}`))
    await expect(client.request('spec:export', { app: 'none' })).rejects.toMatchObject({
      code: 'rollout.app-unknown',
      details: { known: 'shop' },
    })
  })

  it('carries any text, also what other readers take for the end of a line', async () => {
    const { client } = await open()
    const app = 'a\u2028b\u2029c\r\n\u0085"𝄞'
    expect(await client.request('spec:export', { app })).toEqual({ text: `app: ${app}` })
  })

  it('tells every listener what happens, and those who stopped no more', async () => {
    const { client, pushes, path } = await open()
    const other = await ControlClient.connect(path)
    onTestFinished(() => other?.close())
    const heard: unknown[] = []
    const all = new Promise<void>((resolve) => {
      const hear = (push: unknown) => heard.push(push) === 2 && resolve()
      client.onPush('rollout:changed', hear)
      other?.onPush('rollout:changed', hear)
    })
    const stop = client.onPush('rollout:changed', () => heard.push('never'))
    stop()
    // both are connected for sure once they were answered
    await Promise.all([client.request('console:info', {}), other?.request('console:info', {})])
    pushes.addRows('r1', [row])
    pushes.flush()
    await all
    expect(heard).toEqual([
      { rollout: 'r1', rows: [row] },
      { rollout: 'r1', rows: [row] },
    ])
  })

  it('drops what is no request and goes on with what is', async () => {
    const { path } = await open()
    const socket = createConnection(path)
    onTestFinished(() => void socket.destroy())
    socket.write('nonsense\n{"id":"x","name":"console:info"}\n[]\nnull\n{"id":1,"name":"nope","input":{}}\n')
    const [bytes] = (await once(socket, 'data')) as [Buffer]
    expect(JSON.parse(bytes.toString())).toMatchObject({
      id: 1,
      result: { ok: false, error: { code: 'console.unknown-request' } },
    })
  })

  it('ends a connection that sends without end', async () => {
    const { path } = await open()
    const socket = createConnection(path)
    socket.on('error', () => undefined)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const piece = Buffer.alloc(1024 * 1024, 'x')
    const send = () => {
      while (!socket.destroyed && socket.write(piece)) continue
    }
    socket.on('drain', send)
    send()
    await closed
    expect(socket.bytesWritten).toBeLessThan(64 * 1024 * 1024)
  })

  it('tells those who wait when the console goes away', async () => {
    const { client, server } = await open()
    const waiting = client.request('log:list', { rollout: 'r1', host: 'web-01' })
    const [told] = await Promise.allSettled([waiting, server.close()])
    expect(told).toMatchObject({ reason: { code: 'console.connection-lost' } })
    await expect(client.request('console:info', {})).rejects.toMatchObject({ code: 'console.connection-lost' })
  })

  it('is not there when nobody listens', async () => {
    expect(await ControlClient.connect(join(tempFolder(), 'control.sock'))).toBeUndefined()
  })

  it('does not trust replies of another shape', async () => {
    const path = join(tempFolder(), 'control.sock')
    const server = createServer((socket) => {
      socket.on('data', () => socket.write('{"nonsense":1}\n{"id":1,"result":{"ok":true,"value":{"pid":"seven"}}}\n'))
    })
    server.listen(path)
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const client = await ControlClient.connect(path)
    await expect(client?.request('console:info', {})).rejects.toMatchObject({ code: 'console.bad-reply' })
    await client?.close()
  })
})

describe('LocalClient', () => {
  it('speaks to a console in this process exactly as through the socket', async () => {
    const pushes = new PushHub()
    let isClosed = false
    const client = new LocalClient(handlers, pushes, () => Promise.resolve(void (isClosed = true)))
    expect(client.isOwner).toBe(true)
    expect(await client.request('spec:export', { app: 'shop' })).toEqual({ text: 'app: shop' })
    await expect(client.request('spec:export', { app: 'none' })).rejects.toMatchObject({ code: 'rollout.app-unknown' })
    const bad = { app: 7 } as unknown as { app: string }
    await expect(client.request('spec:export', bad)).rejects.toMatchObject({ code: 'console.bad-request' })
    const heard: unknown[] = []
    const stop = client.onPush('rollout:changed', (push) => heard.push(push))
    pushes.addRows('r1', [row])
    pushes.flush()
    stop()
    pushes.addRows('r1', [row])
    pushes.flush()
    expect(heard).toEqual([{ rollout: 'r1', rows: [row] }])
    await client.close()
    expect(isClosed).toBe(true)
  })
})
