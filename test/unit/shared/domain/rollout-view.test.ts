import { describe, expect, it } from 'vitest'
import { phaseOf, projectRollout } from '../../../../src/shared/domain/rollout-view'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { bringTo, failAt, startedRun, web } from '../../../helpers/rollout-steps'
import { RolloutSimulation } from '../../../helpers/rollout-simulation'

const hand = { kind: 'brake', cause: 'hand', reason: 'wait' } as const

describe('phaseOf', () => {
  it('says in a word where a rollout is', () => {
    const run = startedRun({ batches: [1, 1], strategy: { soak: '5s', pause: '5s' } })
    const phases = [phaseOf(new RolloutSimulation(settingsFixture({ batches: [1] })).state), phaseOf(run.state)]
    while (run.steps().length > 0) run.ok(run.steps()[0]!)
    phases.push(phaseOf(run.state))
    run.passTime()
    phases.push(phaseOf(run.state))
    run.tell(hand)
    phases.push(phaseOf(run.state))
    run.tell({ kind: 'resume' })
    run.passTime()
    run.sign()
    bringTo(run, 2, 'restart')
    run.tell({ kind: 'revoke', reason: 'x' })
    phases.push(phaseOf(run.state))
    run.runToRest()
    phases.push(phaseOf(run.state))
    expect(phases).toEqual(['waiting', 'running', 'soaking', 'pausing', 'braked', 'revoking', 'revoked'])
  })
})

describe('projectRollout', () => {
  it('shows batches, hosts and steps with versions before and after', () => {
    const run = startedRun()
    run.runToRest()
    const view = projectRollout(run.state, run.nowMs, 60_000)
    expect(view).toMatchObject({
      rollout: 'r1',
      state: 'waiting',
      position: 'waiting at the gate before batch 2',
      waitingFor: 'before-batch-2',
      serving: 4,
      lowestServing: 2,
      openDebts: 0,
      expectedMs: 60_000,
      failures: [],
      batches: [
        { index: 1, kind: 'batch', state: 'finished', settled: 2, failed: 0 },
        { index: 2, state: 'pending', settled: 0 },
      ],
    })
    const [host] = view.batches[0]?.hosts ?? []
    expect(host).toMatchObject({ name: 'web-01', state: 'succeeded', versionBefore: '1.0.0', versionAfter: '1.1.0' })
    expect(host?.steps.map(({ step, state, attempts }) => `${step} ${state} ${attempts}`)).toEqual([
      ...['precheck ok 1', 'fetch ok 1', 'mute ok 1', 'drain ok 1', 'quiet ok 1', 'restart ok 1', 'verify ok 1'],
      ...['admit ok 1', 'unmute ok 1'],
    ])
    expect(host?.steps[0]).toMatchObject({ exitCode: 0, durationMs: 5 })
  })

  it('shows failures with their reason, and what is owed for them', () => {
    const run = startedRun()
    failAt(run, 1, 'verify')
    run.runToRest()
    expect(projectRollout(run.state, run.nowMs)).toMatchObject({
      state: 'braked',
      brake: { cause: 'budget' },
      openDebts: 2,
      failures: [{ host: web(1), step: 'verify', code: 'step.failed', reason: 'made up' }],
      batches: [{ state: 'running', failed: 1 }, {}],
    })
  })

  it('shows gates with their items, who signed, and what keeps one shut', () => {
    const items = [
      { id: 'told', ask: 'Told?', kind: 'tick', why: 'INC-7' },
      { id: 'lag', ask: 'Lag?', kind: 'command', run: 'lag' },
    ]
    const run = new RolloutSimulation(settingsFixture({ batches: [1], gates: { beforeLaunch: items } }))
    run.tell({ kind: 'record-check', gate: 'before-launch', item: 'lag', holds: false, evidence: '9 s' })
    const [gate] = projectRollout(run.state, run.nowMs).gates
    expect(gate).toMatchObject({
      gate: 'before-launch',
      state: 'waiting',
      items: [
        { id: 'told', why: 'INC-7', isAutomatic: false, isBlocking: true, open: 'is not answered' },
        { id: 'lag', isAutomatic: true, check: { holds: false, evidence: '9 s' }, open: '9 s' },
      ],
      signOffs: [],
    })
    run.tell({ kind: 'answer', item: 'told', answer: true })
    run.tell({ kind: 'waive', item: 'lag', reason: 'night' })
    run.tell({ kind: 'sign', facts: {} })
    const [open] = projectRollout(run.state, run.nowMs).gates
    expect(open).toMatchObject({ state: 'open', signOffs: [{ by: 'ann', record: { waivers: { lag: 'night' } } }] })
    expect(open?.items.map((item) => item.open)).toEqual([undefined, undefined])
  })
})
