import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../src/shared/errors/app-error'
import { terminalBehindBytes, terminalWindowBytes } from '../../../../src/shared/ipc/terminal'
import type { FakePane } from '../../../helpers/fake-pane'
import { memoryLogs } from '../../../helpers/memory-logs'
import { until } from '../../../helpers/until'

const turn = () => new Promise((resolve) => setImmediate(resolve))
const lines = (bytes: number) => Buffer.from('0123456789abcde\n'.repeat(bytes / 16))
const mebibyte = 1024 * 1024

describe('LogStream', () => {
  it('shows what was printed before, attempt by attempt, goes on live and ends with the rollout', async () => {
    const logs = memoryLogs()
    logs.print('precheck', 'fine\n')
    logs.print('verify', 'boom\n')
    const pane = logs.open()
    await until(() => pane.text === 'fine\nboom\n')
    logs.print('verify', 'well\n', 2)
    await until(() => pane.text === 'fine\nboom\nwell\n')
    expect(pane.ended).toBeUndefined()
    logs.complete()
    await until(() => pane.ended !== undefined)
    expect(pane.notices).toEqual([
      { kind: 'section', step: 'precheck', attempt: 1, atMs: 0 },
      { kind: 'section', step: 'verify', attempt: 1, atMs: 1 },
      { kind: 'section', step: 'verify', attempt: 2, atMs: expect.any(Number) },
      { kind: 'ended' },
    ])
  })

  it('sends the first bytes after a silence in the next turn, and gathers those that follow', async () => {
    const logs = memoryLogs()
    const pane = logs.open()
    await turn()
    await turn()
    logs.print('verify', 'a')
    expect(pane.text).toBe('')
    await turn()
    expect(pane.text).toBe('a')
    for (const text of 'bcdef') logs.print('verify', text)
    await until(() => pane.text === 'abcdef')
    expect(pane.frameSizes).toEqual([1, 5])
  })

  it('has no more on the way than the window, reads nothing for a pane that is full, and goes on when it is not', async () => {
    const logs = memoryLogs()
    logs.print('fetch', lines(2 * mebibyte))
    const pane = logs.open(true)
    pane.isFast = false
    await until(() => pane.onTheWayBytes === terminalWindowBytes)
    const { reads } = logs.memory
    // too little for a frame: not worth a block of the store
    pane.ack(1_000)
    for (let i = 0; i < 5; i += 1) await turn()
    expect([pane.mostOnTheWayBytes, logs.memory.reads]).toEqual([terminalWindowBytes, reads])
    pane.isFast = true
    pane.ackAll()
    await until(() => pane.ended !== undefined)
    expect(pane.text).toBe(lines(2 * mebibyte).toString())
    expect(Math.max(...pane.frameSizes)).toBe(64 * 1024)
  })

  it('goes on near the end, at a line, when a live pane is far behind', async () => {
    const logs = memoryLogs()
    logs.print('fetch', 'before\n')
    const pane = logs.open()
    await until(() => pane.text !== '')
    logs.print('restart', lines(terminalBehindBytes + mebibyte))
    await until(() => pane.receivedBytes > 7)
    await until(() => pane.onTheWayBytes === 0)
    logs.complete()
    await until(() => pane.ended !== undefined)
    expect(pane.notices.map(({ kind }) => kind)).toEqual(['section', 'skipped', 'section', 'ended'])
    expect(pane.receivedBytes + pane.skippedBytes).toBe(7 + terminalBehindBytes + mebibyte)
    expect(pane.textOf('restart.1')).toMatch(/^(0123456789abcde\n)+$/)
  })

  it('leaves nothing out of the log of a rollout that is over', async () => {
    const logs = memoryLogs()
    logs.print('fetch', lines(terminalBehindBytes + mebibyte))
    const pane = logs.open(true)
    await until(() => pane.ended !== undefined)
    expect([pane.receivedBytes, pane.skippedBytes]).toEqual([terminalBehindBytes + mebibyte, 0])
  })

  it('says how much was never stored', async () => {
    const logs = memoryLogs()
    const pane = logs.open()
    await turn()
    await turn()
    logs.write('verify', 0, Buffer.from('abc'))
    logs.write('verify', 10, Buffer.from('def'))
    logs.complete()
    await until(() => pane.ended !== undefined)
    expect([pane.text, pane.skippedBytes]).toEqual(['abcdef', 7])
  })

  it('ends with the error when the store cannot be read', async () => {
    const logs = memoryLogs()
    logs.memory.failure = new AppError('db.disk-full', { details: { file: 'logs.db' } })
    const pane = logs.open()
    await until(() => pane.ended !== undefined)
    expect(pane.ended).toMatchObject({ error: { code: 'db.disk-full', details: { file: 'logs.db' } } })
  })

  it('sends nothing after it was closed', async () => {
    const logs = memoryLogs()
    logs.print('verify', 'before')
    const [early, late] = [logs.open(), logs.open()]
    early.stream?.close()
    await until(() => late.text === 'before')
    late.stream?.close()
    late.stream?.close()
    logs.print('verify', 'after')
    logs.complete()
    for (let i = 0; i < 5; i += 1) await turn()
    expect([early.text, late.text, late.ended]).toEqual(['', 'before', undefined])
  })

  it('sends every byte once and in order, however writes, acknowledgements and openings fall together', async () => {
    const steps = ['precheck', 'fetch', 'verify']
    const action = fc.oneof(
      fc.record({ do: fc.constant('print' as const), step: fc.nat(2), bytes: fc.integer({ min: 1, max: 300_000 }) }),
      fc.record({ do: fc.constant('repeat' as const), step: fc.nat(2), bytes: fc.integer({ min: 1, max: 300_000 }) }),
      fc.record({ do: fc.constant('ack' as const), percent: fc.integer({ min: 1, max: 100 }) }),
      fc.record({ do: fc.constant('open' as const), isFast: fc.boolean() }),
      fc.record({ do: fc.constant('turn' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
        const logs = memoryLogs()
        const panes: FakePane[] = [logs.open()]
        const printed = new Map<string, string>()
        let count = 0
        for (const act of actions) {
          if (act.do === 'turn') await turn()
          if (act.do === 'open' && panes.length < 4) {
            panes.push(logs.open())
            panes.at(-1)!.isFast = act.isFast
          }
          if (act.do === 'ack') for (const pane of panes) pane.ack(Math.floor((pane.onTheWayBytes * act.percent) / 100))
          const step = steps['step' in act ? act.step : 0]!
          // joined again: read from the beginning once more
          if (act.do === 'repeat') logs.write(step, 0, Buffer.from((printed.get(step) ?? '').slice(0, act.bytes)))
          if (act.do !== 'print') continue
          const text = `${(count += 1)} `.repeat(act.bytes).slice(0, act.bytes)
          printed.set(step, (printed.get(step) ?? '') + text)
          logs.print(step, text)
        }
        for (const pane of panes) {
          pane.isFast = true
          pane.ackAll()
        }
        logs.complete()
        await until(() => panes.every(({ ended }) => ended !== undefined))
        for (const pane of panes) {
          expect(pane.mostOnTheWayBytes).toBeLessThanOrEqual(terminalWindowBytes)
          expect(pane.skippedBytes).toBe(0)
          for (const [step, text] of printed) expect(pane.textOf(`${step}.1`) === text, step).toBe(true)
          expect(pane.receivedBytes).toBe([...printed.values()].reduce((sum, { length }) => sum + length, 0))
        }
      }),
      { numRuns: 60 },
    )
  }, 30_000)
})
