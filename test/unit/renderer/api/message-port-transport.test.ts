import type { MessagePort as NodePort } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { servePort } from '../../../../src/main/desktop/page-port'
import { PushHub } from '../../../../src/main/ipc/push-hub'
import type { TerminalSink } from '../../../../src/main/ipc/terminals'
import { ConsoleLine } from '../../../../src/renderer/api/console-line'
import { messagePortTransport } from '../../../../src/renderer/api/message-port-transport'
import type { Transport } from '../../../../src/renderer/api/transport'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { portArrived } from '../../../../src/shared/ipc/desktop-line'
import { openNodeChannel } from '../../../helpers/node-port'

/** A window of a page, as far as the line needs one. */
function stubWindow() {
  const timers = { setInterval, clearInterval, setTimeout, clearTimeout }
  const window = Object.assign(new EventTarget(), timers)
  vi.stubGlobal('window', window)
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  return window
}

const ends: (() => void)[] = []
beforeEach(() => void stubWindow())
afterEach(() => {
  for (const end of ends.splice(0)) end()
  vi.unstubAllGlobals()
})

/** A page and a console, with real ports between them. */
function open() {
  const handlers = { 'spec:export': ({ app }: { app: string }) => ({ text: `app: ${app}` }) } as unknown as Handlers
  const pushes = new PushHub()
  const sinks: TerminalSink[] = []
  const refused: string[] = []
  const stream = { ack: () => undefined, input: () => undefined, resize: () => undefined, close: () => undefined }
  const terminals = { open: (_: unknown, sink: TerminalSink) => (sinks.push(sink), stream) }
  const served: (() => void)[] = []
  const arrive = (port: NodePort, source: unknown = window, data: unknown = portArrived) =>
    window.dispatchEvent(Object.assign(new Event('message'), { data, source, ports: [port] }))
  const bridge = {
    connect: () => {
      const { near, far } = openNodeChannel()
      served.push(servePort({ handlers, pushes, terminals }, near, (what) => void refused.push(what)))
      arrive(far)
    },
  }
  const lines: string[] = []
  let transport: Transport | undefined
  const line = new ConsoleLine((listener) => (transport = messagePortTransport(bridge, listener)))
  line.onLine(({ kind }) => void lines.push(kind))
  ends.push(() => transport?.close(), ...[() => served.forEach((end) => end())])
  return { line, lines, pushes, sinks, refused, served, arrive }
}

const isOpen = ({ lines }: { lines: readonly string[] }) => expect.poll(() => lines.at(-1)).toBe('open')

describe('messagePortTransport', () => {
  it('asks the console and hears its pushes', async () => {
    const page = open()
    await isOpen(page)
    expect(await page.line.request('spec:export', { app: 'shop' })).toEqual({ text: 'app: shop' })
    const heard: unknown[] = []
    page.line.onPush('inventory:changed', (push) => heard.push(push))
    page.pushes.send('inventory:changed', { app: 'shop' })
    await expect.poll(() => heard).toEqual([{ app: 'shop' }])
  })

  it('takes more bytes of a terminal than may be on the way at once', async () => {
    const page = open()
    await isOpen(page)
    let taken = 0
    const lost: string[] = []
    const listener = { notice: () => undefined, lost: () => void lost.push('lost') }
    page.line.openTerminal(
      { kind: 'shell-record', shell: 's1' },
      { ...listener, bytes: ({ length }) => (taken += length) },
    )
    await expect.poll(() => page.sinks.length).toBe(1)
    const part = Buffer.alloc(8 * 1024 * 1024)
    for (let sent = 1; sent <= 10; sent += 1) {
      page.sinks[0]?.bytes(part)
      await expect.poll(() => taken, { timeout: 10_000 }).toBe(sent * part.length)
    }
    expect([page.refused, lost]).toEqual([[], []])
  })

  it('gets another port when the line was ended, and what it missed', async () => {
    const page = open()
    await isOpen(page)
    const heard: unknown[] = []
    let stale = 0
    page.line.onPush('inventory:changed', (push) => heard.push(push))
    page.line.onStale(() => (stale += 1))
    page.served[0]?.()
    await expect.poll(() => page.lines.at(-1)).toBe('lost')
    page.pushes.send('inventory:changed', { app: 'missed' })
    page.pushes.flush()
    await isOpen(page)
    await expect.poll(() => heard).toEqual([{ app: 'missed' }])
    expect(stale).toBe(0)
  })

  it('takes no port from anybody but its own window', async () => {
    const page = open()
    const { far, near } = openNodeChannel()
    const heard: unknown[] = []
    near.onMessage((message) => void heard.push(message))
    page.arrive(far, new EventTarget())
    await isOpen(page)
    expect(heard).toEqual([])
    near.close()
  })
})
