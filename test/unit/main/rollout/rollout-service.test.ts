import { describe, expect, it } from 'vitest'
import { verifyJournal } from '../../../../src/main/db/verify-journal'
import { asRolloutId } from '../../../../src/shared/domain/ids'
import { openDebts, waitingGate } from '../../../../src/shared/domain/rollout-state'
import { AppError } from '../../../../src/shared/errors/app-error'
import { turns } from '../../../helpers/fake-clock'
import { specFixture } from '../../../helpers/rollout-fixture'
import { allSteps, web } from '../../../helpers/rollout-steps'
import { ServiceHarness, isAtRest } from '../../../helpers/service-harness'

const running = ({ result }: { result?: unknown }) => result !== undefined
const codeOf = (error: unknown) => (error instanceof AppError ? error.code : String(error))
const refusal = (work: Promise<unknown>) => work.then(() => 'done', codeOf)

/** A rollout whose third host fails to verify, at rest. */
async function braked() {
  const harness = new ServiceHarness()
  harness.fleet.script = ({ host, step }) => (host === web(3) && step === 'verify' ? { exitCode: 1 } : undefined)
  const { rollout } = await harness.start()
  await harness.drive(rollout, isAtRest)
  harness.fleet.script = () => undefined
  return { harness, rollout }
}

describe('start', () => {
  it('looks at the hosts, plans, and stands before the first gate', async () => {
    const harness = new ServiceHarness()
    harness.fleet.unreachable.set('web-04', 'refused')
    const runner = await harness.start()
    expect(waitingGate(runner.state)?.id).toBe('before-launch')
    expect(runner.state.settings.hosts.map(({ isServing }) => isServing)).toEqual([true, true, true, false])
    expect(harness.book.findOpen('shop', 'production')).toMatchObject({ rollout: runner.rollout })
    expect(harness.releases.find('shop', '1.1.0')).toMatchObject({ version: '1.1.0' })
  })

  it('leads to success', async () => {
    const harness = new ServiceHarness()
    const { rollout } = await harness.start()
    expect((await harness.drive(rollout, running)).result).toBe('succeeded')
    expect(verifyJournal(harness.db, rollout)).toMatchObject({ ok: true })
  })

  it('takes up none any more once it lets go of them', async () => {
    const harness = new ServiceHarness()
    const { rollout } = await harness.start()
    harness.service.dispose()
    expect(() => harness.service.runner(rollout)).toThrow(expect.objectContaining({ code: 'rollout.detached' }))
    expect(harness.service.look(rollout).state.result).toBeUndefined()
  })

  it('refuses a second rollout of a cluster, also when both began to look at the same time', async () => {
    const harness = new ServiceHarness()
    harness.onSurvey = () => turns(3)
    const both = await Promise.all([refusal(harness.start()), refusal(harness.start('1.2.0'))])
    expect(both.toSorted()).toEqual(['done', 'rollout.cluster-busy'])
    expect(await refusal(harness.start('1.3.0'))).toBe('rollout.cluster-busy')
    const [open, ...others] = harness.book.list({})
    expect(others).toEqual([])
    await expect(harness.start('1.3.0')).rejects.toThrow(
      `shop in production has rollout ${open?.rollout} in progress (release of ${open?.version}).`,
    )
  })

  it('leaves hosts out, and leaves nothing behind when one of them does not exist', async () => {
    const harness = new ServiceHarness()
    expect(await refusal(harness.start('1.1.0', { exclude: ['web-02', 'web-99'] }))).toBe('rollout.no-such-host')
    expect(harness.book.list({})).toEqual([])
    const { state } = await harness.start('1.1.0', { exclude: ['web-02'], reason: 'dying' })
    expect(state.hosts[web(2)]).toMatchObject({ status: 'excluded', excludedBecause: 'dying' })
  })

  it('freezes a strategy of its own, and keeps the notes with the release', async () => {
    const harness = new ServiceHarness()
    const strategy = { batches: [1], signOff: { approvers: 2 } }
    const { state } = await harness.start('1.1.0', { strategy, notes: 'faster' })
    expect(state.settings.strategy).toMatchObject({ batches: [{ hosts: 1 }], signOff: { approvers: 2 } })
    expect(state.settings.plan.batches).toHaveLength(4)
    expect(harness.releases.list('shop')).toMatchObject([{ version: '1.1.0', notes: 'faster' }])
    expect(harness.inventory.findApp('shop')?.environments[0]?.strategy.signOff).toBeUndefined()
    expect(await refusal(harness.start('1.1.0', { strategy: { batches: 'x' } }))).toBe('plan.bad-strategy')
  })

  it('refuses what is not known', async () => {
    const harness = new ServiceHarness()
    expect(await refusal(harness.start('1.1.0', { app: 'shp' }))).toBe('rollout.app-unknown')
    expect(await refusal(harness.start('1.1.0', { environment: 'prod' }))).toBe('rollout.environment-unknown')
  })
})

