import { describe, expect, it } from 'vitest'
import { listenForInterrupts, sitOutInterrupts } from '../../../../src/main/cli/interrupts'
import { FakeCli } from '../../../helpers/fake-cli'

function listen() {
  const cli = new FakeCli()
  const heard: string[] = []
  const stop = listenForInterrupts(cli, { onBrake: () => heard.push('brake'), onDetach: () => heard.push('detach') })
  return { cli, heard, stop }
}

describe('listenForInterrupts', () => {
  it('brakes at the first Ctrl-C and detaches at the second', () => {
    const { cli, heard, stop } = listen()
    cli.signal('SIGINT')
    cli.signal('SIGINT')
    expect(heard).toEqual(['brake', 'detach'])
    stop()
    expect(cli.leftBehind()).toBe(0)
  })

  it('takes a Ctrl-C that npm passes on a second time for one', () => {
    const { cli, heard } = listen()
    cli.signal('SIGINT')
    cli.signal('SIGINT', 5)
    cli.signal('SIGINT')
    cli.signal('SIGINT', 5)
    expect(heard).toEqual(['brake', 'detach'])
  })

  it.each(['SIGTERM', 'SIGHUP'] as const)('detaches at %s', (name) => {
    const { cli, heard } = listen()
    cli.signal(name)
    expect(heard).toEqual(['detach'])
  })
})

describe('sitOutInterrupts', () => {
  it('takes no notice of signals until it is stopped', () => {
    const cli = new FakeCli()
    const stop = sitOutInterrupts(cli)
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGINT'] as const) cli.signal(name)
    expect(cli.leftBehind()).toBe(3)
    stop()
    expect(cli.leftBehind()).toBe(0)
  })

  it('lets signals be what they usually are when it takes too long', () => {
    const cli = new FakeCli()
    const stop = sitOutInterrupts(cli)
    cli.signal('SIGINT', 10_000)
    expect(cli.leftBehind()).toBe(3)
    cli.signal('SIGINT', 1)
    expect(cli.leftBehind()).toBe(0)
    stop()
  })
})
