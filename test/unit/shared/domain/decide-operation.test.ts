import { describe, expect, it } from 'vitest'
import { asDebtId, asRolloutId } from '../../../../src/shared/domain/ids'
import { openDebts, servingOf } from '../../../../src/shared/domain/rollout-state'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { allSteps, bringTo, debtsOf, failAt, startedRun, stepOf, web } from '../../../helpers/rollout-steps'
import { RolloutSimulation } from '../../../helpers/rollout-simulation'

const hand = { kind: 'brake', cause: 'hand', reason: 'wait' } as const
const back = { kind: 'roll-back', by: asRolloutId('r2'), reason: 'slow' } as const
const kindsOf = (events: unknown) => (events as { kind: string }[]).map(({ kind }) => kind)

/** Rollouts in every place they can be in. */
const places: Readonly<Record<string, () => RolloutSimulation>> = {
  gate: () => new RolloutSimulation(settingsFixture({ batches: [2, 2], lifecycle: allSteps })),
  batch: () => startedRun(),
  soak: () => {
    const run = startedRun({ batches: [1, 1], strategy: { soak: '5s' } })
    while (run.steps().length > 0) run.ok(run.steps()[0]!)
    return run
  },
  pause: () => {
    const run = startedRun({ batches: [1, 1], strategy: { pause: '5s' } })
    while (run.steps().length > 0) run.ok(run.steps()[0]!)
    return run
  },
  undoing: () => {
    const run = startedRun()
    bringTo(run, 1, 'quiet')
    run.tell(hand)
    run.ok(stepOf(run, 1)!)
    run.tell({ kind: 'resume' })
    return run
  },
  finished: () => {
    const run = startedRun({ batches: [1] })
    run.runToRest()
    return run
  },
}

describe('brake and resume', () => {
  it('work wherever a rollout is, except when it is over, and lead to the same end', () => {
    for (const [place, make] of Object.entries(places)) {
      const run = make()
      if (place === 'finished') {
        expect([run.tell(hand), run.tell({ kind: 'resume' })]).toEqual(['rollout.finished', 'rollout.finished'])
        continue
      }
      expect([place, kindsOf(run.tell(hand))[0]]).toEqual([place, 'brake-pulled'])
      expect([place, run.tell(hand)]).toEqual([place, []])
      run.runToRest()
      expect([place, kindsOf(run.tell({ kind: 'resume' }))[0]]).toEqual([place, 'brake-released'])
      expect([place, run.tell({ kind: 'resume' })]).toEqual([place, 'rollout.not-braked'])
      for (let round = 0; run.state.result === undefined && round < 5; round += 1) {
        run.runToRest()
        run.sign()
      }
      expect([place, run.state.result, openDebts(run.state)]).toEqual([place, 'succeeded', []])
    }
  })

  it('keep the first cause, which is the one that people need to see', () => {
    const run = startedRun()
    run.tell({ kind: 'brake', cause: 'soak', reason: 'web-01 went bad' })
    run.tell(hand)
    expect(run.state.brake).toMatchObject({ cause: 'soak', reason: 'web-01 went bad', by: 'ann' })
  })

  it('let a brake during an undo change nothing about it', () => {
    const run = places['undoing']!()
    run.tell(hand)
    run.runToRest()
    expect(run.state.hosts[web(1)]).toMatchObject({ status: 'pending', isServing: true, isMuted: false })
  })

  it('go on behind a batch that is settled with failures, which then count as accepted', () => {
    const run = startedRun({ batches: [2, 2] })
    failAt(run, 1, 'verify')
    run.runToRest()
    run.tell({ kind: 'resume' })
    run.runToRest()
    expect(run.state.acceptedFailures).toEqual([web(1)])
    expect(run.state.batches[1]?.finishedAtMs).toBeDefined()
  })
})