describe('a blocked release', () => {
  const blockedHarness = async () => {
    const { harness, rollout } = await braked()
    const { rollout: back } = await harness.during(harness.service.rollBack(rollout, 'ann', 'slow'))
    await harness.drive(back, running)
    return harness
  }

  it('needs to be unblocked, with a reason', async () => {
    const harness = await blockedHarness()
    expect(await refusal(harness.start())).toBe('release.blocked')
    expect(await refusal(harness.start('1.1.0', { unblock: true, reason: ' ' }))).toBe('gate.reason-missing')
    await harness.start('1.1.0', { unblock: true, reason: 'fixed' })
    expect(harness.releases.find('shop', '1.1.0')?.blocked).toBeUndefined()
  })

  it('stays blocked when the start that would unblock it is refused', async () => {
    const harness = await blockedHarness()
    await harness.start('1.2.0')
    expect(await refusal(harness.start('1.1.0', { unblock: true, reason: 'fixed' }))).toBe('rollout.cluster-busy')
    expect(harness.releases.find('shop', '1.1.0')?.blocked).toMatchObject({ reason: 'slow' })
  })
})

describe('rollBack', () => {
  it('ends the rollout, puts every changed host back and settles what was owed for it', async () => {
    const { harness, rollout } = await braked()
    expect(openDebts(harness.service.runner(rollout).state)).toHaveLength(2)
    const { rollout: back, state } = await harness.during(harness.service.rollBack(rollout, 'bob', 'slow'))
    expect(state.settings).toMatchObject({ type: 'rollback', rollsBack: rollout, version: '1.0.0', startedBy: 'bob' })
    expect((await harness.drive(back, running)).result).toBe('succeeded')
    await turns()
    expect(harness.service.runner(rollout).state).toMatchObject({ result: 'failed', rolledBackBy: back })
    expect([...harness.fleet.versions.values()]).toEqual(['1.0.0', '1.0.0', '1.0.0', '1.0.0'])
    expect(harness.book.listOpenDebts({})).toEqual([])
    expect([harness.fleet.serving.size, harness.fleet.muted.size]).toEqual([4, 0])
  })

  it('brakes first where hosts are on their way, and waits for them', async () => {
    const harness = new ServiceHarness()
    const { rollout } = await harness.start()
    await harness.drive(rollout, ({ hosts }) => hosts[web(1)]?.step === 'restart')
    const rolling = harness.service.rollBack(rollout, 'ann', 'slow')
    await harness.drive(rollout, running)
    const { state } = await harness.during(rolling)
    expect(Object.keys(state.hosts)).toEqual(expect.arrayContaining([web(1)]))
    expect(harness.service.runner(rollout).state.brake).toMatchObject({ reason: 'about to roll back' })
  })

  it('is stored with its new rollout or not at all', async () => {
    const { harness, rollout } = await braked()
    // the old rollout is written first; the new one is refused in the same transaction
    harness.db.exec(`CREATE TRIGGER no_more BEFORE INSERT ON rollouts BEGIN SELECT RAISE(ABORT, 'no more'); END`)
    await expect(harness.during(harness.service.rollBack(rollout, 'ann', 'slow'))).rejects.toThrow('no more')
    harness.db.exec('DROP TRIGGER no_more')
    harness.restart()
    expect(harness.service.runner(rollout).state).toMatchObject({ brake: { cause: 'budget' } })
    expect(harness.service.runner(rollout).state.rolledBackBy).toBeUndefined()
    expect(harness.releases.find('shop', '1.1.0')?.blocked).toBeUndefined()
    const { rollout: back } = await harness.during(harness.service.rollBack(rollout, 'ann', 'slow'))
    expect(harness.book.findOpen('shop', 'production')).toMatchObject({ rollout: back })
  })

  it('goes on after a console that ended right behind it', async () => {
    const { harness, rollout } = await braked()
    const { rollout: back } = await harness.during(harness.service.rollBack(rollout, 'ann', 'slow'))
    harness.restart()
    expect((await harness.drive(back, running)).result).toBe('succeeded')
    await turns()
    expect(harness.book.listOpenDebts({})).toEqual([])
  })

  it('takes in hosts that were changed while it looked at the cluster', async () => {
    const harness = new ServiceHarness()
    const { rollout } = await harness.start()
    await harness.drive(rollout, (state) => waitingGate(state)?.id === 'before-batch-2')
    harness.onSurvey = async () => {
      harness.onSurvey = () => Promise.resolve()
      await harness.service.sign(rollout, 'ann')
      await harness.drive(rollout, ({ hosts }) => hosts[web(3)]?.step === 'restart')
      await harness.service.tell(rollout, { kind: 'brake', cause: 'hand', reason: 'wait' }, 'ann')
      await harness.drive(rollout, isAtRest)
    }
    const { state } = await harness.during(harness.service.rollBack(rollout, 'ann', 'slow'))
    expect(Object.keys(state.hosts)).toContain(web(3))
  })

  it('twice at the same time makes one rollback', async () => {
    const { harness, rollout } = await braked()
    harness.onSurvey = () => turns(3)
    const twice = await Promise.all([
      refusal(harness.during(harness.service.rollBack(rollout, 'ann', 'slow'))),
      refusal(harness.during(harness.service.rollBack(rollout, 'bob', 'slower'))),
    ])
    expect(twice.toSorted()).toEqual(['done', 'rollout.cluster-busy'])
    const [back] = harness.book.list({ isOpen: true })
    expect(harness.service.runner(rollout).state.rolledBackBy).toBe(back?.rollout)
  })

  it('says which hosts it cannot put back, and is refused where it could put back none', async () => {
    const harness = new ServiceHarness()
    harness.fleet.versions.set(web(1), '')
    const { rollout } = await harness.start()
    await harness.drive(rollout, running)
    const { state } = await harness.during(harness.service.rollBack(rollout, 'ann', 'slow'))
    expect(Object.keys(state.hosts)).not.toContain(web(1))
    expect(state.settings.plan.warnings).toMatchObject([
      { code: 'no-target', message: expect.stringMatching(/^web-01 /) as string },
    ])
    await harness.service.tell(state.settings.rollout, { kind: 'revoke', reason: 'x' }, 'ann')
    const untouched = await harness.start('1.2.0')
    expect(await refusal(harness.during(harness.service.rollBack(untouched.rollout, 'ann', 'x')))).toBe(
      'rollout.nothing-to-roll-back',
    )
    expect(untouched.state.result).toBeUndefined()
  })

  it('needs a reason', async () => {
    const { harness, rollout } = await braked()
    expect(await refusal(harness.service.rollBack(rollout, 'ann', '  '))).toBe('gate.reason-missing')
  })

  it('of an app without a package brings the version before with the app’s own command', async () => {
    const spec = specFixture({
      hosts: 1,
      lifecycle: { ...allSteps, fetch: { run: 'bring {version}' }, restart: { run: 'up' } },
    })
    const { package: _, ...bare } = spec
    const harness = new ServiceHarness(bare)
    const { rollout } = await harness.start()
    await harness.drive(rollout, running)
    const { rollout: back } = await harness.during(harness.service.rollBack(rollout, 'ann', 'slow'))
    expect((await harness.drive(back, running)).result).toBe('succeeded')
    expect([...harness.fleet.runs.keys()]).toContain('web-01 fetch')
  })
})

