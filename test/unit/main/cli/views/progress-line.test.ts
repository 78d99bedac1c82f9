import { describe, expect, it } from 'vitest'
import { progressLine } from '../../../../../src/main/cli/views/progress-line'
import { JournalFeed } from '../../../../../src/main/cli/journal-feed'
import { FakeConsole } from '../../../../helpers/fake-console'
import { settingsFixture } from '../../../../helpers/rollout-fixture'

/** The lines of the whole journal so far, without the time of day. */
async function linesOf(console: FakeConsole): Promise<string[]> {
  const lines: string[] = []
  const feed = new JournalFeed(console, 'r1', (row, after) => {
    const line = progressLine(row, after)
    if (line !== undefined) lines.push(line)
  })
  await feed.open()
  expect(lines.every((line) => /^\d\d:\d\d:\d\d /.test(line))).toBe(true)
  return lines.map((line) => line.slice(9).replace(/\d+\.\ds|\d\d:\d\d:\d\d|\b\d+s/g, '#'))
}

const fake = (parts: Parameters<typeof settingsFixture>[0]) =>
  new FakeConsole({ settings: settingsFixture(parts), isSlow: true }).started()

describe('progressLine', () => {
  it('tells a release in a line for each thing worth knowing', async () => {
    const console = fake({ batches: [1, 2], hasCanary: true, floor: 1, strategy: { canary: { hosts: 1, soak: '5s' } } })
    const { simulation } = console
    simulation.sign('kim')
    simulation.runToRest()
    simulation.sign('kim')
    simulation.runToRest()
    expect(await linesOf(console)).toEqual([
      'rollout r1: shop 1.1.0 in production, 3 hosts in 2 batches, floor 1, started by ann',
      'gate before launch: waiting',
      'gate before launch: signed by kim',
      'canary batch: started, 1 host',
      'canary batch: finished in #, 1 done',
      'canary batch: soaking until # (#)',
      'canary batch: soak is over',
      'gate before batch 1: waiting',
      'gate before batch 1: signed by kim',
      'batch 1: started, 2 hosts',
      'batch 1: finished in #, 2 done',
      expect.stringMatching(/^rollout r1: succeeded in #; 3 done$/) as string,
    ])
  })

  it('tells what went wrong and what people did about it', async () => {
    const console = fake({ batches: [2] })
    const { simulation } = console
    simulation.sign()
    simulation.sign()
    const [first] = simulation.steps()
    if (first) simulation.fail(first)
    simulation.runToRest()
    simulation.tell({ kind: 'exclude', host: first?.host ?? ('' as never), reason: 'disk\u001b[2J' }, 'kim')
    simulation.tell({ kind: 'resume' }, 'kim')
    expect((await linesOf(console)).slice(6)).toEqual([
      'web-01: failed at precheck: made up',
      'brake pulled by the console (budget): web-01 (precheck) failed; stops when failures exceed 0',
      'web-01: excluded by kim: disk [2J',
      'brake released by kim',
    ])
  })
})