describe('retry', () => {
  it('has nothing to do where nobody failed and nobody was kept from starting', () => {
    for (const place of ['gate', 'soak', 'pause', 'batch']) {
      expect([place, places[place]!().tell({ kind: 'retry' })]).toEqual([place, 'rollout.nothing-to-retry'])
    }
    expect(places['finished']!().tell({ kind: 'retry' })).toBe('rollout.finished')
  })

  it('takes failed and never-started hosts of all batches that have begun, and nothing else', () => {
    const run = startedRun({ batches: [2, 2] })
    failAt(run, 1, 'precheck')
    run.runToRest()
    run.tell({ kind: 'resume' })
    run.runToRest()
    run.sign()
    failAt(run, 3, 'precheck')
    run.runToRest()
    expect(run.state.hosts[web(4)]).toMatchObject({ status: 'resting' })
    run.tell({ kind: 'retry' })
    expect(run.steps().map(({ host, step }) => `${host} ${step}`)).toEqual([
      'web-01 precheck',
      'web-03 precheck',
      'web-04 fetch',
    ])
    expect(run.state.brake).toBeUndefined()
  })

  it('is refused twice in a row: what it took is on its way', () => {
    const run = startedRun({ batches: [1] })
    failAt(run, 1, 'precheck')
    run.tell({ kind: 'retry' })
    expect(run.tell({ kind: 'retry' })).toBe('rollout.nothing-to-retry')
  })

  it('is refused while a revocation waits for hosts', () => {
    const run = startedRun({ strategy: { stopWhenFailuresExceed: { batch: 1, rollout: 1 } } })
    failAt(run, 2, 'precheck')
    bringTo(run, 1, 'restart')
    run.tell({ kind: 'revoke', reason: 'wrong' })
    expect(run.tell({ kind: 'retry' })).toBe('rollout.nothing-to-retry')
    expect(run.tell({ kind: 'resume' })).toBe('rollout.not-braked')
  })

  it('keeps a gate shut while its hosts are on their way', () => {
    const run = startedRun({ batches: [2, 1], strategy: { stopWhenFailuresExceed: { batch: 1, rollout: 1 } } })
    failAt(run, 1, 'precheck')
    run.runToRest()
    run.tell({ kind: 'retry' })
    expect(run.sign()).toBe('rollout.hosts-in-flight')
    run.runToRest()
    expect(run.sign()).not.toBeTypeOf('string')
  })
})

describe('revoke', () => {
  it('ends a rollout at once where nobody is on the way, braked or not', () => {
    for (const place of ['gate', 'soak', 'pause']) {
      for (const isBraked of [false, true]) {
        const run = places[place]!()
        if (isBraked) run.tell(hand)
        run.tell({ kind: 'revoke', reason: 'wrong' })
        expect([place, isBraked, run.state.result]).toEqual([place, isBraked, 'revoked'])
      }
    }
  })

  it('needs a reason, is told once, and is refused when all is over', () => {
    const run = startedRun()
    expect(run.tell({ kind: 'revoke', reason: ' ' })).toBe('gate.reason-missing')
    bringTo(run, 1, 'restart')
    run.tell({ kind: 'revoke', reason: 'wrong' })
    expect(run.tell({ kind: 'revoke', reason: 'again' })).toEqual([])
    run.runToRest()
    expect(run.state.hosts[web(1)]).toMatchObject({ status: 'succeeded' })
    expect(run.state.result).toBe('revoked')
    expect(run.tell({ kind: 'revoke', reason: 'again' })).toBe('rollout.finished')
  })

  it('lets a host that fails on its last way stay out with its debts', () => {
    const run = startedRun()
    bringTo(run, 1, 'restart')
    run.tell({ kind: 'revoke', reason: 'wrong' })
    failAt(run, 1, 'verify')
    run.runToRest()
    expect(run.state.result).toBe('revoked')
    expect(debtsOf(run, 1)).toEqual(['drain', 'mute'])
  })
})

