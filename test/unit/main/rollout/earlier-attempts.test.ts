import { describe, expect, it } from 'vitest'
import { asDebtId, asRolloutId, type RolloutId } from '../../../../src/shared/domain/ids'
import { StepRunner } from '../../../../src/main/rollout/step-runner'
import { servingCommand } from '../../../helpers/fake-fleet'
import { specFixture } from '../../../helpers/rollout-fixture'
import { allSteps, web } from '../../../helpers/rollout-steps'
import { MemoryLogs } from '../../../helpers/runner-harness'
import { isAtRest, ServiceHarness } from '../../../helpers/service-harness'

/** A release that loses touch with web-01 in `step`, which goes on there, and is revoked then. `isGone`: and cannot be reached. */
async function leaving(step: 'restart' | 'drain', { isGone = false } = {}) {
  const harness = new ServiceHarness(specFixture({ hosts: 4, lifecycle: allSteps, strategy: { batches: [1] } }))
  const { fleet, service } = harness
  fleet.lost.add(`web-01 ${step}.1`)
  fleet.lasting.add(`web-01 ${step}.1`)
  fleet.script = (attempt) => {
    if (isGone && attempt.host === web(1) && attempt.step === step) fleet.unreachable.set('web-01', 'refused')
    return undefined
  }
  const { rollout } = await harness.start()
  await harness.drive(rollout, isAtRest)
  await service.tell(rollout, { kind: 'revoke', reason: 'wrong' }, 'ann')
  return harness
}

/** The brake, once web-01 is about to be stopped. */
const brakeAtDrain = ({ fleet, service }: ServiceHarness, rollout: RolloutId) => {
  fleet.script = ({ host, step }) => {
    if (host === web(1) && step === 'drain')
      void service.tell(rollout, { kind: 'brake', cause: 'hand', reason: 'wait' }, 'ann')
    return undefined
  }
}

describe('EarlierAttempts', () => {
  it('end before the next rollout begins anything on their host', async () => {
    const harness = await leaving('restart')
    const { fleet } = harness
    expect(fleet.trace).not.toContain('restart web-01')
    const begun = fleet.trace.length
    const { rollout } = await harness.start('1.2.0')
    await harness.drive(rollout, ({ hosts }) => hosts[web(1)]?.status === 'succeeded')
    const own = fleet.trace.slice(begun).filter((line) => line.includes('web-01'))
    expect(own.slice(0, 2)).toEqual(['restart web-01', 'start web-01 precheck.1'])
    // and only once
    expect(own.filter((line) => line === 'restart web-01')).toHaveLength(2)
  })
  it('that may still take a host out count it as out, until they are seen to their end', async () => {
    const harness = await leaving('drain', { isGone: true })
    const { fleet } = harness
    const { state } = await harness.start('1.2.0', { exclude: ['web-01'] })
    const list = () => {
      const earlier = harness.openEarlier()
      const runner = new StepRunner({ shell: fleet, logs: new MemoryLogs(), clock: harness.clock })
      return harness.during(earlier.listLeaving(runner, state.settings))
    }
    expect(await list()).toEqual(new Set(['web-01']))
    expect(fleet.serving).toContain('web-01')
    fleet.unreachable.delete('web-01')
    expect(await list()).toEqual(new Set())
    expect(fleet.serving).not.toContain('web-01')
  })

  it('are looked for no further back than to the rollout that touched every host', async () => {
    const harness = new ServiceHarness()
    for (const version of ['1.1.0', '1.2.0']) {
      const { rollout } = await harness.start(version)
      await harness.drive(rollout, isAtRest)
    }
    const { state } = await harness.start('1.3.0')
    const read = new Set<string>()
    const store = {
      read: (...at: Parameters<typeof harness.store.read>) => (read.add(at[0]), harness.store.read(...at)),
    }
    const runner = new StepRunner({ shell: harness.fleet, logs: new MemoryLogs(), clock: harness.clock })
    await harness.during(harness.openEarlier(store).listLeaving(runner, state.settings))
    expect([...read]).toEqual(['rollout2'])
  })

  it('are none before the first rollout', async () => {
    const harness = new ServiceHarness()
    const { state } = await harness.start()
    const runner = new StepRunner({ shell: harness.fleet, logs: new MemoryLogs(), clock: harness.clock })
    expect(await harness.openEarlier().listLeaving(runner, state.settings)).toEqual(new Set())
  })
})

