import { describe, expect, it } from 'vitest'
import { waitingGate } from '../../../../src/shared/domain/rollout-state'
import { bringTo, failAt, startedRun, stepOf, web } from '../../../helpers/rollout-steps'
import type { RolloutSimulation } from '../../../helpers/rollout-simulation'

const budgetOf = (batch: number | string, rollout: number | string) => ({
  strategy: { stopWhenFailuresExceed: { batch, rollout } },
})
const hand = { kind: 'brake', cause: 'hand', reason: 'wait' } as const
const skip = (run: RolloutSimulation, n: number) =>
  run.finish(stepOf(run, n)!, { outcome: 'ok', durationMs: 1, facts: { version: '1.1.0', digest: 'd2' } })

describe('the budgets', () => {
  it('stop a batch when its failures exceed its own, and name hosts, steps and the number', () => {
    const run = startedRun({ batches: [10], ...budgetOf('10%', 5) })
    failAt(run, 1, 'verify')
    expect(run.state.brake).toBeUndefined()
    failAt(run, 2, 'precheck')
    expect(run.state.brake).toMatchObject({
      cause: 'budget',
      reason: 'web-01 (verify), web-02 (precheck) failed; stops when failures exceed 1',
    })
  })

  it('stop the run when the failures of all batches exceed its own', () => {
    const run = startedRun({ batches: [3, 3], ...budgetOf(1, 1) })
    failAt(run, 1, 'precheck')
    run.runToRest()
    run.sign()
    failAt(run, 4, 'verify')
    expect(run.state.brake?.reason).toBe('web-01 (precheck), web-04 (verify) failed; stops when failures exceed 1')
  })

  it('go by the hosts of the plan, so that leaving some out does not change the number that people were told', () => {
    const run = startedRun({ batches: [10], ...budgetOf('20%', '20%') })
    run.tell(hand)
    for (const n of [1, 2, 3]) run.ok(stepOf(run, n)!)
    for (const n of [1, 2, 3]) run.tell({ kind: 'exclude', host: web(n), reason: 'made up' })
    run.tell({ kind: 'resume' })
    for (const n of [4, 5]) failAt(run, n, 'precheck')
    expect(run.state.brake).toBeUndefined()
    failAt(run, 6, 'precheck')
    expect(run.state.brake?.reason).toMatch(/stops when failures exceed 2$/)
  })

  it('always stop at a batch in which every host that was tried failed', () => {
    const run = startedRun({ batches: [3], ...budgetOf(3, 3) })
    skip(run, 1)
    failAt(run, 2, 'precheck')
    expect(run.state.brake).toBeUndefined()
    failAt(run, 3, 'precheck')
    expect(run.state.brake?.reason).toBe(
      'web-02 (precheck), web-03 (precheck) failed; a batch in which every host failed always stops',
    )
  })

  it('stop at such a batch although somebody went on from the first of its failures', () => {
    const run = startedRun({ batches: [2], ...budgetOf(1, 1) })
    failAt(run, 1, 'precheck')
    run.tell(hand)
    run.tell({ kind: 'resume' })
    failAt(run, 2, 'verify')
    expect(run.state.brake?.reason).toBe('web-02 (verify) failed; a batch in which every host failed always stops')
  })

  it('do not count failures again that somebody went on from', () => {
    const run = startedRun({ batches: [4], ...budgetOf(0, 0) })
    failAt(run, 1, 'precheck')
    run.runToRest()
    run.tell({ kind: 'resume' })
    expect(run.state.brake).toBeUndefined()
    failAt(run, 2, 'fetch')
    expect(run.state.brake?.reason).toBe('web-02 (fetch) failed; stops when failures exceed 0')
  })

  it('count the failure of a retried host, also at a gate and after its first failure was accepted', () => {
    const run = startedRun({ batches: [2, 2] })
    failAt(run, 1, 'precheck')
    run.runToRest()
    run.tell({ kind: 'resume' })
    run.runToRest()
    expect(waitingGate(run.state)?.id).toBe('before-batch-2')
    run.tell({ kind: 'retry' })
    failAt(run, 1, 'verify')
    expect(run.state.brake).toMatchObject({ cause: 'budget' })
    expect(run.sign()).toBe('rollout.braked')
    run.tell({ kind: 'resume' })
    expect(waitingGate(run.state)?.id).toBe('before-batch-2')
    expect(run.sign()).not.toBeTypeOf('string')
  })

  it('name a few of many hosts', () => {
    const run = startedRun({ batches: [8], ...budgetOf(6, 6) })
    for (const n of [1, 2, 3, 4, 5, 6, 7]) failAt(run, n, 'precheck')
    expect(run.state.brake?.reason).toMatch(/^web-01 \(precheck\), .*web-05 \(precheck\) and 2 more failed; /)
  })

  it('stop after a canary that failed', () => {
    const run = startedRun({ batches: [1, 3], hasCanary: true, strategy: { canary: { hosts: 1, soak: '10s' } } })
    failAt(run, 1, 'verify')
    expect(run.state.brake?.reason).toMatch(/a batch in which every host failed always stops/)
    run.tell({ kind: 'resume' })
    expect(run.state.batches[0]?.finishedAtMs).toBeDefined()
  })
})

describe('a batch', () => {
  it('of hosts that were all left out is over at once', () => {
    const run = startedRun({ batches: [1, 2] })
    for (const n of [2, 3]) run.tell({ kind: 'exclude', host: web(n), reason: 'made up' })
    run.runToRest()
    run.sign()
    expect(run.state.result).toBe('succeeded')
  })

  it('is not over while a host rests or was sent back', () => {
    const run = startedRun({ batches: [2] })
    bringTo(run, 1, 'fetch')
    run.tell(hand)
    run.runToRest()
    expect(run.state.batches[1]?.finishedAtMs).toBeUndefined()
    expect(run.state.result).toBeUndefined()
  })

  it('waits for a host of an earlier batch before the rollout ends', () => {
    const run = startedRun({ batches: [2, 1], ...budgetOf(1, 1) })
    failAt(run, 1, 'precheck')
    run.runToRest()
    run.sign()
    run.tell({ kind: 'retry' })
    while (stepOf(run, 3)) run.ok(stepOf(run, 3)!)
    expect(run.state.result).toBeUndefined()
    run.runToRest()
    expect(run.state.result).toBe('succeeded')
  })
})