describe('exclude', () => {
  it('takes hosts that rest, wait or failed, and no host on its way', () => {
    const run = startedRun()
    const leave = (n: number) => run.tell({ kind: 'exclude', host: web(n), reason: 'dying' })
    expect(leave(1)).toBe('rollout.host-busy')
    expect(leave(9)).toBe('rollout.unknown-host')
    expect(kindsOf(leave(3))).toEqual(['host-excluded'])
    expect(leave(3)).toBe('rollout.host-busy')
    expect(places['finished']!().tell({ kind: 'exclude', host: web(1), reason: 'x' })).toBe('rollout.finished')
  })

  it('keeps the debts of a failed host in sight', () => {
    const run = startedRun({ batches: [1] })
    failAt(run, 1, 'verify')
    run.tell({ kind: 'exclude', host: web(1), reason: 'dying' })
    run.tell({ kind: 'resume' })
    expect(run.state.result).toBe('succeeded')
    expect(openDebts(run.state).map(({ kind }) => kind)).toEqual(['mute', 'drain'])
  })
})

describe('roll-back', () => {
  it('ends a rollout wherever nobody is on the way, and blocks its release', () => {
    for (const place of ['gate', 'soak', 'pause']) {
      const events = places[place]!().tell(back)
      expect([place, kindsOf(events)]).toEqual([place, ['release-blocked', 'rolled-back', 'rollout-finished']])
    }
    expect(kindsOf(places['finished']!().tell(back))).toEqual(['release-blocked', 'rolled-back'])
    expect(places['batch']!().tell(back)).toBe('rollout.hosts-in-flight')
    expect(places['undoing']!().tell(back)).toBe('rollout.hosts-in-flight')
  })

  it('does not block what a rollback had put back', () => {
    const settings = { ...settingsFixture({ batches: [1] }), type: 'rollback' as const }
    expect(kindsOf(new RolloutSimulation(settings).tell(back))).toEqual(['rolled-back', 'rollout-finished'])
  })
})

describe('settle-debt', () => {
  const settle = (run: RolloutSimulation, n: number, isConfirmed: boolean) => {
    const debt = run.state.hosts[web(n)]?.debts.drain ?? asDebtId('none')
    return run.tell({ kind: 'settle-debt', debt, how: 'made up', isConfirmed })
  }

  it('counts a host as serving again when that was shown, not when somebody says so', () => {
    for (const [isConfirmed, serving] of [
      [true, 4],
      [false, 3],
    ] as const) {
      const run = startedRun()
      failAt(run, 1, 'verify')
      settle(run, 1, isConfirmed)
      expect(servingOf(run.state)).toBe(serving)
      expect(debtsOf(run, 1)).toEqual(['mute'])
    }
  })

  it('works after the end, and once', () => {
    const run = startedRun({ batches: [1] })
    failAt(run, 1, 'unmute')
    const debt = run.state.hosts[web(1)]!.debts.mute!
    run.tell({ kind: 'settle-debt', debt, how: 'made up' })
    expect(openDebts(run.state)).toEqual([])
    expect(run.tell({ kind: 'settle-debt', debt, how: 'made up' })).toEqual([])
    expect(run.tell({ kind: 'settle-debt', debt: asDebtId('unknown'), how: 'made up' })).toEqual([])
  })
})

