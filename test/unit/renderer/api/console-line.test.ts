import { describe, expect, it } from 'vitest'
import type { LineState } from '../../../../src/renderer/api/transport'
import { FakeTransport, openFakeLine } from '../../../helpers/fake-transport'

const open: LineState = { kind: 'open' }
const lost: LineState = { kind: 'lost', sinceMs: 0, tries: 1, nextTryAtMs: 0 }

function setUp() {
  const transport = new FakeTransport()
  return { transport, line: openFakeLine(transport) }
}

describe('ConsoleLine', () => {
  it('gives what the console answers, and its refusals with code and details', async () => {
    const { transport, line } = setUp()
    transport.answer = () => ({ text: 'app: shop' })
    expect(await line.request('spec:export', { app: 'shop' })).toEqual({ text: 'app: shop' })
    transport.refusal = { code: 'rollout.app-unknown', message: 'x', details: { app: 'shop', known: 'none' } }
    await expect(line.request('spec:export', { app: 'shop' })).rejects.toMatchObject({
      code: 'rollout.app-unknown',
      message: 'There is no app "shop". Known: none. `lastmile apply FILE` adds one.',
    })
  })

  it('refuses an answer of another shape', async () => {
    const { transport, line } = setUp()
    transport.answer = () => ({ txt: 'app: shop' })
    await expect(line.request('spec:export', { app: 'shop' })).rejects.toMatchObject({ code: 'console.bad-reply' })
  })

  it('hands on pushes that keep to the contract, and no others', () => {
    const { transport, line } = setUp()
    const heard: unknown[] = []
    const stop = line.onPush('inventory:changed', (push) => heard.push(push))
    transport.push('inventory:changed', { app: 'shop' })
    transport.push('inventory:changed', { app: 3 })
    transport.push('no:such', {})
    stop()
    transport.push('inventory:changed', {})
    expect(heard).toEqual([{ app: 'shop' }])
  })

  it('leads bytes and notices to the pane that opened the stream', () => {
    const { transport, line } = setUp()
    const heard: string[] = []
    const pane = (name: string) => ({
      bytes: (bytes: Uint8Array) => heard.push(`${name} ${new TextDecoder().decode(bytes)}`),
      notice: ({ kind }: { kind: string }) => heard.push(`${name} ${kind}`),
      lost: () => heard.push(`${name} lost`),
    })
    const first = line.openTerminal({ kind: 'log', rollout: 'r1', host: 'web-01' }, pane('a'))
    line.openTerminal({ kind: 'log', rollout: 'r1', host: 'web-02' }, pane('b'))
    transport.listener.terminalNotice({ kind: 'section', terminal: 1, step: 'fetch', attempt: 1 })
    transport.listener.terminalBytes(2, new TextEncoder().encode('hello'))
    first.close()
    transport.listener.terminalBytes(1, new TextEncoder().encode('late'))
    expect(heard).toEqual(['a section', 'b hello'])
    expect(transport.terminals.map(({ kind, terminal }) => `${kind} ${terminal}`)).toEqual([
      'open 1',
      'open 2',
      'close 1',
    ])
  })

  it('tells open panes once that the line was lost', () => {
    const { transport, line } = setUp()
    const lines: string[] = []
    line.onLine(({ kind }) => lines.push(kind))
    transport.listener.line(open)
    let losses = 0
    const listener = { bytes: () => undefined, notice: () => undefined, lost: () => (losses += 1) }
    line.openTerminal({ kind: 'shell-record', shell: 's1' }, listener)
    transport.listener.line(lost)
    transport.listener.line(lost)
    expect([losses, lines]).toEqual([1, ['open', 'lost', 'lost']])
  })
})
