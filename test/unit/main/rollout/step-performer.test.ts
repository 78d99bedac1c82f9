import { describe, expect, it } from 'vitest'
import type { RolloutState } from '../../../../src/shared/domain/rollout-state'
import { turns } from '../../../helpers/fake-clock'
import { FakeFleet, servingCommand } from '../../../helpers/fake-fleet'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { allSteps, web } from '../../../helpers/rollout-steps'
import { RunnerHarness } from '../../../helpers/runner-harness'

const traffic = { serving: servingCommand, on: 'local' as const }
const isOver = ({ result, brake }: RolloutState) => result !== undefined || brake !== undefined
const isAtRest = (state: RolloutState) =>
  isOver(state) && Object.values(state.hosts).every(({ status }) => status !== 'running' && status !== 'undoing')

function newHarness(parts: Partial<Parameters<typeof settingsFixture>[0]> = {}, hasTraffic = true) {
  const settings = settingsFixture({ batches: [3], lifecycle: allSteps, ...parts })
  const fleet = new FakeFleet(settings.hosts.map(({ name }) => name))
  const harness = new RunnerHarness(hasTraffic ? { ...settings, traffic } : settings, fleet)
  // the plan keeps the floor; these tests are about what happens when the world does not keep to the plan
  harness.waived.push('floor')
  return harness
}

/** Drive until a step has begun on a host. */
const untilBegun = (harness: RunnerHarness, attempt: string) =>
  harness.drive(() => harness.fleet.trace.includes(`start ${attempt}`))

describe('an attempt whose end nobody saw', () => {
  /** Turns of the event loop: an attempt takes longer than it takes to begin the next one. */
  const slow = 20
  const precheck = { backoff: 0 }
  const drain = { ...allSteps.drain, backoff: 0 }
  const hasty = { batches: [1], floor: 0, lifecycle: { ...allSteps, precheck, drain } }
  it('is seen to its end before the same step begins again', async () => {
    const harness = newHarness(hasty)
    const { fleet } = harness
    fleet.latency = slow
    fleet.lost.add('web-01 drain.1').add('web-01 precheck.1')
    await harness.drive(isAtRest)
    expect(harness.state.result).toBe('succeeded')
    const ended = (step: string) => fleet.trace.indexOf(`${step} web-01`)
    for (const step of ['precheck', 'drain']) {
      expect(ended(step)).toBeGreaterThan(fleet.trace.indexOf(`start web-01 ${step}.1`))
      expect(ended(step)).toBeLessThan(fleet.trace.indexOf(`start web-01 ${step}.2`))
    }
  })

  it('is waited for before its host is put back, so that a late drain undoes nothing', async () => {
    const harness = newHarness(hasty)
    const { fleet } = harness
    fleet.latency = slow
    fleet.lost.add('web-01 drain.1').add('web-01 drain.2')
    await harness.drive(isAtRest)
    const { trace } = fleet
    expect(trace.lastIndexOf('drain web-01')).toBeLessThan(trace.indexOf('start web-01 admit.1'))
    expect(fleet.serving.size).toBe(fleet.versions.size)
  })
})

