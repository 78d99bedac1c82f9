import { createColors } from 'picocolors'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { renderRolloutScreen } from '../../../../../src/main/cli/views/rollout-screen'
import { settingsFixture } from '../../../../helpers/rollout-fixture'
import { RolloutSimulation } from '../../../../helpers/rollout-simulation'

const look = { columns: 80, rows: 24, colors: createColors(false) }

function render(simulation: RolloutSimulation, size = {}) {
  const screen = { ...look, ...size, nowMs: simulation.nowMs }
  return renderRolloutScreen(simulation.state, screen).split('\n')
}

/** Through the gates up to `signatures` of them; the steps of the batch that follows are under way. */
function running(simulation: RolloutSimulation, signatures: number) {
  for (let gate = 0; gate < signatures; gate += 1) {
    if (gate > 0) simulation.runToRest()
    simulation.sign()
  }
  return simulation
}

const start = (batches: number[], parts = {}) => new RolloutSimulation(settingsFixture({ batches, floor: 1, ...parts }))

describe('renderRolloutScreen', () => {
  it('shows what runs and what has failed', () => {
    const simulation = running(start([1, 3]), 3)
    const [first, second] = simulation.steps()
    if (first) simulation.fail(first)
    if (second) simulation.ok(second)
    expect(render(simulation).map((line) => line.replace(/\d+\.\ds/g, '#'))).toEqual([
      'shop 1.0.0 → 1.1.0 · production · r1 · started by ann',
      'Braked (web-02 (precheck) failed; stops when fa… · 13s elapsed, about # left',
      'Serving ██████│█████████████████ 4/4, floor 1',
      '',
      '  batch 1     ✓                                             1/1  #',
      '› batch 2     ✗⏸▣                                           0/3  #',
      '',
      '  web-04  precheck 1/9  #',
      '  ✗ web-02 precheck: made up',
    ])
  })

  it('counts the soak down', () => {
    const simulation = start([1, 1], { hasCanary: true, strategy: { canary: { hosts: 1, soak: '10m' } } })
    simulation.sign()
    while (simulation.steps().length > 0) for (const step of simulation.steps()) simulation.ok(step)
    simulation.nowMs += 60_000
    expect(render(simulation)).toContainEqual(
      expect.stringMatching(/^› soak {8}⏳ (9:00|8:5\d) of 10m left$/) as string,
    )
  })

  it('shows the gate that waits', () => {
    expect(render(start([1]))).toContain('› gate        ✋ before launch')
  })

  it('says how long the rest will take once a batch is done', () => {
    const simulation = running(start([1, 1, 1]), 2)
    expect(render(simulation)[1]).not.toContain('left')
    simulation.runToRest()
    expect(render(simulation)[1]).toMatch(/ elapsed, about .*s left$/)
  })

  it('says how long such a rollout usually takes before that', () => {
    expect(render(start([1]), { expectedMs: 65_000 })[1]).toMatch(/ elapsed, usually 1:05$/)
  })

  it('shows what is owed', () => {
    const simulation = running(start([1, 1], { lifecycle: { drain: { run: 'out' }, admit: { run: 'in' } } }), 2)
    while (simulation.steps()[0]?.step !== 'restart') for (const step of simulation.steps()) simulation.ok(step)
    expect(render(simulation)).toContain('  Owed: 1 out of traffic (web-01)')
  })

  it.each([
    [1_000, { columns: 80, rows: 24 }],
    [1_000, { columns: 40, rows: 10 }],
    [1_000, { columns: 200, rows: 60 }],
    [3, { columns: 20, rows: 5 }],
  ])('fits %i hosts into %j', (hosts, size) => {
    const sizes = Array.from({ length: Math.ceil(hosts / 10) }, () => Math.min(10, hosts))
    const simulation = running(start(hosts > 10 ? [...sizes, 300] : [hosts]), 3)
    for (const step of simulation.steps().slice(0, 7)) simulation.fail(step)
    const lines = render(simulation, size)
    expect(lines.length).toBeLessThan(size.rows)
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThan(size.columns)
  })

  it('counts hosts that do not fit as glyphs', () => {
    const simulation = running(start([300]), 2)
    for (const step of simulation.steps().slice(0, 7)) simulation.fail(step)
    expect(render(simulation)).toContainEqual(expect.stringMatching(/▣ \d+ running {2}✗ \d+ failed/) as string)
  })
})
