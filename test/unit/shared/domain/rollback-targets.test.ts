import { describe, expect, it } from 'vitest'
import { rollbackTargets } from '../../../../src/shared/domain/rollback-targets'
import { bringTo, failAt, startedRun, stepOf, web } from '../../../helpers/rollout-steps'

describe('rollbackTargets', () => {
  it('takes in hosts that were switched, or are out or muted, and no others', () => {
    const run = startedRun({ batches: [4, 1], strategy: { stopWhenFailuresExceed: { batch: 4, rollout: 4 } } })
    failAt(run, 1, 'verify')
    bringTo(run, 2, 'mute')
    failAt(run, 3, 'fetch')
    run.finish(stepOf(run, 4)!, { outcome: 'ok', durationMs: 1, facts: { version: '1.1.0', digest: 'd2' } })
    const { targets, without } = rollbackTargets(run.state)
    expect([...targets]).toEqual([
      [web(1), { version: '1.0.0', digest: 'd1' }],
      [web(2), { version: '1.0.0', digest: 'd1' }],
    ])
    expect(without).toEqual([])
  })

  it('names changed hosts that ran nothing before', () => {
    const run = startedRun({ batches: [1] })
    run.finish(stepOf(run, 1)!, { outcome: 'ok', durationMs: 1, facts: {} })
    run.runToRest()
    expect(rollbackTargets(run.state)).toEqual({ targets: new Map(), without: [web(1)] })
  })

  it('goes by the first precheck, whatever a later one found', () => {
    const run = startedRun({ batches: [1] })
    failAt(run, 1, 'verify')
    run.tell({ kind: 'retry' })
    run.finish(stepOf(run, 1)!, { outcome: 'ok', durationMs: 1, facts: { version: '1.1.0' } })
    expect(rollbackTargets(run.state).targets.get(web(1))).toMatchObject({ version: '1.0.0' })
  })
})