describe('a try to settle a debt that was lost', () => {
  const spec = () => specFixture({ hosts: 4, lifecycle: allSteps, strategy: { batches: [1], maxUnavailable: 2 } })
  const failAt = (harness: ServiceHarness, failing: string | undefined) => {
    harness.fleet.script = ({ host, step }) => (host === web(1) && step === failing ? { exitCode: 1 } : undefined)
  }

  /** A release that leaves web-01 out, revoked, and one after it that gets no further there than a step. */
  async function twoReleases(last: 'precheck' | 'quiet' = 'precheck') {
    const harness = new ServiceHarness(spec())
    failAt(harness, 'verify')
    const one = await harness.start()
    await harness.drive(one.rollout, isAtRest)
    await harness.service.tell(one.rollout, { kind: 'revoke', reason: 'wrong' }, 'ann')
    harness.clock.advance(1_000)
    failAt(harness, last)
    const two = await harness.start('1.2.0')
    await harness.drive(two.rollout, isAtRest)
    failAt(harness, undefined)
    return { harness, two: two.rollout }
  }

  /** Touch is lost while a debt of web-01 is settled; its admit goes on. */
  async function loseTry(
    harness: ServiceHarness,
    debt = 'rollout1.web-01.drain.1',
    end?: { readonly exitCode: number },
  ): Promise<void> {
    const { fleet } = harness
    fleet.script = ({ host, step, attempt }) => {
      if (host !== web(1) || step !== 'admit') return undefined
      fleet.lost.add(`web-01 admit.${attempt}`)
      fleet.lasting.add(`web-01 admit.${attempt}`)
      return end
    }
    expect((await harness.settle([debt]))[0]).toMatchObject({ ok: false })
    failAt(harness, undefined)
    expect(fleet.trace).not.toContain('admit web-01')
    harness.clock.advance(1_000)
  }
  const firstOn = ({ fleet }: ServiceHarness, from: number) =>
    fleet.trace.slice(from).find((line) => line.includes('web-01'))

  it('ends before a later rollout begins anything, behind one that touched the host before the try', async () => {
    const { harness, two } = await twoReleases()
    await harness.service.tell(two, { kind: 'revoke', reason: 'wrong' }, 'ann')
    await loseTry(harness)
    const from = harness.fleet.trace.length
    const three = await harness.start('1.3.0')
    await harness.drive(three.rollout, ({ hosts }) => hosts[web(1)]?.status === 'succeeded')
    expect(firstOn(harness, from)).toBe('admit web-01')
  })

  it('ends before a rollout that was in progress meanwhile goes on', async () => {
    const { harness, two } = await twoReleases()
    await loseTry(harness)
    const from = harness.fleet.trace.length
    await harness.during(harness.service.goOn(two, 'retry', 'ann'))
    await harness.drive(two, ({ hosts }) => hosts[web(1)]?.status === 'succeeded')
    expect(firstOn(harness, from)).toBe('admit web-01')
  })

  const debtOf = ({ service }: ServiceHarness, rollout: string, kind = 'drain') =>
    service.look(asRolloutId(rollout)).state.debts[asDebtId(`${rollout}.web-01.${kind}.1`)]

  it('and ended well is told to the rollout that goes on with its host, which puts it back where it is stopped', async () => {
    const { harness, two } = await twoReleases()
    await loseTry(harness)
    brakeAtDrain(harness, two)
    await harness.during(harness.service.goOn(two, 'retry', 'ann'))
    const { hosts } = await harness.drive(two, isAtRest)
    expect(hosts[web(1)]).toMatchObject({ status: 'pending', isServing: true })
    expect(harness.fleet.trace.filter((line) => line === 'drain web-01')).toHaveLength(2)
    expect(harness.fleet.serving).toContain('web-01')
    expect(debtOf(harness, 'rollout1')).toMatchObject({
      isConfirmed: true,
      how: 'an earlier admit was confirmed before rollout rollout2 went on with web-01',
    })
  })

  it('and ended well says nothing of a host whose debt somebody has settled by hand: who serves is not known then', async () => {
    const { harness, two } = await twoReleases()
    await loseTry(harness)
    await harness.settle(['rollout1.web-01.drain.1'], { byHand: true, reason: 'out for repair' })
    brakeAtDrain(harness, two)
    await harness.during(harness.service.goOn(two, 'retry', 'ann'))
    const { hosts } = await harness.drive(two, isAtRest)
    expect(hosts[web(1)]).toMatchObject({ status: 'pending', isServing: false })
    expect(debtOf(harness, 'rollout1')).toMatchObject({ how: 'by hand by bob: out for repair' })
  })

  it('and ended well says nothing of a host that a later rollout took, also where that was settled by hand', async () => {
    const { harness, two } = await twoReleases('quiet')
    await loseTry(harness)
    await harness.settle(['rollout2.web-01.drain.1'], { byHand: true, reason: 'out for repair' })
    const from = harness.fleet.trace.length
    expect((await harness.settle(['rollout1.web-01.drain.1']))[0]).toMatchObject({ ok: true })
    expect(harness.fleet.trace.slice(from).filter((line) => line.startsWith('start'))).toHaveLength(2)
    expect(harness.service.look(two).state.hosts[web(1)]).toMatchObject({ isServing: true })
  })

  it('and failed leaves the host out, and owed', async () => {
    const { harness, two } = await twoReleases()
    await loseTry(harness, 'rollout1.web-01.drain.1', { exitCode: 9 })
    brakeAtDrain(harness, two)
    await harness.during(harness.service.goOn(two, 'retry', 'ann'))
    const { hosts } = await harness.drive(two, isAtRest)
    expect(hosts[web(1)]?.isServing).toBe(false)
    expect(debtOf(harness, 'rollout1')?.settledAtMs).toBeUndefined()
  })

  it('and ended well settles the debt of its own rollout, which goes on with its host', async () => {
    const harness = new ServiceHarness(spec())
    failAt(harness, 'verify')
    const { rollout } = await harness.start()
    await harness.drive(rollout, isAtRest)
    await loseTry(harness)
    brakeAtDrain(harness, rollout)
    await harness.during(harness.service.goOn(rollout, 'retry', 'ann'))
    const { hosts } = await harness.drive(rollout, isAtRest)
    expect(harness.fleet.serving).toContain('web-01')
    expect(hosts[web(1)]).toMatchObject({ isServing: true })
    expect(debtOf(harness, rollout)).toMatchObject({ isConfirmed: true })
  })

  it('ends before a debt of another rollout is settled, also when its own was marked as settled', async () => {
    const { harness, two } = await twoReleases('quiet')
    await harness.service.tell(two, { kind: 'revoke', reason: 'wrong' }, 'ann')
    await loseTry(harness, 'rollout2.web-01.drain.1')
    await harness.settle(['rollout2.web-01.drain.1'], { byHand: true, reason: 'put back by netops' })
    const from = harness.fleet.trace.length
    expect((await harness.settle(['rollout1.web-01.drain.1']))[0]).toMatchObject({ ok: true })
    expect(firstOn(harness, from)).toBe('admit web-01')
  })
})

