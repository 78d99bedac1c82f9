import { describe, expect, it } from 'vitest'
import { PageSession } from '../../../../src/main/ipc/page-session'
import { PushHub } from '../../../../src/main/ipc/push-hub'
import type { TerminalSink, Terminals, TerminalStream } from '../../../../src/main/ipc/terminals'
import { AppError } from '../../../../src/shared/errors/app-error'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import type { TerminalSource } from '../../../../src/shared/ipc/terminal'
import { decodeFrame, type ConsoleMessage, type PageMessage } from '../../../../src/shared/ipc/wire'
import { turns } from '../../../helpers/fake-clock'

const source: TerminalSource = { kind: 'log', rollout: 'r1', host: 'web-01' }

/** Terminals that are moved by the test. */
class HandTerminals implements Terminals {
  readonly asked: unknown[] = []
  readonly sinks: TerminalSink[] = []

  open(wanted: TerminalSource, sink: TerminalSink): TerminalStream {
    this.asked.push(['open', wanted])
    this.sinks.push(sink)
    return {
      ack: (bytes) => this.asked.push(['ack', bytes]),
      input: (text) => this.asked.push(['input', text]),
      resize: (columns, rows) => this.asked.push(['resize', columns, rows]),
      close: () => this.asked.push(['close']),
    }
  }
}

function opened(terminals?: Terminals) {
  const pushes = new PushHub()
  const handlers = {
    'spec:export': ({ app }: { app: string }) => {
      if (app === 'none') throw new AppError('rollout.app-unknown', { details: { app, known: 'shop' } })
      if (app === 'bug') throw new Error('a secret of the inside')
      return { text: `app: ${app}` }
    },
    'log:list': () => new Promise(() => undefined),
  } as unknown as Handlers
  const sent: ConsoleMessage[] = []
  const frames: unknown[] = []
  const ends: string[] = []
  const refused: string[] = []
  const sender = {
    backlog: 0,
    text: (text: string) => void sent.push(JSON.parse(text) as ConsoleMessage),
    binary: (bytes: Uint8Array) => void frames.push(decodeFrame(bytes)),
    bufferedBytes: () => sender.backlog,
    end: (why: string) => void ends.push(why),
  }
  const session = new PageSession({ handlers, pushes, terminals }, sender, (what) => void refused.push(what))
  const say = (message: PageMessage) => session.receive(JSON.stringify(message))
  return { session, say, pushes, sent, frames, ends, refused, sender }
}

function greeted(terminals?: Terminals) {
  const page = opened(terminals)
  page.say({ kind: 'hello' })
  page.sent.length = 0
  return page
}

const request = (id: number, name: string, input: unknown): PageMessage => ({ kind: 'request', id, name, input })

describe('PageSession', () => {
  it('answers requests by their id, with the error of the catalogue where one fails', async () => {
    const { say, sent, refused } = greeted()
    say(request(1, 'spec:export', { app: 'shop' }))
    say(request(2, 'spec:export', { app: 'none' }))
    await turns()
    const byId = sent.toSorted((a, b) => (a.kind === 'reply' && b.kind === 'reply' ? a.id - b.id : 0))
    expect(byId).toMatchObject([
      { kind: 'reply', id: 1, result: { ok: true, value: { text: 'app: shop' } } },
      { kind: 'reply', id: 2, result: { ok: false, error: { code: 'rollout.app-unknown' } } },
    ])
    expect(refused).toEqual([])
  })

  it('refuses requests it does not know or understand, and notes their names only', async () => {
    const { say, sent, refused, ends } = greeted()
    say(request(1, `nope\n${'x'.repeat(500)}`, { password: 'hunter2' }))
    say(request(2, 'spec:export', { app: 7, password: 'hunter2' }))
    say(request(3, 'constructor', {}))
    say(request(4, 'spec:export', { app: 'bug' }))
    await turns()
    expect(sent.map((message) => message.kind === 'reply' && !message.result.ok && message.result.error.code)).toEqual([
      'console.unknown-request',
      'console.bad-request',
      'console.unknown-request',
      'internal.bug',
    ])
    expect(refused).toEqual([
      `request "nope\\n${'x'.repeat(75)}": console.unknown-request`,
      'request "spec:export": console.bad-request',
      'request "constructor": console.unknown-request',
      'request "spec:export": internal.bug',
    ])
    expect(ends).toEqual([])
  })

  it('answers pings', () => {
    const { say, sent } = greeted()
    say({ kind: 'ping', id: 9 })
    expect(sent).toEqual([{ kind: 'pong', id: 9 }])
  })

  it.each([
    ['no JSON', '{"kind":'],
    ['another kind', '{"kind":"shutdown"}'],
    ['no object', '[]'],
    ['an unknown key', '{"kind":"ping","id":1,"extra":true}'],
    ['an id that is no number', '{"kind":"request","id":"1","name":"app:list","input":{}}'],
    ['a second hello', '{"kind":"hello"}'],
  ])('ends the line on %s and hears nothing more', async (_what, text) => {
    const { session, say, sent, ends, refused } = greeted()
    session.receive(text)
    say({ kind: 'ping', id: 1 })
    say(request(1, 'spec:export', { app: 'shop' }))
    await turns()
    expect([sent, ends, refused.length]).toEqual([[], ['garbage'], 1])
  })

  it('ends the line on bytes, and on anything before hello', () => {
    const bytes = greeted()
    bytes.session.receiveBinary()
    expect(bytes.ends).toEqual(['garbage'])
    const early = opened()
    early.say(request(1, 'spec:export', { app: 'shop' }))
    expect([early.ends, early.sent]).toEqual([['garbage'], []])
  })

  it('ends the line to a page that asks without end', () => {
    const { say, ends } = greeted()
    for (let id = 0; id < 501; id += 1) say(request(id, 'log:list', { rollout: 'r1', host: 'web-01' }))
    expect(ends).toEqual(['garbage'])
  })

  it('ends the line to a page that does not read', () => {
    const { pushes, sender, sent, ends } = greeted()
    sender.backlog = 100 * 1024 * 1024
    pushes.send('checklist:changed', {})
    pushes.send('inventory:changed', {})
    pushes.flush()
    expect([sent, ends]).toEqual([[], ['slow']])
  })

  it('says nothing after it was closed', async () => {
    const terminals = new HandTerminals()
    const { session, say, pushes, sent, frames } = greeted(terminals)
    say(request(1, 'spec:export', { app: 'shop' }))
    say({ kind: 'terminal', message: { kind: 'open', terminal: 3, source } })
    session.close()
    session.close()
    pushes.send('checklist:changed', {})
    pushes.flush()
    terminals.sinks[0]?.bytes(Buffer.from('late'))
    terminals.sinks[0]?.notice({ kind: 'ended' })
    await turns()
    expect([sent, frames, terminals.asked.at(-1)]).toEqual([[], [], ['close']])
  })
})