describe('a drain', () => {
  it('looks at the traffic layer before it takes anybody out', async () => {
    const harness = newHarness()
    await harness.drive(isOver)
    const { trace } = harness.fleet
    expect(trace.indexOf('look')).toBeLessThan(trace.indexOf('start web-01 drain.1'))
    expect(harness.state.result).toBe('succeeded')
  })

  it('is refused where it would undercut the floor, which pulls the brake; nobody is left half-way', async () => {
    for (const hasTraffic of [true, false]) {
      const harness = newHarness({ floor: 2 }, hasTraffic)
      await harness.drive(isAtRest)
      expect(harness.state.brake).toMatchObject({ cause: 'floor' })
      expect(harness.fleet.lowestServing).toBe(2)
      expect([harness.fleet.serving.size, harness.fleet.muted.size]).toEqual([3, 0])
      for (let round = 0; harness.state.result === undefined && round < 5; round += 1) {
        await harness.runner.tell({ kind: 'resume' }, 'ann')
        await harness.drive(isAtRest)
      }
      expect(harness.state.result).toBe('succeeded')
      expect(harness.fleet.lowestServing).toBe(2)
    }
  })

  it('of a host that came back since the rollout began is undone when the brake is pulled', async () => {
    const plain = settingsFixture({ batches: [3], lifecycle: allSteps })
    const hosts = plain.hosts.map((host) => ({ ...host, isServing: host.name !== web(1) }))
    const fleet = new FakeFleet(hosts.map(({ name }) => name))
    const harness = new RunnerHarness({ ...plain, hosts, traffic }, fleet)
    harness.waived.push('floor')
    await untilBegun(harness, 'web-01 quiet.1')
    await harness.runner.tell({ kind: 'brake', cause: 'hand', reason: 'wait' }, 'ann')
    await harness.drive(isAtRest)
    expect(harness.fleet.trace).toContain('drain web-01')
    expect(harness.fleet.serving).toContain('web-01')
    expect(harness.state.hosts[web(1)]).toMatchObject({ status: 'pending', isServing: true, debts: {} })
  })

  it('is refused while the traffic layer does not answer', async () => {
    const harness = newHarness()
    await harness.drive(({ hosts }) => hosts[web(1)]?.step === 'fetch')
    harness.fleet.isTrafficUp = false
    await harness.drive(isAtRest)
    expect(harness.state.brake).toMatchObject({ cause: 'traffic' })
    expect(harness.state.brake?.reason).toContain('does not answer')
    expect([harness.fleet.serving.size, harness.fleet.muted.size]).toEqual([3, 0])
  })

  it('does not believe a layer that still names a host which was taken out', async () => {
    const harness = newHarness({ batches: [3], floor: 2 })
    const { fleet } = harness
    // whatever is done to them, the layer goes on naming all three
    fleet.serving.delete = () => true
    await harness.drive(isAtRest)
    expect([...fleet.runs.keys()].filter((key) => key.endsWith('drain'))).toHaveLength(1)
  })

  it.each([true, false])(
    'that failed may still take effect: nobody else goes on the strength of its host',
    async (hasTraffic) => {
      const drain = { ...allSteps.drain, retries: 0 }
      const strategy = { stopWhenFailuresExceed: { batch: 1, rollout: 1 } }
      const harness = newHarness({ batches: [2, 2], floor: 2, lifecycle: { ...allSteps, drain }, strategy }, hasTraffic)
      const { fleet } = harness
      fleet.script = ({ host, step, attempt }) => {
        if (step !== 'drain' || attempt > 1) return undefined
        // the order of the first batch is carried out when the second one is on its way
        if (host === web(3) || host === web(4)) fleet.serving.delete(web(1))
        return host === web(1) ? { exitCode: 28 } : undefined
      }
      await harness.drive(isAtRest)
      expect(harness.state.hosts[web(1)]).toMatchObject({ status: 'failed', isServing: true, debts: {} })
      expect(harness.state.brake).toMatchObject({ cause: 'floor' })
      if (hasTraffic) expect(harness.state.brake?.reason).toContain('not counted: web-01')
      await harness.runner.tell({ kind: 'retry' }, 'ann')
      await harness.drive(isAtRest)
      for (let round = 0; harness.state.result === undefined && round < 5; round += 1) {
        await harness.runner.tell({ kind: 'resume' }, 'ann')
        await harness.drive(isAtRest)
      }
      expect([harness.state.result, fleet.serving.size, fleet.lowestServing]).toEqual(['succeeded', 4, 2])
    },
  )

  it('that ran when the console ended counts as out before anybody else may go', async () => {
    const harness = newHarness({ batches: [3], floor: 2 })
    const { fleet } = harness
    fleet.latency = 12
    await harness.drive(() => [...fleet.runs.keys()].some((key) => key.endsWith('drain')))
    harness.crash()
    await harness.drive(isAtRest)
    expect(fleet.lowestServing).toBe(2)
    expect(Math.max(...fleet.runs.values())).toBe(1)
  })

  it('that had not begun when the console ended asks for its permit anew', async () => {
    const harness = newHarness({ batches: [1] })
    await harness.drive(({ hosts }) => hosts[web(1)]?.step === 'drain')
    harness.crash()
    expect(harness.fleet.trace).not.toContain('start web-01 drain.1')
    await harness.drive(isOver)
    expect(harness.fleet.trace).toContain('look')
    expect(harness.state.result).toBe('succeeded')
  })

  it('that fails because the layer cannot be spoken to pulls the brake', async () => {
    const lifecycle = { ...allSteps, drain: { run: 'drain', on: 'local', retries: 0 } }
    const harness = newHarness({ lifecycle }, false)
    harness.fleet.unreachable.set('local', 'refused')
    await harness.drive(isAtRest)
    expect(harness.state.brake).toMatchObject({ cause: 'traffic' })
    expect(harness.fleet.serving.size).toBe(3)
  })
})

