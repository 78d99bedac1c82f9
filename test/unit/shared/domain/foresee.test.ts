import { describe, expect, it } from 'vitest'
import {
  foreseeExclusion,
  foreseeResume,
  foreseeRetry,
  foreseeRevoke,
  foreseeRollback,
} from '../../../../src/shared/domain/foresee'
import { failAt, startedRun, web } from '../../../helpers/rollout-steps'

const context = { actor: 'ann', atMs: 1_000_000 }

/** Two batches of two; web-01 has failed, which no budget allows, and web-02 rests at its last safe point or goes on. */
function brakedRun() {
  const run = startedRun()
  failAt(run, 1, 'verify')
  run.runToRest()
  return run
}

describe('foreseeRetry', () => {
  it('names the failed hosts and those that never started', () => {
    const { state } = brakedRun()
    expect(foreseeRetry(state, context)).toMatchObject({ kind: 'allowed', failed: [web(1)], onlyAdmitted: [] })
  })

  it('tells hosts that only go back into traffic', () => {
    const run = startedRun()
    failAt(run, 1, 'admit')
    expect(foreseeRetry(run.state, context)).toMatchObject({ failed: [web(1)], onlyAdmitted: [web(1)] })
  })

  it('tells hosts that the brake kept from starting', () => {
    const run = startedRun()
    run.tell({ kind: 'brake', cause: 'hand', reason: 'wait' })
    run.runToRest()
    const foreseen = foreseeRetry(run.state, context)
    expect(foreseen).toMatchObject({ kind: 'allowed', failed: [], neverStarted: [web(1), web(2)] })
  })

  it('is refused with nothing to retry', () => {
    const run = startedRun()
    expect(foreseeRetry(run.state, context)).toMatchObject({ kind: 'refused', code: 'rollout.nothing-to-retry' })
  })
})

describe('foreseeResume', () => {
  it('tells where it goes on and who stays failed', () => {
    const { state } = brakedRun()
    expect(foreseeResume(state, context)).toMatchObject({ kind: 'allowed', stayFailed: [web(1)] })
  })

  it('is refused without a brake', () => {
    expect(foreseeResume(startedRun().state, context)).toMatchObject({ kind: 'refused', code: 'rollout.not-braked' })
  })
})

describe('foreseeRevoke', () => {
  it('counts what runs the new version, what is untouched and what stays owed', () => {
    const { state } = brakedRun()
    expect(foreseeRevoke(state, context)).toEqual({
      kind: 'allowed',
      inFlight: 0,
      onTarget: 1,
      untouched: 3,
      debts: 2,
    })
  })
})

describe('foreseeRollback', () => {
  it('counts hosts by what they go back to, in as few batches as the floor allows', () => {
    const { state } = brakedRun()
    expect(foreseeRollback(state)).toEqual({
      kind: 'allowed',
      versions: [{ version: '1.0.0', hosts: 1 }],
      hosts: 1,
      without: [],
      inFlight: 0,
      batches: 1,
      blocks: '1.1.0',
    })
  })

  it('is refused while nothing was changed', () => {
    expect(foreseeRollback(startedRun().state)).toMatchObject({ code: 'rollout.nothing-to-roll-back' })
  })
})

describe('foreseeExclusion', () => {
  it('says that a failed host stays owed and is on the new version', () => {
    const { state } = brakedRun()
    expect(foreseeExclusion(state, web(1), context)).toEqual({ kind: 'allowed', owes: true, isChanged: true })
  })

  it('is refused for a host under way', () => {
    const { state } = startedRun()
    expect(foreseeExclusion(state, web(1), context)).toMatchObject({ kind: 'refused', code: 'rollout.host-busy' })
  })
})