describe('pushes of a PageSession', () => {
  const told = ({ sent }: ReturnType<typeof opened>) =>
    sent.map((message) =>
      message.kind === 'push' ? message.number : message.kind === 'welcome' ? [message.push, message.isResumed] : '?',
    )

  it('begin where the console is, for a page that is new', () => {
    const page = opened()
    page.pushes.send('checklist:changed', {})
    page.pushes.flush()
    page.say({ kind: 'hello' })
    page.pushes.send('inventory:changed', { app: 'shop' })
    page.pushes.flush()
    expect(told(page)).toEqual([[1, false], 2])
    expect(page.sent.at(-1)).toEqual({ kind: 'push', number: 2, name: 'inventory:changed', payload: { app: 'shop' } })
  })

  it('go on where a page was, each once', () => {
    const page = opened()
    for (const app of ['a', 'b', 'c']) page.pushes.send('inventory:changed', { app })
    page.pushes.flush()
    page.say({ kind: 'hello', seen: { ...page.pushes.place, push: 1 } })
    page.pushes.send('checklist:changed', {})
    page.pushes.flush()
    expect(told(page)).toEqual([[1, true], 2, 3, 4])
  })

  it('begin anew for a page of another life of the console', () => {
    const page = opened()
    page.pushes.send('checklist:changed', {})
    page.pushes.flush()
    page.say({ kind: 'hello', seen: { epoch: 'before', push: 1 } })
    expect(told(page)).toEqual([[1, false]])
  })
})

describe('terminals of a PageSession', () => {
  const open = (terminal: number): PageMessage => ({ kind: 'terminal', message: { kind: 'open', terminal, source } })

  it('carry bytes and notices of each pane under its number, and what the pane says back', () => {
    const terminals = new HandTerminals()
    const { say, sent, frames, ends } = greeted(terminals)
    say(open(7))
    terminals.sinks[0]?.notice({ kind: 'section', step: 'verify', attempt: 1 })
    terminals.sinks[0]?.bytes(new Uint8Array([0, 255, 10]))
    say({ kind: 'terminal', message: { kind: 'ack', terminal: 7, bytes: 3 } })
    say({ kind: 'terminal', message: { kind: 'input', terminal: 7, text: 'ls\r' } })
    say({ kind: 'terminal', message: { kind: 'resize', terminal: 7, columns: 80, rows: 24 } })
    say({ kind: 'terminal', message: { kind: 'close', terminal: 7 } })
    expect(sent).toEqual([{ kind: 'terminal', message: { kind: 'section', terminal: 7, step: 'verify', attempt: 1 } }])
    expect(frames).toEqual([{ terminal: 7, bytes: new Uint8Array([0, 255, 10]) }])
    expect(terminals.asked).toEqual([['open', source], ['ack', 3], ['input', 'ls\r'], ['resize', 80, 24], ['close']])
    expect(ends).toEqual([])
  })

  it('take a late word for one that has ended, and its number for a new one', () => {
    const terminals = new HandTerminals()
    const { say, ends } = greeted(terminals)
    say(open(7))
    terminals.sinks[0]?.notice({ kind: 'ended' })
    say({ kind: 'terminal', message: { kind: 'ack', terminal: 7, bytes: 3 } })
    say(open(7))
    expect(terminals.asked).toHaveLength(2)
    expect(ends).toEqual([])
  })

  it('end the line when a number is given twice', () => {
    const terminals = new HandTerminals()
    const { say, ends } = greeted(terminals)
    say(open(7))
    say(open(7))
    expect(ends).toEqual(['garbage'])
    expect(terminals.asked.at(-1)).toEqual(['close'])
  })

  it('end with the error where the console has a bug, and the line goes on', () => {
    const broken: Terminals = {
      open: () => {
        throw new Error('a bug')
      },
    }
    const { say, sent, ends } = greeted(broken)
    say(open(1))
    say({ kind: 'ping', id: 1 })
    expect(sent).toMatchObject([{ message: { kind: 'ended', error: { code: 'internal.bug' } } }, { kind: 'pong' }])
    expect(ends).toEqual([])
  })

  it('say why there are none, or too many', () => {
    const without = greeted()
    without.say(open(1))
    expect(without.sent).toMatchObject([{ message: { kind: 'ended', error: { code: 'console.no-terminals' } } }])
    const many = greeted(new HandTerminals())
    for (let terminal = 1; terminal <= 65; terminal += 1) many.say(open(terminal))
    expect(many.sent).toMatchObject([
      { message: { kind: 'ended', terminal: 65, error: { code: 'console.too-many-terminals' } } },
    ])
  })
})
