import { describe, expect, it } from 'vitest'
import { DemoScreen } from '../../../../../src/main/cli/demo/demo-screen'
import { FakeCli } from '../../../../helpers/fake-cli'

describe('DemoScreen', () => {
  it('prints lines and nothing else where there is no terminal', async () => {
    const cli = new FakeCli()
    const screen = await DemoScreen.open(cli, false)
    screen.live(() => ['now'])
    screen.print(['one', 'two'])
    screen.close()
    expect([cli.stdout.text, cli.painted, cli.leftBehind()]).toEqual(['one\ntwo\n', [], 0])
  })

  it('keeps the live lines of a terminal below those that stay', async () => {
    const cli = new FakeCli({ isInteractive: true })
    const screen = await DemoScreen.open(cli, false)
    screen.print(['one'])
    screen.live(() => ['now'])
    screen.print(['two'])
    cli.tick()
    screen.close()
    expect(cli.stdout.text).toBe('one\n')
    expect(cli.painted).toEqual(['now', 'two', 'now', 'now', ''])
    expect(cli.leftBehind()).toBe(0)
  })

  it('writes a long block in pieces that fit any terminal', async () => {
    const cli = new FakeCli({ isInteractive: true })
    const screen = await DemoScreen.open(cli, false)
    screen.live(() => ['now'])
    const lines = Array.from({ length: 20 }, (_, i) => `line ${i}`)
    screen.print(lines)
    const pieces = cli.painted.filter((text) => text.startsWith('line'))
    expect(pieces.flatMap((text) => text.split('\n'))).toEqual(lines)
    expect(Math.max(...pieces.map((text) => text.split('\n').length))).toBeLessThanOrEqual(8)
  })

  it('is silent for scripts and after its end', async () => {
    const silent = new FakeCli({ isInteractive: true })
    const screen = await DemoScreen.open(silent, true)
    screen.print(['one'])
    screen.live(() => ['now'])
    screen.close()
    const closed = new FakeCli()
    const other = await DemoScreen.open(closed, false)
    other.close()
    other.print(['late'])
    expect([silent.stdout.text, silent.painted, closed.stdout.text]).toEqual(['', [], ''])
  })
})
