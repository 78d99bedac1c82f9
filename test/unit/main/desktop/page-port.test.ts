import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { servePort } from '../../../../src/main/desktop/page-port'
import { PushHub } from '../../../../src/main/ipc/push-hub'
import type { TerminalSink } from '../../../../src/main/ipc/terminals'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { decodeFrame, type ConsoleMessage, type PageMessage } from '../../../../src/shared/ipc/wire'
import { openNodeChannel } from '../../../helpers/node-port'

const opened: (() => void)[] = []
afterEach(() => {
  for (const close of opened.splice(0)) close()
})

function serve() {
  const { near, far } = openNodeChannel()
  const refused: string[] = []
  const sinks: TerminalSink[] = []
  const stream = { ack: () => undefined, input: () => undefined, resize: () => undefined, close: () => undefined }
  const terminals = {
    open: (_: unknown, sink: TerminalSink) => {
      sinks.push(sink)
      return stream
    },
  }
  const handlers = { 'spec:export': ({ app }: { app: string }) => ({ text: `app: ${app}` }) } as unknown as Handlers
  const pushes = new PushHub()
  const end = servePort({ handlers, pushes, terminals }, near, (what) => void refused.push(what))
  opened.push(end)
  const say = (message: PageMessage) => far.postMessage(JSON.stringify(message))
  return { far, say, refused, sinks, pushes, end }
}

const next = async (port: MessagePort): Promise<unknown> => (await once(port, 'message'))[0] as unknown
const nextMessage = async (port: MessagePort) => JSON.parse((await next(port)) as string) as ConsoleMessage

async function greeted() {
  const page = serve()
  page.say({ kind: 'hello' })
  expect(await nextMessage(page.far)).toMatchObject({ kind: 'welcome', isResumed: false })
  return page
}

describe('servePort', () => {
  it('answers requests and tells pushes over a port', async () => {
    const { far, say, pushes } = await greeted()
    say({ kind: 'request', id: 1, name: 'spec:export', input: { app: 'shop' } })
    expect(await nextMessage(far)).toEqual({ kind: 'reply', id: 1, result: { ok: true, value: { text: 'app: shop' } } })
    pushes.send('checklist:changed', {})
    pushes.flush()
    expect(await nextMessage(far)).toMatchObject({ kind: 'push', name: 'checklist:changed' })
  })

  it('sends the bytes of terminals as frames', async () => {
    const { far, say, sinks } = await greeted()
    say({ kind: 'terminal', message: { kind: 'open', terminal: 7, source: { kind: 'shell-record', shell: 's1' } } })
    await expect.poll(() => sinks.length).toBe(1)
    sinks[0]?.bytes(Buffer.from('hello'))
    const frame = decodeFrame((await next(far)) as Uint8Array)
    expect([frame?.terminal, Buffer.from(frame?.bytes ?? []).toString()]).toEqual([7, 'hello'])
  })

  it('ends the line to a page that takes nothing any more, and not to one that does', async () => {
    const { far, say, sinks, refused } = await greeted()
    say({ kind: 'terminal', message: { kind: 'open', terminal: 1, source: { kind: 'shell-record', shell: 's1' } } })
    await expect.poll(() => sinks.length).toBe(1)
    const tenth = Buffer.alloc(6 * 1024 * 1024)
    let taken = 0
    far.on('message', (message: string | Uint8Array) => (taken += message.length))
    for (let sent = 0; sent < 8; sent += 1) sinks[0]?.bytes(tenth)
    await expect.poll(() => taken, { timeout: 10_000 }).toBeGreaterThan(8 * tenth.length)
    // it took all of that, and says so
    far.postMessage(taken)
    say({ kind: 'ping', id: 1 })
    const before = taken
    await expect.poll(() => taken, { timeout: 10_000 }).toBeGreaterThan(before)
    for (let sent = 0; sent < 8; sent += 1) sinks[0]?.bytes(tenth)
    expect(refused).toEqual([])
    for (let sent = 0; sent < 4; sent += 1) sinks[0]?.bytes(tenth)
    expect(refused).toEqual(['a page that does not read'])
    await once(far, 'close')
  })

  it.each([
    ['bytes', new Uint8Array(3), 'bytes from a page'],
    ['an object', { kind: 'hello' }, 'bytes from a page'],
    ['nothing', null, 'bytes from a page'],
    ['more taken than was sent', 1_000_000, 'a page that took what was not sent'],
    ['less than nothing taken', -1, 'a page that took what was not sent'],
    ['no number', Number.NaN, 'a page that took what was not sent'],
    ['a message that is none', '{"kind":"shutdown"}', 'a message that is none of a page'],
    ['a message without end', 'x'.repeat(16 * 1024 * 1024 + 1), 'a message that is too long'],
  ])('ends the line on %s', async (_what, message, why) => {
    const { far, refused } = await greeted()
    far.postMessage(message)
    await once(far, 'close')
    expect(refused).toEqual([why])
  })

  it('lets go when the page is gone', async () => {
    const { far, pushes, end } = await greeted()
    far.close()
    await once(far, 'close')
    pushes.send('checklist:changed', {})
    pushes.flush()
    expect(end).not.toThrow()
  })
})
