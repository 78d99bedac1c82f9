import { describe, expect, it } from 'vitest'
import { checklistItem } from '../../../../src/shared/domain/checklist'
import { mergeChecklists, type ChecklistScope } from '../../../../src/shared/domain/checklist-merge'

const tick = (id: string, ask: string) => checklistItem.parse({ id, ask, kind: 'tick' })
const template = (scope: ChecklistScope, ...ids: string[]) => {
  return { scope, name: 'any', gate: 'beforeLaunch', items: ids.map((id) => tick(id, scope)) } as const
}
const asked = (gates: ReturnType<typeof mergeChecklists>) =>
  gates.beforeLaunch?.map(({ id, ask }) => `${id} by ${ask}`).join(', ')

describe('mergeChecklists', () => {
  it('asks from the general to the particular, whatever the order it is given them', () => {
    const templates = [template('app', 'c'), template('tier', 'a'), template('environment', 'b')]
    const own = { beforeLaunch: [tick('d', 'itself')] }
    expect(asked(mergeChecklists(own, templates))).toBe('a by tier, b by environment, c by app, d by itself')
  })

  it('lets the later one with the same id take the place of the earlier one', () => {
    const templates = [template('tier', 'a', 'b'), template('app', 'b', 'c')]
    expect(asked(mergeChecklists({ beforeLaunch: [tick('a', 'itself')] }, templates))).toBe(
      'a by itself, b by app, c by app',
    )
  })

  it('adds a gate that the environment does not name, and leaves off what it switched off', () => {
    const soak = { ...template('tier', 'a'), gate: 'afterSoak' } as const
    expect(mergeChecklists({}, [soak])).toEqual({ afterSoak: [tick('a', 'tier')] })
    expect(mergeChecklists({ afterSoak: 'off' }, [soak])).toEqual({ afterSoak: 'off' })
    expect(mergeChecklists({ beforeBatch: [] }, [])).toEqual({ beforeBatch: [] })
  })
})
