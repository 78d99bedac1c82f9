import { describe, expect, it } from 'vitest'
import { openDebts, servingOf } from '../../../../src/shared/domain/rollout-state'
import { allSteps, bringTo, debtsOf, failAt, startedRun, stepOf, web } from '../../../helpers/rollout-steps'
import type { RolloutSimulation } from '../../../helpers/rollout-simulation'

const hand = { kind: 'brake', cause: 'hand', reason: 'wait' } as const
const refusedBy = (refused: 'floor' | 'traffic') =>
  ({ outcome: 'failed', durationMs: 1, refused, reason: 'made up' }) as const
const host = (run: RolloutSimulation, n: number) => run.state.hosts[web(n)]!

/** A host that failed to verify and is on its way again. */
function retriedAfterVerify(): RolloutSimulation {
  const run = startedRun({ batches: [2] })
  failAt(run, 1, 'verify')
  run.runToRest()
  run.tell({ kind: 'retry' })
  return run
}

describe('a refused drain', () => {
  it('pulls the brake at once, and gives back what was taken before', () => {
    const run = startedRun()
    run.finish(bringTo(run, 1, 'drain'), refusedBy('traffic'))
    expect(run.state.brake).toMatchObject({ cause: 'traffic' })
    expect(debtsOf(run, 1)).toEqual(['mute'])
    run.runToRest()
    expect(host(run, 1)).toMatchObject({ status: 'pending', isServing: true, isMuted: false, debts: {} })
    expect(host(run, 1).steps.admit.attempts).toBe(0)
  })

  it('keeps the debt of an earlier attempt that may have taken the host out, until admit is confirmed', () => {
    const run = startedRun()
    run.fail(bringTo(run, 1, 'drain'), false)
    expect(stepOf(run, 1)).toMatchObject({ step: 'drain', attempt: 2 })
    run.finish(stepOf(run, 1)!, refusedBy('floor'))
    expect(debtsOf(run, 1)).toEqual(['drain', 'mute'])
    expect(stepOf(run, 1)).toMatchObject({ step: 'admit', purpose: 'undo' })
    run.runToRest()
    expect(host(run, 1)).toMatchObject({ status: 'pending', isServing: true, debts: {} })
  })

  it('neither forgets the debts of a host that was out before, nor puts what was not verified into traffic', () => {
    const run = retriedAfterVerify()
    run.finish(bringTo(run, 1, 'drain'), refusedBy('traffic'))
    run.runToRest()
    expect(host(run, 1)).toMatchObject({ status: 'pending', isServing: false, isMuted: true })
    expect(debtsOf(run, 1)).toEqual(['drain', 'mute'])
    expect(host(run, 1).steps.admit.attempts).toBe(0)
  })

  it('lets those go on that are out by right, so that a resume gets further than the time before', () => {
    const run = startedRun({ batches: [2], floor: 1 })
    bringTo(run, 1, 'quiet')
    bringTo(run, 2, 'drain')
    run.ok(stepOf(run, 2)!)
    expect(run.state.brake).toMatchObject({ cause: 'floor' })
    run.runToRest()
    expect(host(run, 1)).toMatchObject({ status: 'succeeded' })
    expect(host(run, 2)).toMatchObject({ status: 'pending', isServing: true, isMuted: false })
  })

  it('sends even those back when a host has failed as well', () => {
    const run = startedRun({ batches: [3], floor: 1, strategy: { stopWhenFailuresExceed: { batch: 1, rollout: 1 } } })
    failAt(run, 3, 'verify')
    bringTo(run, 1, 'quiet')
    bringTo(run, 2, 'drain')
    run.ok(stepOf(run, 2)!)
    run.runToRest()
    expect(host(run, 1)).toMatchObject({ status: 'pending', isServing: true })
    expect(host(run, 1).steps.restart.attempts).toBe(0)
  })
})

describe('a drain that fails', () => {
  it('counts the host as out until it is shown to be back', () => {
    const run = startedRun()
    run.fail(bringTo(run, 1, 'drain'), false)
    expect(servingOf(run.state)).toBe(3)
    run.fail(stepOf(run, 1)!)
    expect(stepOf(run, 1)).toMatchObject({ step: 'admit', purpose: 'undo' })
    run.ok(stepOf(run, 1)!)
    expect(servingOf(run.state)).toBe(4)
  })

  it('leaves a host out, muted and owing when it cannot be put back either', () => {
    const run = startedRun()
    run.fail(bringTo(run, 1, 'drain'))
    run.fail(stepOf(run, 1)!)
    expect(host(run, 1)).toMatchObject({
      status: 'failed',
      failure: { step: 'drain' },
      isServing: false,
      isMuted: true,
    })
    expect(debtsOf(run, 1)).toEqual(['drain', 'mute'])
  })
})

