import { describe, expect, it } from 'vitest'
import type { RolloutState } from '../../../../src/shared/domain/rollout-state'
import { turns } from '../../../helpers/fake-clock'
import { FakeFleet } from '../../../helpers/fake-fleet'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { allSteps, web } from '../../../helpers/rollout-steps'
import { RunnerHarness } from '../../../helpers/runner-harness'

const isOver = ({ result, brake }: RolloutState) => result !== undefined || brake !== undefined
const isSoaking = ({ stations, position, untilMs }: RolloutState) =>
  stations[position]?.kind === 'soak' && untilMs !== undefined

/** A canary that soaks for a minute; its probes fail from the `badFrom`th on. */
function soaking(badFrom = Infinity, strategy: object = {}) {
  const settings = settingsFixture({
    batches: [1, 1],
    hasCanary: true,
    lifecycle: { ...allSteps, verify: { http: 'http://{host.address}/' } },
    strategy: { canary: { hosts: 1, soak: '60s' }, ...strategy },
  })
  const harness = new RunnerHarness(settings, new FakeFleet(settings.hosts.map(({ name }) => name)))
  const probes: string[] = []
  harness.fleet.answer = ({ target, script }) => {
    if (target.kind !== 'ssh' || !script.includes('lm_probe')) return undefined
    probes.push(target.name)
    return probes.length >= badFrom ? { exitCode: 1, stdout: 'HTTP 500', stderr: '' } : undefined
  }
  return { harness, probes }
}

const endOf = ({ store, settings }: RunnerHarness) =>
  store.read(settings.rollout).find(({ event }) => event.kind === 'soak-finished')?.event

describe('a soak', () => {
  it('ends when its time is up, its hosts looked at all the while', async () => {
    const { harness, probes } = soaking()
    await harness.drive(isSoaking)
    const fromMs = harness.clock.nowMs()
    await harness.drive((state) => state.position > 2)
    expect(harness.clock.nowMs() - fromMs).toBe(60_000)
    expect(probes.length).toBeGreaterThanOrEqual(8)
    expect(new Set(probes)).toEqual(new Set(['web-01']))
  })

  it('pulls the brake when a host stays bad, not at the first bad look', async () => {
    const { harness, probes } = soaking(3)
    await harness.drive(isOver)
    expect(harness.state.brake).toMatchObject({ cause: 'soak', reason: 'web-01 went bad while soaking: HTTP 500' })
    expect(probes).toHaveLength(5)
  })

  it('is watched again when somebody goes on from that', async () => {
    const { harness } = soaking(3)
    await harness.drive(isOver)
    await harness.runner.tell({ kind: 'resume' }, 'ann')
    await harness.drive(isOver)
    expect(harness.state.brake).toMatchObject({ cause: 'soak' })
    expect(isSoaking(harness.state)).toBe(true)
  })

  it('goes on after a restart to the same end', async () => {
    const { harness, probes } = soaking()
    await harness.drive(isSoaking)
    const { untilMs = 0 } = harness.state
    harness.clock.advance(20_000)
    harness.crash()
    await harness.drive((state) => state.position > 2)
    expect(harness.clock.nowMs()).toBe(untilMs)
    expect(probes.length).toBeGreaterThan(3)
  })

  it('whose time passed while no console ran is over after as many looks as an alarm needs', async () => {
    const { harness, probes } = soaking()
    await harness.drive(isSoaking)
    harness.runner.dispose()
    harness.clock.advance(3_600_000)
    harness.crash()
    await harness.drive((state) => state.position > 2)
    expect(probes).toHaveLength(3)
    expect(endOf(harness)).toEqual({ kind: 'soak-finished', batch: 0, looks: 3, unwatchedMs: 0 })
  })

  it('whose time passed while the machine slept finds a host that went bad meanwhile', async () => {
    const { harness } = soaking(1)
    await harness.drive(isSoaking)
    harness.clock.advance(3_600_000)
    await harness.drive(isOver)
    expect(harness.state.brake).toMatchObject({ cause: 'soak' })
    expect(isSoaking(harness.state)).toBe(true)
  })

  it('tells how long nobody watched', async () => {
    const { harness } = soaking()
    await harness.drive(isSoaking)
    harness.clock.advance(3_600_000)
    await harness.drive((state) => state.position > 2)
    expect(endOf(harness)).toMatchObject({ looks: 3, unwatchedMs: 3_594_000 })
  })

  it.each([
    ['back', -7_200_000],
    ['forward', 7_200_000],
  ])('takes its time when the clock is set %s', async (_, byMs) => {
    const { harness } = soaking()
    await harness.drive(isSoaking)
    const fromMs = harness.clock.elapsedMs()
    harness.clock.set(byMs)
    await harness.drive((state) => state.position > 2)
    expect(harness.clock.elapsedMs() - fromMs).toBe(60_000)
  })

  it('is no longer than a whole one after a restart with the clock set back', async () => {
    const { harness } = soaking()
    await harness.drive(isSoaking)
    harness.clock.set(-7_200_000)
    harness.crash()
    const fromMs = harness.clock.elapsedMs()
    await harness.drive((state) => state.position > 2)
    expect(harness.clock.elapsedMs() - fromMs).toBe(60_000)
  })
})

describe('a pause', () => {
  it('lets its time pass, without a look at hosts', async () => {
    const settings = settingsFixture({ batches: [1, 1], lifecycle: allSteps, strategy: { pause: '30s' } })
    const harness = new RunnerHarness(settings, new FakeFleet(settings.hosts.map(({ name }) => name)))
    await harness.drive(({ untilMs }) => untilMs !== undefined)
    const fromMs = harness.clock.nowMs()
    await harness.drive(({ hosts }) => hosts[web(2)]?.status === 'running')
    expect(harness.clock.nowMs() - fromMs).toBe(30_000)
  })
})

describe('a check', () => {
  it('that hangs keeps its own gate shut and nothing else', async () => {
    const items = [{ id: 'lag', ask: 'Lag?', kind: 'command', run: 'lag' }]
    const settings = settingsFixture({ batches: [1], gates: { beforeLaunch: items } })
    const harness = new RunnerHarness(settings, new FakeFleet(settings.hosts.map(({ name }) => name)))
    harness.fleet.unreachable.set('local', 'never')
    await turns()
    const state = await harness.runner.tell({ kind: 'revoke', reason: 'enough' }, 'ann')
    expect(state.result).toBe('revoked')
  })

  it('that an earlier console did not finish is made again', async () => {
    const items = [{ id: 'lag', ask: 'Lag?', kind: 'command', run: 'lag' }]
    const settings = settingsFixture({ batches: [1], gates: { beforeLaunch: items } })
    const harness = new RunnerHarness(settings, new FakeFleet(settings.hosts.map(({ name }) => name)))
    harness.crash()
    await turns()
    expect(harness.state.gates['before-launch' as never]).toMatchObject({ checks: { lag: { holds: true } } })
  })
})