/** A release whose admit of web-01 is lost and goes on, revoked then; and the next one. `isSeen`: the traffic layer is asked. */
async function losingAdmit(isSeen: boolean) {
  const lifecycle = { ...allSteps, admit: { ...allSteps.admit, retries: 0 } }
  const spec = specFixture({ hosts: 4, lifecycle, strategy: { batches: [1] } })
  const [environment] = spec.environments
  if (isSeen && environment) environment.traffic = { serving: servingCommand, on: 'local' }
  const harness = new ServiceHarness(spec)
  const { fleet, service } = harness
  fleet.lost.add('web-01 admit.1')
  fleet.lasting.add('web-01 admit.1')
  const one = await harness.start()
  await harness.drive(one.rollout, isAtRest)
  expect(fleet.trace).not.toContain('admit web-01')
  await service.tell(one.rollout, { kind: 'revoke', reason: 'wrong' }, 'ann')
  harness.clock.advance(1_000)
  const two = await harness.start('1.2.0')
  expect(two.state.settings.hosts.find(({ name }) => name === web(1))).toMatchObject({ isServing: false })
  const debt = () => service.look(one.rollout).state.debts[asDebtId('rollout1.web-01.drain.1')]
  return { harness, two, debt }
}

describe('an attempt that an earlier rollout lost', () => {
  it('and put the host back is told to the rollout that goes on with it', async () => {
    const { harness, two, debt } = await losingAdmit(false)
    brakeAtDrain(harness, two.rollout)
    const { hosts } = await harness.drive(two.rollout, isAtRest)
    expect(hosts[web(1)]).toMatchObject({ status: 'pending', isServing: true })
    expect(harness.fleet.serving).toContain('web-01')
    expect(debt()).toMatchObject({ isConfirmed: true })
  })

  it('and put the host back is owed no longer; whether it serves now the traffic layer knows better', async () => {
    const { harness, two, debt } = await losingAdmit(true)
    const { hosts } = await harness.drive(two.rollout, (state) => state.hosts[web(1)]?.steps.precheck.state === 'ok')
    expect(hosts[web(1)]).toMatchObject({ isServing: false })
    expect(debt()).toMatchObject({ isConfirmed: true })
  })

  it('ends first also where a rollout in between could not do anything on the host', async () => {
    const harness = await leaving('restart', { isGone: true })
    const { fleet, service } = harness
    harness.clock.advance(1_000)
    fleet.script = () => undefined
    const two = await harness.start('1.2.0')
    await harness.drive(two.rollout, isAtRest)
    expect(two.state.hosts[web(1)]).toMatchObject({ status: 'failed' })
    await service.tell(two.rollout, { kind: 'revoke', reason: 'wrong' }, 'ann')
    fleet.unreachable.delete('web-01')
    harness.clock.advance(1_000)
    const begun = fleet.trace.length
    const three = await harness.start('1.3.0')
    await harness.drive(three.rollout, ({ hosts }) => hosts[web(1)]?.status === 'succeeded')
    const own = fleet.trace.slice(begun).filter((line) => line.includes('web-01'))
    expect(own.slice(0, 2)).toEqual(['restart web-01', 'start web-01 precheck.1'])
  })
})