describe('a brake', () => {
  it('never puts a retried host into traffic that was switched but not verified', () => {
    for (const at of ['mute', 'drain', 'quiet'] as const) {
      const run = retriedAfterVerify()
      bringTo(run, 1, at)
      run.tell(hand)
      run.runToRest()
      expect(host(run, 1)).toMatchObject({ status: 'pending', isServing: false, isMuted: true })
      expect(host(run, 1).steps.admit.attempts).toBe(0)
      expect(debtsOf(run, 1)).toEqual(['drain', 'mute'])
      run.tell({ kind: 'resume' })
      run.runToRest()
      expect(run.state.result).toBe('succeeded')
      expect(openDebts(run.state)).toEqual([])
    }
  })

  it('fails a host that cannot be put back, and retries it from the beginning, not from admit', () => {
    const run = startedRun({ batches: [2] })
    bringTo(run, 1, 'quiet')
    run.tell(hand)
    run.ok(stepOf(run, 1)!)
    run.fail(stepOf(run, 1)!)
    expect(host(run, 1)).toMatchObject({
      status: 'failed',
      failure: { step: 'admit' },
      isServing: false,
      isMuted: true,
    })
    run.runToRest()
    run.tell({ kind: 'retry' })
    expect(stepOf(run, 1)).toMatchObject({ step: 'precheck' })
    run.runToRest()
    expect(host(run, 1)).toMatchObject({ status: 'succeeded' })
    expect(host(run, 1).steps.restart.attempts).toBe(1)
  })

  it('brakes when a host cannot be put back into traffic, on its way back or after it was released', () => {
    const [back, released] = [startedRun({ batches: [2] }), startedRun({ batches: [2] })]
    failAt(back, 1, 'drain')
    back.fail(stepOf(back, 1)!)
    failAt(released, 1, 'admit')
    for (const { state } of [back, released]) {
      expect(state.brake).toMatchObject({ cause: 'traffic' })
      expect(state.brake?.reason).toContain('web-01 could not be put back into traffic')
    }
    expect(host(back, 1)).toMatchObject({ status: 'failed', failure: { step: 'drain' }, isMuted: true })
    expect(debtsOf(back, 1)).toEqual(['drain', 'mute'])
  })

  it('leaves a host out that did not serve before, with the debt in sight', () => {
    const run = startedRun({ down: [1] })
    bringTo(run, 1, 'quiet')
    run.tell(hand)
    run.runToRest()
    expect(host(run, 1)).toMatchObject({ status: 'pending', isServing: false, isMuted: false })
    expect(debtsOf(run, 1)).toEqual(['drain'])
  })

  it('returns rather than fails a host whose advisory mute fails', () => {
    const run = startedRun({ lifecycle: { ...allSteps, mute: { run: 'mute', onFailure: 'advisory' } } })
    bringTo(run, 1, 'mute')
    run.tell(hand)
    run.fail(stepOf(run, 1)!)
    run.runToRest()
    expect(host(run, 1)).toMatchObject({ status: 'pending', isMuted: false, debts: {} })
  })

  it('that came off while a host was on its way back lets it start again when it is there', () => {
    const run = startedRun({ batches: [1, 1] })
    failAt(run, 1, 'quiet')
    run.tell({ kind: 'resume' })
    run.tell({ kind: 'retry' })
    bringTo(run, 1, 'drain')
    run.tell(hand)
    run.ok(stepOf(run, 1)!)
    expect(host(run, 1).status).toBe('undoing')
    run.tell({ kind: 'resume' })
    run.ok(stepOf(run, 1)!)
    run.ok(stepOf(run, 1)!)
    expect(stepOf(run, 1)).toMatchObject({ step: 'precheck', purpose: 'forward' })
  })
})

describe('a result that nobody waits for', () => {
  it('changes nothing: an old attempt, a second report, a host that was failed', () => {
    const run = startedRun()
    const first = bringTo(run, 1, 'fetch')
    run.fail(first, false)
    expect(run.tell({ ...first, kind: 'step-result', result: { outcome: 'ok', durationMs: 1 } })).toEqual([])
    failAt(run, 1, 'verify')
    const late = { host: web(1), step: 'verify', attempt: 1, result: { outcome: 'ok', durationMs: 1 } } as const
    expect(run.tell({ kind: 'step-result', ...late })).toEqual([])
  })
})

describe('an unmute that is not configured', () => {
  it('ends no silence', () => {
    const run = startedRun({ batches: [1], lifecycle: {} })
    const muted = { ...host(run, 1), isMuted: true }
    run.state = { ...run.state, hosts: { ...run.state.hosts, [web(1)]: muted } }
    run.runToRest()
    expect(host(run, 1)).toMatchObject({ status: 'succeeded', isMuted: true })
  })
})

describe('a brake for the traffic layer', () => {
  it('is pulled by a step that could not reach it, and the host is undone', () => {
    const run = startedRun()
    run.finish(bringTo(run, 1, 'drain'), { outcome: 'failed', durationMs: 1, isFinal: true, brake: 'traffic' })
    expect(run.state.brake).toMatchObject({ cause: 'traffic', reason: 'the traffic layer did not answer' })
    expect(stepOf(run, 1)).toMatchObject({ step: 'admit', purpose: 'undo' })
  })
})

describe('a host that is muted again', () => {
  it('owes the same debt, with its new end', () => {
    const run = startedRun()
    failAt(run, 1, 'verify')
    const muteOf = () => Object.values(run.state.debts).filter(({ host, kind }) => host === web(1) && kind === 'mute')
    const [before] = muteOf()
    run.nowMs += 7_200_000
    run.tell({ kind: 'retry' })
    bringTo(run, 1, 'drain')
    expect(muteOf()).toEqual([{ ...before, expiresAtMs: expect.any(Number) }])
    expect(muteOf()[0]!.expiresAtMs).toBeGreaterThanOrEqual((before?.expiresAtMs ?? 0) + 7_200_000)
  })
})