describe('recover', () => {
  it('takes up the open rollouts, also when the journal of one cannot be read', async () => {
    const harness = new ServiceHarness()
    const { rollout } = await harness.start()
    const other = specFixture({ hosts: 1 })
    harness.inventory.saveApp({ ...other, app: 'shop2' })
    const { rollout: second } = await harness.start('1.1.0', { app: 'shop2' })
    const triggers = harness.db.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'",
    )
    for (const { name } of triggers.all() as { name: string }[]) harness.db.exec(`DROP TRIGGER ${name}`)
    harness.db.prepare('UPDATE journal SET kind = ? WHERE rollout = ? AND seq = 2').run('nonsense', rollout)
    harness.restart()
    expect(harness.service.runner(second).state.result).toBeUndefined()
    expect(() => harness.service.runner(rollout)).toThrow(/nonsense/)
  })
})

describe('debts of earlier rollouts', () => {
  /** A rollout that was revoked with its first host out and muted. */
  const withDebts = async () => {
    const harness = new ServiceHarness()
    harness.fleet.script = ({ host, step }) => (host === web(1) && step === 'verify' ? { exitCode: 1 } : undefined)
    const { rollout } = await harness.start()
    await harness.drive(rollout, isAtRest)
    await harness.service.tell(rollout, { kind: 'revoke', reason: 'wrong' }, 'ann')
    harness.fleet.script = () => undefined
    harness.clock.advance(1_000)
    return { harness, rollout }
  }
  const owed = (harness: ServiceHarness) =>
    harness.book
      .listOpenDebts({})
      .map(({ rollout, host, kind }) => `${rollout} ${host} ${kind}`)
      .toSorted()

  it('are settled in their own journal when a later one gives back what they owe', async () => {
    const { harness, rollout } = await withDebts()
    expect(owed(harness)).toEqual(['rollout1 web-01 drain', 'rollout1 web-01 mute'])
    const next = await harness.start('1.2.0')
    expect(next.state.hosts[web(1)]).toMatchObject({ isServing: false, isMuted: true })
    await harness.drive(next.rollout, running)
    await turns()
    expect(owed(harness)).toEqual([])
    const { state } = harness.service.runner(rollout)
    const debts = Object.values(state.debts).filter(({ host }) => host === web(1))
    expect(debts.map(({ kind, how }) => [kind, how])).toEqual([
      ['mute', 'unmute was confirmed in rollout rollout2'],
      ['drain', 'admit was confirmed in rollout rollout2'],
    ])
  })

  it('are not settled by a drain that was refused', async () => {
    const { harness } = await withDebts()
    const next = await harness.start('1.2.0')
    await harness.drive(next.rollout, ({ hosts }) => hosts[web(1)]?.step === 'drain')
    const attempt = { host: web(1), step: 'drain', attempt: 1 } as const
    const result = { outcome: 'failed', durationMs: 1, refused: 'traffic', reason: 'made up' } as const
    await harness.during(next.tell({ kind: 'step-result', ...attempt, result }, 'console'))
    await harness.drive(next.rollout, isAtRest)
    expect(owed(harness)).toContain('rollout1 web-01 drain')
  })

  it('that are settled late do not settle those of a rollout that began since', async () => {
    const { harness } = await withDebts()
    const next = await harness.start('1.2.0')
    harness.fleet.script = ({ host, step }) => (host === web(1) && step === 'verify' ? { exitCode: 1 } : undefined)
    await harness.drive(next.rollout, isAtRest)
    await harness.settle(['rollout1.web-01.drain.1'], { byHand: true, reason: 'made up' })
    await turns()
    expect(owed(harness)).toEqual(['rollout1 web-01 mute', 'rollout2 web-01 drain', 'rollout2 web-01 mute'])
  })

  it('are settled by the next console when the one before ended in between', async () => {
    const { harness } = await withDebts()
    const next = await harness.start('1.2.0')
    // nobody hears of the earlier rollout's debts any more
    const listOpenDebts = harness.book.listOpenDebts.bind(harness.book)
    harness.book.listOpenDebts = () => []
    await harness.drive(next.rollout, running)
    harness.book.listOpenDebts = listOpenDebts
    expect(owed(harness)).toEqual(['rollout1 web-01 drain', 'rollout1 web-01 mute'])
    harness.restart()
    await turns()
    expect(owed(harness)).toEqual([])
  })
})

describe('find', () => {
  it('takes an id, a unique beginning, or the latest', async () => {
    const harness = new ServiceHarness()
    const first = await harness.start()
    await first.tell({ kind: 'revoke', reason: 'x' }, 'ann')
    harness.clock.advance(1_000)
    await harness.start()
    const { service } = harness
    expect([service.find('latest'), service.find('rollout1')]).toEqual(['rollout2', 'rollout1'])
    expect(() => service.find('roll')).toThrow(/several rollouts: rollout2, rollout1/)
    expect(() => service.find('x')).toThrow(/No rollout matches/)
    expect(() => service.runner(asRolloutId('none'))).toThrow(/No rollout matches/)
  })
})

describe('expectedMs', () => {
  it('goes by the last rollout that succeeded', async () => {
    const harness = new ServiceHarness()
    const first = await harness.start()
    expect(await harness.service.expectedMs(first.state)).toBeUndefined()
    await harness.drive(first.rollout, running)
    harness.clock.advance(1_000)
    const second = await harness.start('1.2.0')
    expect(await harness.service.expectedMs(second.state)).toBeGreaterThanOrEqual(0)
  })
})
