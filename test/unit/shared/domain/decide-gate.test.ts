import { describe, expect, it } from 'vitest'
import type { ChecklistItem } from '../../../../src/shared/domain/checklist'
import { describePosition, openItems } from '../../../../src/shared/domain/decide-gate'
import { asGateId } from '../../../../src/shared/domain/ids'
import { effectsOf } from '../../../../src/shared/domain/rollout-effects'
import { waitingGate, type GateState } from '../../../../src/shared/domain/rollout-state'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { startedRun } from '../../../helpers/rollout-steps'
import { RolloutSimulation } from '../../../helpers/rollout-simulation'

const launch = asGateId('before-launch')
const tick = { id: 'told', ask: 'Told?', kind: 'tick' }
const value = { id: 'ticket', ask: 'Which ticket?', kind: 'value', pattern: '^CHG-\\d+$' }
const check = { id: 'errors', ask: 'Few errors?', kind: 'command', run: 'true' }
const atLaunch = (items: readonly object[], strategy: object = {}) =>
  new RolloutSimulation(settingsFixture({ batches: [1], gates: { beforeLaunch: items }, strategy }))
const gateOf = (run: RolloutSimulation) => waitingGate(run.state)?.id

describe('openItems', () => {
  const gate: GateState = { id: launch, state: 'waiting', answers: {}, waivers: {}, checks: {}, signOffs: [] }
  const automatic = { ...check, blocking: true, waivableBy: 'anyone', timeout: 1_000 } as unknown as ChecklistItem
  const shown = { ...automatic, blocking: false } as ChecklistItem
  const checked = (holds: boolean, evidence = '') => ({
    ...gate,
    checks: { errors: { holds, evidence, checkedAtMs: 1_000 } },
  })
  it.each([
    ['was not checked yet', gate, 1_000],
    ['too many', checked(false, 'too many'), 1_000],
    ['does not hold', checked(false), 1_000],
    [undefined, checked(true), 121_000],
    ['was checked too long ago', checked(true), 121_001],
    [undefined, { ...checked(false), waivers: { errors: { reason: 'x', by: 'ann', atMs: 1 } } }, 1_000],
  ])('says %s', (why, state, atMs) => {
    expect(openItems(state, [automatic], atMs).map((open) => open.why)).toEqual(why === undefined ? [] : [why])
    expect(openItems(state, [shown], atMs)).toEqual([])
  })
})

describe('answers', () => {
  it('are taken for the items of the waiting gate, and refused for what is none or is checked by the console', () => {
    const run = atLaunch([tick, value, check])
    expect(run.tell({ kind: 'answer', item: 'nothing', answer: true })).toBe('gate.unknown-item')
    expect(run.tell({ kind: 'answer', item: 'errors', answer: true })).toBe('gate.item-is-automatic')
    expect(run.tell({ kind: 'answer', item: 'ticket', answer: 'none' })).toBe('gate.bad-value')
    expect(run.tell({ kind: 'answer', item: 'ticket', answer: true })).toBe('gate.bad-value')
    run.tell({ kind: 'answer', item: 'ticket', answer: 'CHG-7' }, 'bob')
    run.tell({ kind: 'answer', item: 'told', answer: true })
    run.sign()
    expect(run.state.gates[launch]).toMatchObject({
      state: 'open',
      answers: { ticket: { answer: 'CHG-7', by: 'bob' } },
      signOffs: [
        { by: 'ann', record: { answers: { ticket: 'CHG-7', told: true }, checks: { errors: { holds: true } } } },
      ],
    })
  })

  it('are refused while no gate waits', () => {
    const run = startedRun()
    expect(run.tell({ kind: 'answer', item: 'told', answer: true })).toBe('gate.not-waiting')
    expect(run.tell({ kind: 'sign', facts: {} })).toBe('gate.not-waiting')
  })

  it('meant for a gate that has opened meanwhile are refused, and so is a second signature for it', () => {
    const run = atLaunch([], {})
    run.tell({ kind: 'sign', facts: {}, gate: launch })
    expect(gateOf(run)).toBe('before-batch-1')
    expect(run.tell({ kind: 'sign', facts: {}, gate: launch }, 'bob')).toBe('gate.moved-on')
    expect(run.tell({ kind: 'answer', item: 'told', answer: true, gate: launch })).toBe('gate.moved-on')
    expect(run.tell({ kind: 'waive', item: 'floor', reason: 'x', gate: launch })).toBe('gate.moved-on')
    expect(gateOf(run)).toBe('before-batch-1')
  })
})

