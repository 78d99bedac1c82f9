import { describe, expect, it } from 'vitest'
import { hostsInFlight } from '../../../../src/shared/domain/rollout-state'
import { specFixture } from '../../../helpers/rollout-fixture'
import { allSteps } from '../../../helpers/rollout-steps'
import { isAtRest, ServiceHarness } from '../../../helpers/service-harness'
import { turns } from '../../../helpers/fake-clock'

const expiryMs = 300_000
const spec = () => specFixture({ hosts: 4, lifecycle: allSteps, strategy: { batches: [2] }, lock: {} })

/** Two consoles with data folders of their own over the same hosts, and a clock that both look at. */
function twoConsoles() {
  const one = new ServiceHarness(spec())
  return { one, two: new ServiceHarness(spec(), one) }
}

const kindsOf = (harness: ServiceHarness, rollout: string) =>
  harness.store.read(rollout as never).map(({ event }) => event.kind)

describe('RolloutLocks', () => {
  it('lets one console release to a cluster, and tells the other who holds it until it is over', async () => {
    const { one, two } = twoConsoles()
    const { rollout } = await one.start()
    await expect(two.start()).rejects.toMatchObject({
      code: 'lock.held',
      details: { by: 'ann', machine: 'console1.example.com', rollout },
    })
    expect(two.book.list({})).toEqual([])
    await one.drive(rollout, ({ result, lock }) => result !== undefined && lock === undefined)
    expect(one.lock.holderOf('shop.production')).toBeUndefined()
    expect(kindsOf(one, rollout)).toEqual(expect.arrayContaining(['lock-taken', 'lock-released']))
    expect((await two.start('1.2.0')).state.lock).toEqual({ kind: 'held', lock: 'console2' })
  })

  it('is no conflict for the console that ended and comes again, nor for its rollback', async () => {
    const { one } = twoConsoles()
    const { rollout } = await one.start()
    await one.drive(rollout, (state) => hostsInFlight(state).length > 0)
    one.restart()
    await one.drive(rollout, ({ batches }) => batches[1]?.finishedAtMs !== undefined)
    const undo = await one.during(one.service.rollBack(rollout, 'ann', 'bad'))
    expect(one.lock.holderOf('shop.production')).toMatchObject({ lock: 'console1', rollout: undo.rollout })
    expect(one.service.look(rollout).state).toMatchObject({ result: 'failed' })
    await one.drive(undo.rollout, ({ result, lock }) => result === 'succeeded' && lock === undefined)
    expect(one.lock.holderOf('shop.production')).toBeUndefined()
  })

  it('gives signs of life, and gives back what an earlier console of the folder left', async () => {
    const { one, two } = twoConsoles()
    const { rollout } = await one.start()
    for (let i = 0; i < 40; i += 1) {
      one.clock.advance(expiryMs / 10)
      await turns(10)
    }
    await expect(two.start()).rejects.toMatchObject({ code: 'lock.held' })
    one.lock.isReachable = false
    await one.during(one.service.tell(rollout, { kind: 'revoke', reason: 'superseded' }, 'ann'))
    one.lock.isReachable = true
    one.restart()
    await turns(50)
    expect(one.lock.holderOf('shop.production')).toBeUndefined()
  })

  it('gives signs of life as well while a debt is settled, however long that takes', async () => {
    const { one, two } = twoConsoles()
    const { rollout } = await one.start()
    await one.during(one.service.tell(rollout, { kind: 'revoke', reason: 'superseded' }, 'ann'))
    await one.drive(rollout, ({ lock }) => lock === undefined)
    const subject = { rollout, app: 'shop', environment: 'production' }
    const settling = one.service.whileSettling(subject, 'ann', undefined, async () => {
      for (let i = 0; i < 40; i += 1) {
        one.clock.advance(expiryMs / 10)
        await turns(10)
      }
      await expect(two.start()).rejects.toMatchObject({ code: 'lock.held' })
    })
    await one.during(settling)
    await turns(20)
    expect(one.lock.holderOf('shop.production')).toBeUndefined()
  })

  it('is not given back while a sign of life is under way, which could outlive it', async () => {
    const { one } = twoConsoles()
    const { rollout } = await one.start()
    const answer = Promise.withResolvers<void>()
    one.lock.answersRenew = answer.promise
    one.clock.advance(expiryMs / 5)
    await turns(10)
    await one.during(one.service.tell(rollout, { kind: 'revoke', reason: 'superseded' }, 'ann'))
    await turns(10)
    expect(one.lock.trace.slice(-1)).toEqual(['console1 renew'])
    answer.resolve()
    await turns(20)
    expect(one.lock.trace.slice(-1)).toEqual(['console1 release'])
    expect(one.lock.holderOf('shop.production')).toBeUndefined()
  })

  it('is broken with a reason that is recorded; the former owner notices before it begins anything, and brakes', async () => {
    const { one, two } = twoConsoles()
    const { rollout } = await one.start()
    one.service.dispose()
    one.clock.advance(expiryMs + 1_000)
    const error = (await two.start().catch((refusal: unknown) => refusal)) as { details: { lock: string } }
    expect(error).toMatchObject({ code: 'lock.stale', details: { by: 'ann', lock: 'console1' } })
    const choice = { kind: 'break', lock: error.details.lock, reason: 'ann is on holiday' } as const
    await expect(two.start('1.1.0', { lock: { ...choice, reason: ' ' } })).rejects.toThrow('A reason is needed')
    const broken = await two.start('1.1.0', { lock: choice })
    expect(two.store.read(broken.rollout)[1]?.event).toMatchObject({
      kind: 'lock-broken',
      holder: { lock: 'console1', by: 'ann', rollout },
      silentMs: expiryMs + 1_000,
      reason: 'ann is on holiday',
    })

    one.fleet.trace.length = 0
    one.restart()
    const braked = await one.drive(rollout, isAtRest)
    expect(braked).toMatchObject({ brake: { cause: 'lock' }, lock: { kind: 'lost' } })
    expect(braked.brake?.reason).toContain(`rollout ${broken.rollout} by ann on console2.example.com`)
    expect(one.fleet.trace).toEqual([])
    await expect(one.during(one.service.goOn(rollout, 'resume', 'ann'))).rejects.toMatchObject({ code: 'lock.held' })
    await expect(one.service.tell(rollout, { kind: 'resume' }, 'ann')).rejects.toMatchObject({ code: 'lock.lost' })

    await two.drive(broken.rollout, ({ result, lock }) => result !== undefined && lock === undefined)
    await one.during(one.service.goOn(rollout, 'resume', 'ann'))
    await one.drive(rollout, ({ result }) => result === 'succeeded')
  })

  it('stops a console that slept with hosts on the way, and leaves what is out of traffic out and owed', async () => {
    const { one, two } = twoConsoles()
    const { rollout } = await one.start()
    one.fleet.latency = 10
    await one.drive(rollout, ({ hosts }) => Object.values(hosts).some(({ step }) => step === 'quiet'))
    // asleep: nothing of it moves, and its lock is broken by the other one
    one.lock.locks.delete('shop.production')
    one.clock.advance(expiryMs)
    const { hosts, brake } = await one.drive(rollout, isAtRest)
    expect(brake).toMatchObject({ cause: 'lock', reason: expect.stringContaining('gone from web-01') as string })
    const out = Object.values(hosts).filter(({ isServing }) => !isServing)
    expect(out.length).toBeGreaterThan(0)
    for (const { status, failure, debts } of out) {
      expect({ status, code: failure?.code }).toEqual({ status: 'failed', code: 'step.lock' })
      expect(debts.drain).toBeDefined()
    }
    expect([...one.fleet.runs].filter(([what]) => what.endsWith('restart'))).toEqual([])
    await one.during(one.service.goOn(rollout, 'retry', 'ann'))
    await one.drive(rollout, ({ result }) => result === 'succeeded')
    void two
  })

  it('starts nothing when the host of the lock cannot be asked, unless a person goes without it', async () => {
    const { one } = twoConsoles()
    one.lock.isReachable = false
    await expect(one.start()).rejects.toMatchObject({ code: 'lock.unreachable', details: { host: 'web-01' } })
    const runner = await one.start('1.1.0', { lock: { kind: 'without', reason: 'web-01 is gone for good' } })
    expect(runner.state.lock).toMatchObject({ kind: 'waived', by: 'ann' })
    await one.drive(runner.rollout, ({ result }) => result === 'succeeded')
  })

  it('brakes before the next batch when the host of the lock is gone, and goes on without it when a person says so', async () => {
    const { one } = twoConsoles()
    const { rollout } = await one.start()
    await one.drive(rollout, ({ batches }) => batches[1]?.finishedAtMs !== undefined)
    one.lock.isReachable = false
    one.clock.advance(5_000)
    one.fleet.trace.length = 0
    const { brake, hosts } = await one.drive(rollout, isAtRest)
    expect(brake).toMatchObject({ cause: 'lock', reason: expect.stringContaining('cannot be confirmed') as string })
    expect(Object.values(hosts).map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'pending', 'pending'])
    expect(one.fleet.trace).toEqual([])
    await expect(one.during(one.service.goOn(rollout, 'resume', 'ann'))).rejects.toMatchObject({
      code: 'lock.unreachable',
    })
    await one.during(one.service.goOn(rollout, 'resume', 'ann', { kind: 'without', reason: 'web-01 burnt' }))
    await one.drive(rollout, ({ result }) => result === 'succeeded')
  })

  it.each([
    ['is gone', 'isReachable', false, 20_000],
    ['has too much to do', 'isBusy', true, 60_000],
  ] as const)(
    'begins nothing more while the host of the lock %s, and brakes after a while',
    async (_, what, how, ms) => {
      const { one } = twoConsoles()
      const { rollout } = await one.start()
      await one.drive(rollout, ({ batches }) => batches[1]?.finishedAtMs !== undefined)
      one.lock[what] = how
      one.clock.advance(5_000)
      const fromMs = one.clock.elapsedMs()
      const { brake } = await one.drive(rollout, isAtRest)
      expect(brake).toMatchObject({ cause: 'lock' })
      expect(one.clock.elapsedMs() - fromMs).toBeGreaterThanOrEqual(ms)
      expect(one.clock.elapsedMs() - fromMs).toBeLessThan(ms + 5_000)
    },
  )

  it('leaves no lock behind when the rollout does not come about', async () => {
    const { one, two } = twoConsoles()
    await one.start()
    await expect(one.start()).rejects.toMatchObject({ code: 'rollout.cluster-busy' })
    expect(one.lock.holderOf('shop.production')).toBeDefined()
    await expect(two.start('1.1.0', { exclude: ['nobody'] })).rejects.toMatchObject({ code: 'rollout.no-such-host' })
    expect(one.lock.trace.filter((entry) => entry.startsWith('console2'))).toEqual([])
  })
})
