import { describe, expect, it } from 'vitest'
import type { AppSpec } from '../../../../src/shared/domain/app-spec'
import { asDebtId, asRolloutId } from '../../../../src/shared/domain/ids'
import { AppError } from '../../../../src/shared/errors/app-error'
import { turns } from '../../../helpers/fake-clock'
import type { FakeFleet } from '../../../helpers/fake-fleet'
import { specFixture } from '../../../helpers/rollout-fixture'
import { allSteps, web } from '../../../helpers/rollout-steps'
import { ServiceHarness, isAtRest } from '../../../helpers/service-harness'

const codeOf = (error: unknown) => (error instanceof AppError ? error.code : String(error))
const refusal = (work: Promise<unknown>) => work.then(() => 'done', codeOf)
const owed = ({ book }: ServiceHarness) =>
  book
    .listOpenDebts({})
    .map(({ debt }) => debt)
    .toSorted()

/** A rollout that is braked with web-01 out and muted. */
async function owing(badStep: 'verify' | 'quiet' = 'verify', spec?: AppSpec) {
  const harness = new ServiceHarness(spec)
  harness.fleet.script = ({ host, step }) => (host === web(1) && step === badStep ? { exitCode: 1 } : undefined)
  const { rollout } = await harness.start()
  await harness.drive(rollout, isAtRest)
  harness.fleet.script = () => undefined
  return { harness, rollout }
}

/** The console loses touch with an attempt that goes on. */
function leaveBehind(fleet: FakeFleet, attempt: string): void {
  fleet.lost.add(attempt)
  fleet.lasting.add(attempt)
}

