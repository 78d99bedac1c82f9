import { describe, expect, it } from 'vitest'
import { DemoEnded, listenForEnd, unlessAborted } from '../../../../../src/main/cli/demo/demo-interrupts'
import { FakeCli } from '../../../../helpers/fake-cli'

describe('listenForEnd', () => {
  it('ends once, at whatever comes first', () => {
    const cli = new FakeCli()
    let ends = 0
    const { signal, stop } = listenForEnd(
      cli,
      () => true,
      () => (ends += 1),
    )
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) cli.signal(name)
    expect([ends, signal.reason instanceof DemoEnded]).toEqual([1, true])
    stop()
    expect(cli.leftBehind()).toBe(0)
  })

  it('leaves Ctrl-C to somebody else while it is not ours', () => {
    const cli = new FakeCli()
    let isOurs = false
    const { signal } = listenForEnd(
      cli,
      () => isOurs,
      () => undefined,
    )
    cli.signal('SIGINT')
    expect(signal.aborted).toBe(false)
    isOurs = true
    cli.signal('SIGINT')
    expect(signal.aborted).toBe(true)
  })
})

describe('unlessAborted', () => {
  it('gives what the work gives', async () => {
    const { signal } = new AbortController()
    await expect(unlessAborted(signal, Promise.resolve(7))).resolves.toBe(7)
    await expect(unlessAborted(signal, Promise.reject(new Error('no')))).rejects.toThrow('no')
  })

  it('does not wait for work after the end', async () => {
    const controller = new AbortController()
    const waiting = unlessAborted(controller.signal, new Promise(() => undefined))
    controller.abort(new DemoEnded('over'))
    await expect(waiting).rejects.toThrow(DemoEnded)
    await expect(unlessAborted(controller.signal, new Promise(() => undefined))).rejects.toThrow(DemoEnded)
  })
})