describe('checks', () => {
  it('that come back late, for another gate, are dropped', () => {
    const run = atLaunch([check])
    const late = { kind: 'record-check', gate: 'before-batch-1', item: 'floor', holds: true, evidence: '' } as const
    expect(run.tell(late)).toEqual([])
  })

  it('are made again, all of them or those that are named', () => {
    const run = atLaunch([check, { ...check, id: 'lag' }])
    for (const item of ['errors', 'lag']) {
      run.tell({ kind: 'record-check', gate: launch, item, holds: true, evidence: '' })
    }
    expect(effectsOf(run.state)).toEqual([])
    run.tell({ kind: 'recheck', items: ['lag'] })
    expect(effectsOf(run.state).map(({ key }) => key)).toEqual(['before-launch/lag'])
    run.tell({ kind: 'recheck' })
    expect(effectsOf(run.state)).toHaveLength(2)
  })

  it('that do not hold keep the gate shut until they are waived with a reason, by whoever may', () => {
    const run = atLaunch([{ ...check, waivableBy: ['cleo'] }])
    run.tell({ kind: 'record-check', gate: launch, item: 'errors', holds: false, evidence: '5 %' })
    expect(run.tell({ kind: 'sign', facts: {} })).toBe('gate.items-open')
    expect(run.tell({ kind: 'waive', item: 'errors', reason: 'known' }, 'bob')).toBe('gate.not-waivable')
    run.tell({ kind: 'waive', item: 'errors', reason: 'known' }, 'cleo')
    run.tell({ kind: 'sign', facts: {} })
    const [signed] = run.state.gates[launch]?.signOffs ?? []
    expect(signed?.record).toMatchObject({ waivers: { errors: 'known' }, checks: { errors: { evidence: '5 %' } } })
  })
})

describe('signatures', () => {
  it('of two different people are needed where two are asked for, and none by the starter', () => {
    const run = atLaunch([], { signOff: { approvers: 2, notBy: 'starter' } })
    expect(run.sign('ann')).toBe('gate.not-by-starter')
    run.sign('bob')
    expect(run.sign('bob')).toBe('gate.signed-already')
    expect(gateOf(run)).toBe(launch)
    run.sign('cleo')
    expect(gateOf(run)).toBe('before-batch-1')
  })

  it('of one person, the starter too, open the gate of a rollback', () => {
    const settings = settingsFixture({ batches: [1], strategy: { signOff: { approvers: 2, notBy: 'starter' } } })
    const run = new RolloutSimulation({ ...settings, type: 'rollback' })
    run.sign('ann')
    expect(gateOf(run)).toBe('before-batch-1')
  })

  it('keep what the console saw', () => {
    const run = atLaunch([])
    run.tell({ kind: 'sign', facts: { serving: '5' } })
    expect(run.state.gates[launch]?.signOffs[0]).toMatchObject({ by: 'ann', record: { facts: { serving: '5' } } })
  })
})

describe('describePosition', () => {
  it('says in a few words where a rollout stands', () => {
    const run = startedRun({
      batches: [1, 1, 1],
      hasCanary: true,
      gates: { beforeCanary: [tick] },
      strategy: { canary: { hosts: 1, soak: '5s' }, pause: '5s' },
    })
    const seen = [describePosition(run.state)]
    const settleHosts = () => {
      while (run.steps().length > 0) run.ok(run.steps()[0]!)
      seen.push(describePosition(run.state))
    }
    run.tell({ kind: 'answer', item: 'told', answer: true })
    run.sign()
    seen.push(describePosition(run.state))
    settleHosts()
    run.passTime()
    run.sign()
    seen.push(describePosition(run.state))
    settleHosts()
    run.tell({ kind: 'brake', cause: 'hand', reason: 'lunch' })
    seen.push(describePosition(run.state))
    run.tell({ kind: 'revoke', reason: 'wrong' })
    seen.push(describePosition(run.state))
    expect(seen).toEqual([
      'waiting at the gate before canary',
      'running the canary batch',
      'soaking after the canary batch',
      'running batch 1',
      'pausing after batch 1',
      'braked (lunch)',
      'revoked',
    ])
  })
})