describe('a step', () => {
  it('waits for the time of its retry', async () => {
    const harness = newHarness({ batches: [1] })
    harness.fleet.script = ({ step, attempt }) => (step === 'fetch' && attempt === 1 ? { exitCode: 1 } : undefined)
    await harness.drive(({ hosts }) => hosts[web(1)]?.steps.fetch.attempts === 2)
    await turns()
    expect(harness.fleet.trace).not.toContain('start web-01 fetch.2')
    await harness.drive(isOver)
    expect(harness.state.result).toBe('succeeded')
    expect(harness.state.hosts[web(1)]?.steps.fetch).toMatchObject({ attempts: 2, state: 'ok' })
  })

  it('that fails for good is not tried again', async () => {
    const harness = newHarness({ batches: [1], lifecycle: { precheck: { run: 'look {host.labels.none}' } } })
    await harness.drive(isAtRest)
    expect(harness.state.hosts[web(1)]).toMatchObject({ status: 'failed', steps: { precheck: { attempts: 1 } } })
  })

  it('on a host that cannot be reached fails with the reason', async () => {
    const harness = newHarness({ batches: [2], strategy: { stopWhenFailuresExceed: { batch: 2, rollout: 2 } } })
    harness.fleet.unreachable.set('web-01', 'refused')
    await harness.drive(isAtRest)
    expect(harness.state.hosts[web(1)]?.failure).toMatchObject({ step: 'precheck', code: 'ssh.connect-refused' })
    expect(harness.state.hosts[web(2)]?.status).toBe('succeeded')
  })

  it('under way when the console ended is looked for until its host answers, and not run a second time', async () => {
    const harness = newHarness({ batches: [1] })
    harness.fleet.latency = 5
    await untilBegun(harness, 'web-01 restart.1')
    harness.fleet.unreachable.set('web-01', 'refused')
    harness.crash()
    for (let i = 0; i < 6; i += 1) {
      await turns()
      harness.clock.step()
    }
    expect(harness.state.hosts[web(1)]).toMatchObject({ status: 'running', step: 'restart' })
    harness.fleet.unreachable.clear()
    await harness.drive(isOver)
    expect(harness.state.result).toBe('succeeded')
    expect(harness.fleet.runs.get('web-01 restart')).toBe(1)
  })

  it('is given up when its host stays away long after the step must be over', async () => {
    const harness = newHarness({ batches: [1] })
    await untilBegun(harness, 'web-01 restart.1')
    harness.fleet.unreachable.set('web-01', 'refused')
    harness.crash()
    const beganAtMs = harness.clock.nowMs()
    await harness.drive(isAtRest)
    expect(harness.state.hosts[web(1)]?.failure).toMatchObject({ step: 'restart', code: 'ssh.connect-refused' })
    expect(harness.clock.nowMs() - beganAtMs).toBeGreaterThan(harness.settings.lifecycle.restart.timeoutMs)
  })

  it('goes on by itself when the console lets go; nothing is reported any more', async () => {
    const harness = newHarness({ batches: [1] })
    harness.fleet.latency = 5
    await untilBegun(harness, 'web-01 restart.1')
    const { length } = harness.store.read(harness.settings.rollout)
    harness.runner.dispose()
    await turns(40)
    expect(harness.fleet.versions.get(web(1))).toBe('1.1.0')
    expect(harness.store.read(harness.settings.rollout)).toHaveLength(length)
  })
})

describe('a host that rested when the console ended', () => {
  it('rests on, and goes on from there when somebody resumes', async () => {
    const harness = newHarness({ batches: [1] })
    await harness.drive(({ hosts }) => hosts[web(1)]?.step === 'fetch')
    await harness.runner.tell({ kind: 'brake', cause: 'hand', reason: 'wait' }, 'ann')
    await harness.drive(isAtRest)
    expect(harness.state.hosts[web(1)]).toMatchObject({ status: 'resting', step: 'fetch' })
    harness.crash()
    await turns()
    expect(harness.state.hosts[web(1)]).toMatchObject({ status: 'resting', step: 'fetch' })
    await harness.runner.tell({ kind: 'resume' }, 'ann')
    await harness.drive(isOver)
    expect(harness.state.result).toBe('succeeded')
    expect(Math.max(...harness.fleet.runs.values())).toBe(1)
  })
})
