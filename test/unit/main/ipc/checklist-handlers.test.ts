import { describe, expect, it } from 'vitest'
import { checkCommand } from '../../../../src/main/commands/command-template'
import { checklistHandlers } from '../../../../src/main/ipc/checklist-handlers'
import { dispatch } from '../../../../src/main/ipc/router'
import { parseChecklist, writeChecklist } from '../../../../src/main/spec/checklist-json'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { asRolloutId } from '../../../../src/shared/domain/ids'
import { isAtRest, ServiceHarness } from '../../../helpers/service-harness'

function opened() {
  const harness = new ServiceHarness()
  let changes = 0
  const handlers = checklistHandlers({
    checklists: harness.checklists,
    clock: harness.clock,
    read: (gate, items) => parseChecklist(gate, items, checkCommand),
    write: writeChecklist,
    onChange: () => void (changes += 1),
  }) as unknown as Handlers
  const ask = async (name: string, input: object) => {
    const result = await dispatch(handlers, name, input)
    return result.ok ? result.value : result.error
  }
  return { harness, ask, changes: () => changes }
}

const template = { scope: 'environment', name: 'production', gate: 'beforeLaunch' }
const told = { id: 'told', ask: 'On-call told?', kind: 'tick' }
const errors = { id: 'errors', ask: 'Few errors?', kind: 'command', run: 'rate', timeout: '5s', via: 'lb-01' }

describe('checklistHandlers', () => {
  it('keep templates as they are written, until they are empty', async () => {
    const { harness, ask, changes } = opened()
    expect(await ask('checklist:save', { ...template, items: [told, errors] })).toEqual({})
    const saved = { ...template, items: [told, errors], updatedAtMs: harness.clock.nowMs() }
    expect(await ask('checklist:list', {})).toEqual([saved])
    expect(await ask('checklist:save', { ...template, items: [] })).toEqual({})
    expect([await ask('checklist:list', {}), changes()]).toEqual([[], 2])
  })

  it.each([
    ['soon', { ...errors, timeout: 'soon' }, '[errors].timeout: "soon" is not a duration'],
    ['no question', { id: 'told', kind: 'tick' }, '[told].ask: ask is missing'],
    ['twice', told, '[told].id: "told" is named twice in this gate'],
    ['reserved', { ...told, id: 'floor' }, '[floor].id: "floor" is the id of a built-in check'],
    [
      'code',
      { ...errors, run: "sh -c 'echo {version}'" },
      '[errors].run: A command in lastmile.yml uses a placeholder',
    ],
    ['two places', { ...errors, on: 'local' }, '[errors].on: "errors" names both "via" and "on"'],
    ['no item', 'tick', 'entry 2'],
  ])('name the item and the field that is wrong: %s', async (_, item, problem) => {
    const { ask, changes } = opened()
    expect(await ask('checklist:save', { ...template, items: [told, item] })).toMatchObject({
      ...(typeof item === 'string' ? { code: 'console.bad-request' } : {}),
      ...(typeof item === 'object'
        ? { code: 'spec.checklist-invalid', message: expect.stringContaining(problem) }
        : {}),
    })
    expect(changes()).toBe(0)
  })

  it('ask at the gates of rollouts from then on, and count what became of each item', async () => {
    const { harness, ask } = opened()
    await ask('checklist:save', { ...template, items: [told] })
    await ask('checklist:save', { ...template, name: 'test', items: [{ ...told, id: 'other' }] })
    await ask('checklist:save', { ...template, gate: 'beforeRollback', items: [{ ...told, id: 'sorry' }] })
    const { rollout, state } = await harness.start()
    expect(state.settings.gates[0]?.items.map(({ id }) => id)).toEqual(['told'])
    await harness.during(harness.service.tell(rollout, { kind: 'waive', item: 'told', reason: 'he sleeps' }, 'ann'))
    const atMs = harness.clock.nowMs()
    await harness.drive(rollout, isAtRest)
    expect(await ask('checklist:stats', {})).toEqual(
      expect.arrayContaining([
        { item: 'floor', gates: 2, stopped: 0, waived: 0 },
        { item: 'told', gates: 1, stopped: 1, waived: 1, lastStoppedAtMs: atMs },
      ]),
    )
    const back = await harness.during(harness.service.rollBack(rollout, 'bob', 'slow'))
    expect(back.rollout).toBe(asRolloutId('rollout2'))
    expect(back.state.settings.gates[0]?.items.map(({ id }) => id)).toEqual(['rollback-targets-present', 'sorry'])
  })
})
