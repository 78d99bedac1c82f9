import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { openIpcDoor } from '../../../../src/main/desktop/ipc-door'
import { PushHub } from '../../../../src/main/ipc/push-hub'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { channels } from '../../../../src/shared/ipc/desktop-line'
import { fakeElectron, resetElectron } from '../../../helpers/fake-electron'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
beforeEach(resetElectron)

class FakePort extends EventEmitter {
  readonly posted: unknown[] = []
  isStarted = false
  isClosed = false
  readonly postMessage = (message: unknown) => void this.posted.push(message)
  readonly start = () => void (this.isStarted = true)
  readonly close = () => void (this.isClosed = true)
}

const ourFrame = { url: 'app://lastmile/#/fleet', origin: 'app://lastmile', parent: null }

function door() {
  const refused: string[] = []
  let pages = 0
  const end = openIpcDoor({
    console: { handlers: {} as Handlers, pushes: new PushHub() },
    contents: () => 7,
    refused: (what) => void refused.push(what),
    onPage: () => (pages += 1),
  })
  const connect = (over: { id?: number; frame?: object | null; main?: object; ports?: FakePort[] } = {}) => {
    const { id = 7, frame = ourFrame, main = ourFrame, ports = [new FakePort()] } = over
    fakeElectron.ipcMain.emit(channels.connect, { sender: { id, mainFrame: main }, senderFrame: frame, ports })
    return ports
  }
  return { connect, refused, end, pages: () => pages }
}

describe('openIpcDoor', () => {
  it('gives our page a line', () => {
    const { connect, refused, pages } = door()
    const [port] = connect()
    port?.emit('message', { data: '{"kind":"hello"}' })
    expect(port?.isStarted).toBe(true)
    expect(JSON.parse(String(port?.posted[0]))).toMatchObject({ kind: 'welcome' })
    expect([refused, pages()]).toEqual([[], 1])
  })

  const elsewhere = { ...ourFrame, url: 'https://example.com/', origin: 'https://example.com' }
  it.each([
    ['another window', { id: 8 }],
    ['a frame that is gone', { frame: null }],
    ['a frame in the page', { frame: { ...ourFrame, parent: ourFrame } }],
    ['a frame that is not the top one', { frame: { ...ourFrame } }],
    ['another origin', { frame: elsewhere, main: elsewhere }],
    ['another page of our origin', { frame: { ...ourFrame, url: 'app://lastmile/other.html' } }],
    ['two ports', { ports: [new FakePort(), new FakePort()] }],
    ['no port', { ports: [] }],
  ])('refuses %s', (_what, over) => {
    const { connect, refused, pages } = door()
    const ports = connect(over)
    for (const port of ports) port.emit('message', { data: '{"kind":"hello"}' })
    expect(ports.map(({ isClosed, posted }) => [isClosed, posted])).toEqual(ports.map(() => [true, []]))
    expect([refused, pages()]).toEqual([['a port from a stranger'], 0])
  })

  it('ends the line before when the page is loaded again, and the last one at the end', () => {
    const { connect, end } = door()
    const [first] = connect()
    const [second] = connect()
    expect([first?.isClosed, second?.isClosed]).toEqual([true, false])
    end()
    expect(second?.isClosed).toBe(true)
    const [late] = connect()
    expect(late?.isStarted).toBe(false)
  })
})