describe('what is found to have been given back', () => {
  const find = (run: RolloutSimulation) => {
    const debt = run.state.hosts[web(1)]?.debts.drain ?? asDebtId('none')
    return run.tell({ kind: 'settle-debt', debt, how: 'made up', isConfirmed: true, isFound: true })
  }

  it('settles the debt of a host that is tried again, before it is taken out anew', () => {
    const run = startedRun()
    failAt(run, 1, 'verify')
    run.tell({ kind: 'retry' })
    expect(run.tell({ kind: 'settle-debt', debt: run.state.hosts[web(1)]!.debts.drain!, how: 'made up' })).toBe(
      'rollout.debt-in-use',
    )
    expect(kindsOf(find(run))).toEqual(['debt-settled'])
    expect(run.state.hosts[web(1)]).toMatchObject({ isServing: true, whenStarted: { isServing: true } })
  })

  it('says nothing of a host that is being taken out: its rollout gives it back', () => {
    const run = startedRun()
    failAt(run, 1, 'verify')
    run.tell({ kind: 'retry' })
    bringTo(run, 1, 'drain')
    expect(find(run)).toEqual([])
    const about = { debt: asDebtId('r0.web-01.drain.1'), host: web(1), debtKind: 'drain' } as const
    expect(run.tell({ kind: 'report-given-back', ...about })).toEqual([])
  })

  it('is known to a rollout that has begun with the host, as of the time it began', () => {
    const run = startedRun({ down: [1] })
    expect(run.state.hosts[web(1)]).toMatchObject({ isServing: false, whenStarted: { isServing: false } })
    const about = { debt: asDebtId('r0.web-01.drain.1'), host: web(1), debtKind: 'drain' } as const
    expect(kindsOf(run.tell({ kind: 'report-given-back', ...about }))).toEqual(['host-given-back'])
    expect(run.state.hosts[web(1)]).toMatchObject({ isServing: true, whenStarted: { isServing: true } })
  })
})

describe('start-settling and fail-settling', () => {
  it('keep who tried it, what ran last on the host and why it is still owed', () => {
    const run = startedRun()
    failAt(run, 1, 'verify')
    const debt = run.state.hosts[web(1)]!.debts.drain!
    expect(kindsOf(run.tell({ kind: 'start-settling', debt, attempt: 70 }, 'bob'))).toEqual(['settling-started'])
    expect(run.state.debts[debt]?.settling).toMatchObject({ by: 'bob', attempt: 70 })
    expect(run.state.debts[debt]?.settling).not.toHaveProperty('problem')
    run.tell({ kind: 'fail-settling', debt, reason: 'admit failed' }, 'bob')
    expect(run.state.debts[debt]?.settling).toMatchObject({ by: 'bob', attempt: 70, problem: 'admit failed' })
    run.tell({ kind: 'start-settling', debt, attempt: 90 }, 'cas')
    expect(run.state.debts[debt]?.settling).toMatchObject({ by: 'cas', attempt: 90 })
    expect(openDebts(run.state).map(({ id }) => id)).toContain(debt)
    expect(servingOf(run.state)).toBe(3)
  })

  it('keep a failure before anything ran on the host', () => {
    const run = startedRun({ batches: [1] })
    failAt(run, 1, 'unmute')
    const debt = run.state.hosts[web(1)]!.debts.mute!
    run.tell({ kind: 'fail-settling', debt, reason: 'no route' })
    expect(run.state.debts[debt]?.settling).toMatchObject({ problem: 'no route' })
    expect(run.state.debts[debt]?.settling).not.toHaveProperty('attempt')
  })

  it('say nothing of a debt that is settled, and nothing begins on a host that is on its way', () => {
    const run = startedRun()
    failAt(run, 1, 'verify')
    const debt = run.state.hosts[web(1)]!.debts.drain!
    run.tell({ kind: 'retry' })
    expect(run.tell({ kind: 'start-settling', debt, attempt: 70 })).toBe('rollout.debt-in-use')
    run.tell({ kind: 'settle-debt', debt: run.state.hosts[web(1)]!.debts.drain!, how: 'made up' })
    const unknown = asDebtId('unknown')
    expect(run.tell({ kind: 'start-settling', debt: unknown, attempt: 70 })).toEqual([])
    expect(run.tell({ kind: 'fail-settling', debt: unknown, reason: '' })).toEqual([])
  })
})

describe('report-restart', () => {
  it('names the attempts that were under way, and says nothing where there were none', () => {
    const run = startedRun({ batches: [2] })
    bringTo(run, 1, 'drain')
    expect(run.tell({ kind: 'report-restart' })).toEqual([
      {
        kind: 'console-restarted',
        interrupted: [
          { host: web(1), step: 'drain', attempt: 1 },
          { host: web(2), step: 'precheck', attempt: 1 },
        ],
      },
    ])
    expect(places['gate']!().tell({ kind: 'report-restart' })).toEqual([])
  })
})
