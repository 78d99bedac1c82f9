import { describe, expect, it } from 'vitest'
import { stepNames } from '../../../../src/shared/domain/lifecycle'
import { openDebts, servingOf } from '../../../../src/shared/domain/rollout-state'
import { FakeFleet, servingCommand } from '../../../helpers/fake-fleet'
import { turns } from '../../../helpers/fake-clock'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { allSteps } from '../../../helpers/rollout-steps'
import { RunnerHarness } from '../../../helpers/runner-harness'

/** Five hosts in a canary and two batches, with a soak and a pause; at most two may be out. */
function makeSettings(hasTraffic: boolean) {
  const settings = settingsFixture({
    batches: [1, 2, 2],
    hasCanary: true,
    isProtected: true,
    floor: 3,
    lifecycle: allSteps,
    strategy: { canary: { hosts: 1, soak: '20s' }, pause: '5s', maxUnavailable: 2 },
  })
  return hasTraffic ? { ...settings, traffic: { serving: servingCommand, on: 'local' as const } } : settings
}

function expectAllDone(harness: RunnerHarness): void {
  const { fleet, state } = harness
  const names = harness.settings.hosts.map(({ name }) => name)
  expect(state.result).toBe('succeeded')
  expect(openDebts(state)).toEqual([])
  expect(servingOf(state)).toBe(5)
  expect(fleet.lowestServing).toBeGreaterThanOrEqual(3)
  expect(names.map((name) => fleet.versions.get(name))).toEqual(names.map(() => '1.1.0'))
  expect([fleet.serving.size, fleet.muted.size]).toEqual([5, 0])
  const expected = names.flatMap((name) => stepNames.map((step) => [`${name} ${step}`, 1] as const))
  expect(Object.fromEntries(fleet.runs)).toEqual(Object.fromEntries(expected))
}

describe.each([
  ['with a traffic layer to ask', true],
  ['counting by itself who serves', false],
])('a console that is killed, %s', (_, hasTraffic) => {
  const newHarness = () => {
    const settings = makeSettings(hasTraffic)
    return new RunnerHarness(settings, new FakeFleet(settings.hosts.map(({ name }) => name)))
  }

  it('at no time finishes the rollout, every step once', async () => {
    const harness = newHarness()
    await harness.drive(({ result }) => result !== undefined)
    expectAllDone(harness)
  })

  // 0: after the commit, before any effect began; more: some effects have begun, taken hold, or ended unheard
  it.each([0, 1, 2, 3, 4])('%i turns after any transaction finishes it, every step once', async (delay) => {
    const calm = newHarness()
    await calm.drive(({ result }) => result !== undefined)
    const transactions = calm.store.transactions.length
    for (let at = 1; at < transactions; at += 1) {
      const harness = newHarness()
      await harness.drive(({ result }) => harness.store.transactions.length >= at || result !== undefined)
      await turns(delay)
      harness.crash()
      await harness.drive(({ result }) => result !== undefined)
      expectAllDone(harness)
    }
  })

  it('again and again gets there all the same', async () => {
    const harness = newHarness()
    for (let round = 0; harness.state.result === undefined && round < 500; round += 1) {
      const { length } = harness.store.transactions
      await harness.drive(
        ({ result }) => harness.store.transactions.length > length + (round % 3) || result !== undefined,
      )
      await turns(round % 5)
      if (harness.state.result === undefined) harness.crash()
    }
    expectAllDone(harness)
  })

  it('finds what the hosts did meanwhile, however much of the journal there is', async () => {
    const calm = newHarness()
    await calm.drive(({ result }) => result !== undefined)
    let length = 0
    for (const events of calm.store.transactions.slice(0, -1)) {
      length += events
      // the fleet is as far as it can be: everything that the missing events tell of has been done
      const store = calm.store.prefix(calm.settings.rollout, length)
      const harness = new RunnerHarness(calm.settings, calm.fleet, { store, clock: calm.clock })
      await harness.drive(({ result }) => result !== undefined)
      expectAllDone(harness)
      harness.runner.dispose()
    }
  })
})

describe('a console that takes up what another one left', () => {
  const foundIn = ({ store, settings }: RunnerHarness) =>
    store.read(settings.rollout).flatMap(({ event }) => (event.kind === 'step-found' ? [event.found] : []))

  async function crashedAtRestart() {
    const settings = makeSettings(false)
    const harness = new RunnerHarness(settings, new FakeFleet(settings.hosts.map(({ name }) => name)))
    await harness.drive(({ hosts }) => Object.values(hosts).some(({ step }) => step === 'restart'))
    return harness
  }

  it('tells of a step that had not reached its host', async () => {
    const harness = await crashedAtRestart()
    harness.crash()
    await harness.drive(({ result }) => result !== undefined)
    expect(foundIn(harness)).toEqual([{ kind: 'never-started' }])
  })

  it('tells of a step that ended meanwhile, with how', async () => {
    const harness = await crashedAtRestart()
    await harness.drive(() => harness.fleet.trace.some((line) => line.startsWith('restart ')))
    harness.crash()
    await turns()
    await harness.drive(({ result }) => result !== undefined)
    expect(foundIn(harness)).toEqual([{ kind: 'finished', exitCode: 0, logBytes: 8 }])
  })

  it('tells of a host that does not answer, once, and goes on when it does', async () => {
    const harness = await crashedAtRestart()
    const host = Object.values(harness.state.hosts).find(({ step }) => step === 'restart')!.name
    harness.fleet.unreachable.set(host, 'refused')
    harness.crash()
    await harness.drive(({ recovery }) => (recovery?.steps[0]?.findings.length ?? 0) > 0)
    for (let look = 0; look < 5; look += 1) {
      harness.clock.step()
      await turns()
    }
    harness.fleet.unreachable.clear()
    await harness.drive(({ result }) => result !== undefined)
    expect(foundIn(harness).map(({ kind }) => kind)).toEqual(['unreachable', 'never-started'])
    expectAllDone(harness)
  })
})