describe('settleDebts', () => {
  it('puts a host back that is well, then ends its silence, and both are confirmed', async () => {
    const { harness, rollout } = await owing()
    const settled = await harness.settle(['web-01'])
    expect(settled).toMatchObject([
      { debt: 'rollout1.web-01.drain.1', ok: true },
      { debt: 'rollout1.web-01.mute.1', ok: true },
    ])
    expect(harness.fleet.trace.slice(-6)).toEqual([
      'start web-01 verify.1000000',
      'verify web-01',
      'start web-01 admit.1000000',
      'admit web-01',
      'start web-01 unmute.1000000',
      'unmute web-01',
    ])
    expect(owed(harness).filter((debt) => debt.includes('web-01'))).toEqual([])
    expect(harness.service.look(rollout).state.hosts[web(1)]).toMatchObject({ isServing: true, isMuted: false })
  })

  it('lets nobody go on with the cluster before the host is put back', async () => {
    const { harness, rollout } = await owing()
    const { service } = harness
    const settling = harness.settle(['web-01'])
    const refusals = [
      refusal(service.goOn(rollout, 'retry', 'ann')),
      refusal(service.sign(rollout, 'ann')),
      refusal(service.rollBack(rollout, 'ann', 'slow')),
    ]
    expect(await Promise.all(refusals)).toEqual(refusals.map(() => 'rollout.debt-settling'))
    expect(await settling).toMatchObject([{ ok: true }, { ok: true }])
    expect(await refusal(harness.during(service.goOn(rollout, 'retry', 'ann')))).toBe('done')
  })

  it('sees what may still run there to its end before it gives anything back', async () => {
    const harness = new ServiceHarness(specFixture({ hosts: 4, lifecycle: allSteps, strategy: { batches: [1] } }))
    const { fleet } = harness
    leaveBehind(fleet, 'web-01 restart.1')
    const { rollout } = await harness.start()
    await harness.drive(rollout, isAtRest)
    expect(fleet.trace).not.toContain('restart web-01')
    expect(await harness.settle(['web-01'])).toMatchObject([{ ok: true }, { ok: true }])
    expect(fleet.trace.indexOf('restart web-01')).toBeGreaterThan(0)
    expect(fleet.trace.indexOf('restart web-01')).toBeLessThan(fleet.trace.indexOf('start web-01 verify.1000000'))
  })

  it('leaves a host out, and muted, that does not pass the verify of its rollout', async () => {
    const { harness } = await owing()
    harness.fleet.script = ({ step }) => (step === 'verify' ? { exitCode: 1, output: 'HTTP 500' } : undefined)
    expect(await harness.settle(['web-01'])).toMatchObject([
      { ok: false, problem: 'web-01 is not well, so it stays out of traffic: exit code 1: HTTP 500' },
      { ok: false, problem: 'web-01 is still out of traffic, so it stays muted' },
    ])
    expect([harness.fleet.serving.has(web(1)), harness.fleet.muted.has(web(1))]).toEqual([false, true])
    expect(owed(harness)).toContain('rollout1.web-01.drain.1')
  })

  it('does not ask for the new version where it was never switched on', async () => {
    const { harness } = await owing('quiet')
    harness.fleet.script = ({ step }) => (step === 'verify' ? { exitCode: 1 } : undefined)
    expect(await harness.settle(['web-01'])).toMatchObject([{ ok: true }, { ok: true }])
  })

  it('asks for it where an earlier rollout switched it on, and nobody gave the host back since', async () => {
    const { harness, rollout } = await owing()
    await harness.service.tell(rollout, { kind: 'revoke', reason: 'wrong' }, 'ann')
    harness.clock.advance(1_000)
    harness.fleet.script = ({ host, step }) => (host === web(1) && step === 'quiet' ? { exitCode: 1 } : undefined)
    const next = await harness.start('1.2.0')
    await harness.drive(next.rollout, isAtRest)
    harness.fleet.script = ({ step }) => (step === 'verify' ? { exitCode: 1 } : undefined)
    expect(next.state.hosts[web(1)]?.steps.restart.attempts).toBe(0)
    expect(await harness.settle(['rollout2.web-01.drain.1'])).toMatchObject([
      { ok: false, problem: expect.stringMatching(/^web-01 is not well/) as string },
    ])
  })

  it('says why a reverse step failed or could not be tried, and goes on with other hosts', async () => {
    const { harness } = await owing()
    harness.fleet.script = ({ step }) => (step === 'admit' ? { exitCode: 9, output: 'no such server' } : undefined)
    expect(await harness.settle(['rollout1.web-01.drain.1'])).toMatchObject([
      { ok: false, problem: 'admit failed: exit code 9: no such server' },
    ])
    harness.fleet.unreachable.set('web-01', 'refused')
    expect(await harness.settle(['rollout1.web-01.drain.1'])).toMatchObject([
      { ok: false, problem: expect.stringMatching(/refuses/) as string },
    ])
  })

  it('keeps in the journal who tried it, and why the host is still owed', async () => {
    const { harness, rollout } = await owing()
    const settlingOf = () => harness.service.look(rollout).state.debts[asDebtId('rollout1.web-01.drain.1')]?.settling
    harness.fleet.script = ({ step }) => (step === 'admit' ? { exitCode: 9, output: 'no such server' } : undefined)
    await harness.settle(['rollout1.web-01.drain.1'])
    const problem = 'admit failed: exit code 9: no such server'
    expect(settlingOf()).toMatchObject({ by: 'bob', attempt: 1_000_000, problem })
    harness.fleet.unreachable.set('web-01', 'refused')
    await harness.settle(['rollout1.web-01.drain.1'], { by: 'cas' })
    const unreachable = expect.stringMatching(/refuses/) as string
    expect(settlingOf()).toMatchObject({ by: 'cas', attempt: 1_000_000, problem: unreachable })
  })

  it.each([
    {
      end: undefined,
      what: 'does not try again where an earlier try turns out to have given the host back',
      again: [],
    },
    {
      end: { exitCode: 9 },
      what: 'sees an earlier try to its end before it tries again',
      again: ['start web-01 verify.1001000', 'verify web-01', 'start web-01 admit.1001000', 'admit web-01'],
    },
  ])('$what', async ({ end, again }) => {
    const { harness } = await owing()
    const { fleet } = harness
    leaveBehind(fleet, 'web-01 admit.1000000')
    fleet.script = ({ step }) => (step === 'admit' ? end : undefined)
    const lost = expect.stringMatching(/is not known/) as string
    expect(await harness.settle(['rollout1.web-01.drain.1'])).toMatchObject([{ ok: false, problem: lost }])
    expect(fleet.trace).not.toContain('admit web-01')
    harness.clock.advance(1_000)
    fleet.script = () => undefined
    const begun = fleet.trace.length
    expect(await harness.settle(['rollout1.web-01.drain.1'])).toMatchObject([{ ok: true }])
    expect(fleet.trace.slice(begun)).toEqual(end ? again : ['admit web-01'])
    expect(fleet.serving).toContain('web-01')
  })

  it('sees a try to its end before the host is tried again', async () => {
    const { harness, rollout } = await owing('quiet')
    const { fleet } = harness
    leaveBehind(fleet, 'web-01 admit.1000000')
    expect(await harness.settle(['rollout1.web-01.drain.1'])).toMatchObject([{ ok: false }])
    const begun = fleet.trace.length
    await harness.during(harness.service.goOn(rollout, 'retry', 'ann'))
    await harness.drive(rollout, ({ hosts }) => hosts[web(1)]?.status === 'succeeded')
    const [first, second] = fleet.trace.slice(begun).filter((line) => line.includes('web-01'))
    expect([first, second]).toEqual(['admit web-01', 'start web-01 precheck.2'])
  })

  it('gives a host back once, however many ask for it', async () => {
    const { harness } = await owing()
    harness.fleet.latency = 50
    const first = harness.settle(['web-01'])
    while (!harness.fleet.trace.includes('start web-01 verify.1000000')) await turns(1)
    harness.clock.advance(1_000)
    const both = await Promise.all([first, harness.settle(['web-01'], { by: 'cas' })])
    expect(both.flat().map(({ ok }) => ok)).toEqual([true, true, true, true])
    expect(harness.fleet.trace.filter((line) => line === 'admit web-01')).toHaveLength(1)
  })

  it('leaves a host alone that begins as soon as there is room for it', async () => {
    const { harness } = await owing('quiet')
    await harness.service.tell(asRolloutId('rollout1'), { kind: 'revoke', reason: 'wrong' }, 'ann')
    const next = await harness.start('1.2.0')
    await harness.drive(next.rollout, ({ hosts }) => hosts[web(2)]?.status === 'running')
    expect(next.state.hosts[web(1)]?.status).toBe('running')
    expect(await harness.settle(['rollout1.web-01.drain.1'])).toMatchObject([
      { error: { code: 'rollout.debt-in-use' } },
    ])
  })

  it('takes the word of a person, with a reason; the host does not count as serving by that', async () => {
    const { harness, rollout } = await owing()
    expect(await refusal(harness.settle(['web-01'], { byHand: true }))).toBe('gate.reason-missing')
    await harness.settle(['web-01'], { byHand: true, reason: 'scrapped' })
    const { state } = harness.service.look(rollout)
    expect(state.hosts[web(1)]).toMatchObject({ isServing: false, debts: {} })
    expect(Object.values(state.debts).find(({ host }) => host === web(1))).toMatchObject({
      how: 'by hand by bob: scrapped',
    })
  })

  it('does not know debts that there are not', async () => {
    const { harness } = await owing()
    expect(await refusal(harness.settle(['web-99']))).toBe('rollout.debt-unknown')
  })

  it('leaves a host alone that is on its way', async () => {
    const { harness, rollout } = await owing()
    await harness.service.tell(rollout, { kind: 'retry' }, 'ann')
    expect(await harness.settle(['rollout1.web-01.drain.1'])).toMatchObject([
      { ok: false, problem: expect.stringMatching(/on its way in rollout rollout1/) as string },
    ])
  })

  it('goes by the rollout that took a host out last, and settles the older debt with it', async () => {
    const { harness, rollout } = await owing()
    await harness.service.tell(rollout, { kind: 'revoke', reason: 'wrong' }, 'ann')
    harness.clock.advance(1_000)
    harness.fleet.script = ({ host, step }) => (host === web(1) && step === 'verify' ? { exitCode: 1 } : undefined)
    const next = await harness.start('1.2.0')
    await harness.drive(next.rollout, isAtRest)
    harness.fleet.script = () => undefined
    expect(await harness.settle(['rollout1.web-01.drain.1'])).toMatchObject([
      { ok: false, problem: expect.stringMatching(/settle rollout2\.web-01\.drain\.1 first$/) as string },
    ])
    expect((await harness.settle(['web-01'])).map(({ ok }) => ok)).toEqual([true, true, true, true])
    await turns()
    expect(owed(harness).filter((debt) => debt.includes('web-01'))).toEqual([])
  })

  it('tells the rollback that waits that a host serves again, and a brake then puts it back', async () => {
    const { harness, rollout } = await owing()
    const back = await harness.during(harness.service.rollBack(rollout, 'ann', 'slow'))
    expect(back.state.hosts[web(1)]).toMatchObject({ isServing: false, isMuted: true })
    expect((await harness.settle(['web-01'])).map(({ ok }) => ok)).toEqual([true, true])
    expect(back.state.hosts[web(1)]).toMatchObject({ isServing: true, isMuted: false })
    await harness.drive(back.rollout, ({ hosts }) => hosts[web(1)]?.steps.quiet.state === 'running')
    expect(harness.fleet.serving.has(web(1))).toBe(false)
    await harness.service.tell(back.rollout, { kind: 'brake', cause: 'hand', reason: 'wait' }, 'ann')
    await harness.drive(back.rollout, isAtRest)
    expect(harness.fleet.serving.has(web(1))).toBe(true)
    expect(owed(harness).filter((debt) => debt.includes('web-01'))).toEqual([])
  })

  describe('of a cluster with a lock', () => {
    const spec = () => specFixture({ hosts: 4, lifecycle: allSteps, strategy: { batches: [2] }, lock: {} })

    /** One console owes for web-01, and the rollout of another one is in progress. */
    async function twoConsoles() {
      const one = new ServiceHarness(spec())
      const two = new ServiceHarness(spec(), one)
      one.fleet.script = ({ host, step }) => (host === web(1) && step === 'verify' ? { exitCode: 1 } : undefined)
      const { rollout } = await one.start()
      await one.drive(rollout, isAtRest)
      one.fleet.script = () => undefined
      await one.service.tell(rollout, { kind: 'revoke', reason: 'wrong' }, 'ann')
      await one.drive(rollout, ({ lock }) => lock === undefined)
      return { one, two, other: await two.start('1.2.0') }
    }
    const settlesDrain = (harness: ServiceHarness, more: object = {}) =>
      harness.settle(['rollout1.web-01.drain.1'], more)

    it('puts nothing back while another console is at work there, and gives its lock back afterwards', async () => {
      const { one, two, other } = await twoConsoles()
      const before = one.fleet.trace.length
      expect(await settlesDrain(one)).toMatchObject([
        { ok: false, problem: expect.stringContaining('is in the hands of another console') as string },
      ])
      expect(one.fleet.trace).toHaveLength(before)
      expect(one.lock.holderOf('shop.production')).toMatchObject({ lock: 'console2' })
      await two.service.tell(other.rollout, { kind: 'revoke', reason: 'not now' }, 'ann')
      await two.drive(other.rollout, ({ lock }) => lock === undefined)
      expect(await settlesDrain(one)).toMatchObject([{ ok: true }])
      await turns()
      expect(one.lock.holderOf('shop.production')).toBeUndefined()
    })

    it('breaks the lock of a console that is gone only when told so, and says it where the debt is settled', async () => {
      const { one, two } = await twoConsoles()
      two.service.dispose()
      one.clock.advance(400_000)
      const [settled] = await settlesDrain(one)
      expect(settled).toMatchObject({ ok: false, error: { code: 'lock.stale', details: { lock: 'console2' } } })
      const lock = { kind: 'break', lock: 'console2', reason: 'laptop lost' }
      expect(await settlesDrain(one, { lock })).toMatchObject([{ ok: true }])
      const debts = Object.values(one.service.look(asRolloutId('rollout1')).state.debts)
      expect(debts.find(({ id }) => id === 'rollout1.web-01.drain.1')?.how).toBe(
        'admit was confirmed, after the lock of ann on console2.example.com was broken: laptop lost',
      )
    })

    it('goes without a lock that cannot be asked for only when told so', async () => {
      const { one } = await twoConsoles()
      one.lock.isReachable = false
      expect(await settlesDrain(one)).toMatchObject([
        { ok: false, problem: expect.stringContaining('which cannot be asked') as string },
      ])
      const lock = { kind: 'without', reason: 'web-01 is on fire' }
      expect(await settlesDrain(one, { lock })).toMatchObject([{ ok: true }])
    })

    it('keeps the lock that its own rollout holds', async () => {
      const { harness, rollout } = await owing('verify', spec())
      expect(await settlesDrain(harness)).toMatchObject([{ ok: true }])
      await turns()
      expect(harness.lock.holderOf('shop.production')).toMatchObject({ lock: 'console1', rollout })
    })

    it('gives the lock back that it took while its own rollout has lost it', async () => {
      const { harness, rollout } = await owing('verify', spec())
      harness.lock.locks.clear()
      await harness.service.tell(rollout, { kind: 'lose-lock', lock: 'console1', reason: 'gone' }, 'console')
      expect(await settlesDrain(harness)).toMatchObject([{ ok: true }])
      await turns()
      expect(harness.lock.holderOf('shop.production')).toBeUndefined()
    })

    it('has the lock for each of several debts, however slowly it is given back', async () => {
      const { one, two, other } = await twoConsoles()
      await two.service.tell(other.rollout, { kind: 'revoke', reason: 'not now' }, 'ann')
      await two.drive(other.rollout, ({ lock }) => lock === undefined)
      const release = one.lock.release.bind(one.lock)
      one.lock.release = async (...of) => {
        await turns(5)
        await release(...of)
      }
      one.lock.trace.length = 0
      expect((await one.settle(['web-01'])).map(({ ok }) => ok)).toEqual([true, true])
      await turns(20)
      const own = one.lock.trace.filter((entry) => entry.startsWith('console1'))
      expect(own).toEqual(['console1 take', 'console1 release', 'console1 take', 'console1 release'])
    })
  })
})
