import { describe, expect, it } from 'vitest'
import { isValueGood, itemStatus, splitLink, viewSignOff } from '../../../../../src/renderer/features/launch/gate-model'
import { waitingGate, type RolloutState } from '../../../../../src/shared/domain/rollout-state'
import { settingsFixture } from '../../../../helpers/rollout-fixture'
import { RolloutSimulation } from '../../../../helpers/rollout-simulation'

const items = [
  { id: 'told', kind: 'tick', ask: 'Told' },
  { id: 'change', kind: 'value', ask: 'Change', pattern: '^CHG-' },
  { id: 'rate', kind: 'command', ask: 'Rate', run: 'rate', blocking: false },
  { id: 'up', kind: 'http', ask: 'Up', url: 'http://127.0.0.1/' },
]

const newRun = (signOff: object = {}) =>
  new RolloutSimulation(settingsFixture({ batches: [2], gates: { beforeLaunch: items }, strategy: { signOff } }))

function view(state: RolloutState, person: string) {
  const gate = waitingGate(state)!
  const template = state.settings.gates.find(({ id }) => id === gate.id)!
  return {
    ...viewSignOff(state, gate, template.items, person),
    items: template.items.map((item) => itemStatus(gate, item)),
  }
}

const answerAll = (run: RolloutSimulation) => {
  run.tell({ kind: 'answer', item: 'told', answer: true })
  run.tell({ kind: 'answer', item: 'change', answer: 'CHG-1' })
}
const check = (run: RolloutSimulation, item: string, holds: boolean) =>
  run.tell({ kind: 'record-check', gate: 'before-launch', item, holds, evidence: '' }, 'console')

describe('viewSignOff', () => {
  it('counts what is open, of blocking items only', () => {
    const run = newRun()
    expect(view(run.state, 'bob')).toMatchObject({
      items: ['unanswered', 'unanswered', 'checking', 'checking'],
      hindrance: { kind: 'items', unanswered: 2, failing: 0, checking: 1 },
    })
    answerAll(run)
    check(run, 'up', false)
    expect(view(run.state, 'bob').hindrance).toEqual({ kind: 'items', unanswered: 0, failing: 1, checking: 0 })
    run.tell({ kind: 'waive', item: 'up', reason: 'known' })
    expect(view(run.state, 'bob')).toMatchObject({ items: ['answered', 'answered', 'checking', 'waived'], missing: 1 })
    expect(view(run.state, 'bob').hindrance).toBeUndefined()
  })

  it('lets a second person sign, not the first one again and not the starter', () => {
    const run = newRun({ approvers: 2, notBy: 'starter' })
    answerAll(run)
    check(run, 'up', true)
    check(run, 'rate', true)
    expect(view(run.state, 'ann').hindrance).toEqual({ kind: 'starter' })
    run.tell({ kind: 'sign', facts: {} }, 'bob')
    expect(view(run.state, 'bob')).toMatchObject({ approvers: 2, missing: 1, hindrance: { kind: 'signed' } })
    expect(view(run.state, 'cat').hindrance).toBeUndefined()
  })

  it('names the brake before anything else', () => {
    const run = newRun()
    run.tell({ kind: 'brake', cause: 'hand', reason: 'wait' })
    expect(view(run.state, 'bob').hindrance).toEqual({ kind: 'braked' })
  })
})

describe('isValueGood', () => {
  it.each([
    [undefined, ' ', false],
    [undefined, 'x', true],
    ['^CHG-[0-9]+$', 'CHG-7', true],
    ['^CHG-[0-9]+$', 'chg', false],
  ])('pattern %s, value "%s": %s', (pattern, value, isGood) => expect(isValueGood(pattern, value)).toBe(isGood))
})

describe('splitLink', () => {
  it.each([
    ['INC-2031', { before: 'INC-2031', after: '' }],
    ['see https://wiki/inc-1, please', { before: 'see ', url: 'https://wiki/inc-1,', after: ' please' }],
    ['(https://wiki/a)', { before: '(', url: 'https://wiki/a', after: ')' }],
    ['javascript:alert(1)', { before: 'javascript:alert(1)', after: '' }],
  ])('%s', (text, split) => expect(splitLink(text)).toEqual(split))
})
