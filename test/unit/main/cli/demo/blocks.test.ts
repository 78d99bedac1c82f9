import { createColors } from 'picocolors'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { batchBlock } from '../../../../../src/main/cli/demo/batch-block'
import { batchTitle, planBlock } from '../../../../../src/main/cli/demo/batch-words'
import { gateBlock } from '../../../../../src/main/cli/demo/gate-block'
import { liveBlock } from '../../../../../src/main/cli/demo/live-block'
import { rollbackWords, troubleWords, wroteBlock } from '../../../../../src/main/cli/demo/trouble-words'
import { waitingGate } from '../../../../../src/shared/domain/rollout-state'
import { settingsFixture } from '../../../../helpers/rollout-fixture'
import { RolloutSimulation } from '../../../../helpers/rollout-simulation'
import { failAt, startedRun } from '../../../../helpers/rollout-steps'

const colors = createColors(false)
const times = /\d+ ms|\d+\.\d s/g

describe('batchBlock', () => {
  it('shows each host of a small batch, and the step that failed', () => {
    const run = startedRun({ batches: [2, 2] })
    failAt(run, 1, 'drain')
    const lines = batchBlock(run.state, 1, colors).map((line) => line.replaceAll(times, '#').replaceAll(/ +/g, ' '))
    expect(lines).toEqual([
      ' precheck fetch mute drain quiet restart verify admit unmute',
      ' web-01 # # # ✗ failed – – – – –',
      ' web-02 – – – – – – – – –',
    ])
  })

  it('sums a large batch up', () => {
    const run = startedRun({ batches: [9] })
    run.runToRest()
    const lines = batchBlock(run.state, 1, colors)
    expect(lines.map((line) => line.trim().split(/ {2,}/)[0])).toEqual(['precheck', '9 hosts, usual', 'longest'])
  })

  it('says nothing of a batch that has not begun', () => {
    expect(batchBlock(startedRun({ batches: [1, 2] }).state, 2, colors)).toEqual([])
  })
})

describe('batchTitle', () => {
  it('tells the canary from the batches, which are counted', () => {
    const { state } = startedRun({ batches: [1, 2, 8], hasCanary: true })
    expect([0, 1, 2].map((batch) => batchTitle(state, batch))).toEqual([
      'Canary batch · 1 host: web-01',
      'Batch 1 of 2 · 2 hosts: web-02, web-03',
      'Batch 2 of 2 · 8 hosts: web-04, web-05, web-06, web-07, web-08, web-09 and 2 more',
    ])
  })
})

describe('planBlock', () => {
  it('shows the capacity that each batch leaves', () => {
    const lines = planBlock(settingsFixture({ batches: [1, 2], floor: 1, hasCanary: true }), colors)
    expect(lines[1]).toBe('Plan: shop 1.0.0 → 1.1.0 in production · 3 hosts, never fewer than 1 in traffic (the floor)')
    expect(lines.slice(3).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['canary batch', '1', '2', 'web-01'],
      ['batch 1', '2', '1', 'web-02, web-03'],
    ])
  })
})

describe('gateBlock', () => {
  const gates = {
    beforeLaunch: [
      { id: 'on-call', ask: 'On-call is informed', kind: 'tick', why: 'INC-1' },
      { id: 'change', ask: 'Number of the change', kind: 'value' },
      { id: 'errors', ask: 'No errors', kind: 'command', run: 'true', why: 'INC-1' },
    ],
  }

  it('shows answers, evidence and each reason once', () => {
    const run = new RolloutSimulation(settingsFixture({ batches: [1], gates }))
    const gate = waitingGate(run.state)!
    const answer = { answer: 'CHG-7', by: 'ben', atMs: 1 }
    const checks = { errors: { holds: false, evidence: 'error rate\n3 %', checkedAtMs: 1 } }
    const toldWhys = new Set<string>()
    expect(gateBlock(run.state, { ...gate, answers: { change: answer }, checks }, { colors, toldWhys })).toEqual([
      '',
      'Gate before launch',
      '  ☐ On-call is informed',
      '      why: INC-1',
      '  ✓ Number of the change  CHG-7, says ben',
      '  ✗ No errors             error rate 3 %',
    ])
    expect(gateBlock(run.state, gate, { colors, toldWhys }).join('\n')).not.toContain('why')
  })

  it('names who signed', () => {
    const run = startedRun({ batches: [1] })
    const [first] = Object.values(run.state.gates)
    expect(gateBlock(run.state, first!, { colors, toldWhys: new Set() }).at(-1)).toMatch(/✎ signed by \w+/)
  })
})

describe('liveBlock', () => {
  const numbers = { colors, inTraffic: 3, ratePerSecond: 200, served: 90, failed: 10, columns: 100 }

  it('shows the hosts on their way and the traffic', () => {
    const run = startedRun({ batches: [2, 2], floor: 2 })
    expect(liveBlock(run.state, { ...numbers, nowMs: run.nowMs })).toEqual([
      '',
      '  ▣▣  precheck 2',
      '  ████████████│█████░░░░░░  3 of 4 in traffic, floor 2 · 200 requests/s · 10 failed of 100',
    ])
  })

  it.each([20, 40, 80])('fits into %d columns', (columns) => {
    const run = startedRun({ batches: [40, 40] })
    const lines = liveBlock(run.state, { ...numbers, columns, nowMs: run.nowMs })
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThan(columns)
  })
})

describe('the words for trouble', () => {
  it('tell who is out, who serves, and the way back', () => {
    const run = startedRun({ batches: [1, 3] })
    failAt(run, 1, 'verify')
    const text = [...troubleWords(run.state, colors), ...rollbackWords(run.state, colors)].join('\n')
    expect(text).toContain('The brake is on')
    expect(text).toContain('web-01 stays out of traffic and muted, so customers meet no broken host;')
    expect(text).toContain('3 of 4 hosts serve; 0 run 1.1.0 already.')
    expect(text).toContain('lastmile rollback r1 --by ann --yes --reason "web-01 fails at verify"')
  })

  it('quote the host without its control characters', () => {
    expect(wroteBlock({ command: 'lastmile logs r1 web-01 verify', lines: ['a\u001b[2Jb'] }, colors)).toEqual([
      '',
      'What it wrote (lastmile logs r1 web-01 verify):',
      '  │ a [2Jb',
    ])
    expect(wroteBlock(undefined, colors)).toEqual([])
  })
})
