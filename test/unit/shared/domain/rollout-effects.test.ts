import { describe, expect, it } from 'vitest'
import { effectsOf } from '../../../../src/shared/domain/rollout-effects'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { bringTo, failAt, startedRun, stepOf, web } from '../../../helpers/rollout-steps'
import { RolloutSimulation } from '../../../helpers/rollout-simulation'

const keysOf = (run: RolloutSimulation) => effectsOf(run.state).map(({ key }) => key)

describe('effectsOf', () => {
  it('are the checks that have no result while a gate waits', () => {
    const check = { id: 'lag', ask: 'Lag?', kind: 'command', run: 'lag' }
    const items = [check, { ...check, id: 'errors' }, { id: 'told', ask: 'Told?', kind: 'tick' }]
    const run = new RolloutSimulation(settingsFixture({ batches: [1], gates: { beforeLaunch: items } }))
    expect(keysOf(run)).toEqual(['before-launch/lag', 'before-launch/errors'])
    const [effect] = effectsOf(run.state)
    if (effect?.kind === 'check-item') {
      run.tell({ kind: 'record-check', gate: effect.gate, item: 'lag', holds: false, evidence: '' })
    }
    expect(keysOf(run)).toEqual(['before-launch/errors'])
  })

  it('are the steps under way, each with its attempt, its purpose and its time', () => {
    const run = startedRun()
    expect(effectsOf(run.state)).toEqual([
      { kind: 'run-step', key: 'web-01/precheck.1', host: web(1), step: 'precheck', attempt: 1, purpose: 'forward' },
      { kind: 'run-step', key: 'web-02/precheck.1', host: web(2), step: 'precheck', attempt: 1, purpose: 'forward' },
    ])
    run.fail(bringTo(run, 1, 'drain'))
    expect(stepOf(run, 1)).toMatchObject({ key: 'web-01/admit.1', purpose: 'undo' })
    run.fail(stepOf(run, 2)!, false)
    expect(stepOf(run, 2)).toMatchObject({ key: 'web-02/precheck.2', notBeforeMs: run.nowMs + 1_000 })
  })

  it('are the waits of soaks and pauses, braked or not, until the end', () => {
    const run = startedRun({ batches: [1, 1], strategy: { soak: '5s', pause: '7s' } })
    while (run.steps().length > 0) run.ok(run.steps()[0]!)
    const untilMs = run.nowMs + 5_000
    const soak = { kind: 'wait', key: 'soak/1', station: 'soak', batch: 1, untilMs, durationMs: 5_000 }
    expect(effectsOf(run.state)).toEqual([soak])
    run.tell({ kind: 'brake', cause: 'hand', reason: 'x' })
    expect(effectsOf(run.state)).toEqual([soak])
    run.passTime()
    run.tell({ kind: 'resume' })
    expect(keysOf(run)).toEqual(['pause/1'])
    run.tell({ kind: 'revoke', reason: 'x' })
    expect(effectsOf(run.state)).toEqual([])
  })

  it('are none for hosts that rest or failed', () => {
    const run = startedRun()
    failAt(run, 1, 'verify')
    run.runToRest()
    expect(effectsOf(run.state)).toEqual([])
  })

  it('are the same for the same state, however often they are asked for', () => {
    const run = startedRun()
    expect(effectsOf(run.state)).toEqual(effectsOf(structuredClone(run.state)))
    expect(effectsOf(run.state)[0]).toBe(effectsOf(run.state)[0])
  })
})
