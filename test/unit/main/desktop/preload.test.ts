import { beforeEach, describe, expect, it, vi } from 'vitest'
import { wishMessage } from '../../../../src/shared/ipc/desktop-wish'

const electron = vi.hoisted(() => ({
  exposed: {} as Record<string, Record<string, () => void>>,
  sent: [] as unknown[][],
  heard: new Map<string, (event: unknown, wish: unknown) => void>(),
}))
vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, api: Record<string, () => void>) => (electron.exposed[name] = api),
  },
  ipcRenderer: {
    postMessage: (...args: unknown[]) => void electron.sent.push(args),
    on: (channel: string, listener: (event: unknown, wish: unknown) => void) => electron.heard.set(channel, listener),
  },
}))

const posted: unknown[][] = []
beforeEach(async () => {
  posted.length = 0
  electron.sent.length = 0
  vi.stubGlobal('postMessage', (...args: unknown[]) => void posted.push(args))
  await import('../../../../src/main/desktop/preload')
})

describe('the preload script', () => {
  it('gives the page a way to ask for a port, and nothing else', () => {
    expect(Object.keys(electron.exposed)).toEqual(['lastmile'])
    expect(Object.keys(electron.exposed['lastmile'] ?? {})).toEqual(['connect'])
    expect([...electron.heard.keys()]).toEqual(['lastmile:wish'])
  })

  it('hands one end of a channel to the main process and the other to the page', () => {
    electron.exposed['lastmile']?.['connect']?.()
    expect(electron.sent).toEqual([['lastmile:connect', null, [expect.any(MessagePort)]]])
    expect(posted).toEqual([['lastmile:port', '/', [expect.any(MessagePort)]]])
    for (const [, , [port]] of [...electron.sent, ...posted] as [unknown, unknown, [MessagePort]][]) port.close()
  })

  it('hands on wishes in the form the page takes', () => {
    electron.heard.get('lastmile:wish')?.({}, { kind: 'go', place: '/fleet' })
    expect(wishMessage.parse(posted[0]?.[0])).toEqual({ lastmile: { kind: 'go', place: '/fleet' } })
  })
})
