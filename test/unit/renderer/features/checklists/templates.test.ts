import { describe, expect, it } from 'vitest'
import type { ChecklistTemplate } from '../../../../../src/shared/domain/checklist-merge'
import { checklistItem } from '../../../../../src/shared/domain/checklist'
import { proposeRemovals } from '../../../../../src/renderer/features/checklists/proposals'
import { starterIds, starterItem } from '../../../../../src/renderer/features/checklists/starters'
import { writeItem } from '../../../../../src/renderer/features/checklists/item-form'
import {
  keyOf,
  placeOf,
  placeOfKey,
  readTemplate,
  resolveGate,
  sortPlaces,
} from '../../../../../src/renderer/features/checklists/templates'

const tick = (id: string, ask = id) => checklistItem.parse({ kind: 'tick', id, ask })
const template = (scope: ChecklistTemplate['scope'], ...ids: readonly string[]): ChecklistTemplate => ({
  scope,
  name: 'any',
  gate: 'beforeBatch',
  items: ids.map((id) => tick(id, `${scope} ${id}`)),
})

describe('resolveGate', () => {
  it('says which source an item comes from and which ones lose', () => {
    const own = { beforeBatch: [tick('on-call', 'file on-call'), tick('own')] }
    const templates = [
      template('app', 'on-call'),
      template('tier', 'on-call', 'change'),
      template('environment', 'change'),
    ]
    const resolved = resolveGate(own, templates, 'beforeBatch')
    expect(resolved?.map(({ item: { ask }, source, over }) => [ask, source, over])).toEqual([
      ['file on-call', 'file', ['tier', 'app']],
      ['environment change', 'environment', ['tier']],
      ['own', 'file', []],
    ])
  })
  it('asks nothing at a gate that is switched off', () => {
    expect(resolveGate({ afterSoak: 'off' }, [], 'afterSoak')).toBeUndefined()
    expect(resolveGate({}, [template('app', 'a')], 'beforeLaunch')).toEqual([])
  })
})

describe('readTemplate', () => {
  it('leaves out what is not legal', () => {
    const stored = {
      scope: 'app',
      name: 'shop',
      gate: 'beforeBatch',
      items: [{ kind: 'tick', id: 'a', ask: 'A' }, {}],
    } as const
    expect(readTemplate({ ...stored, items: [...stored.items] }).items).toEqual([tick('a', 'A')])
  })
})

describe('placeOf', () => {
  it('keeps nothing else of a template', () => {
    expect(placeOf({ ...template('app', 'a'), name: 'shop' })).toEqual({
      scope: 'app',
      name: 'shop',
      gate: 'beforeBatch',
    })
  })
})

describe('placeOfKey', () => {
  it('reads back what keyOf wrote', () => {
    const place = { scope: 'tier', name: '1"', gate: 'afterSoak' } as const
    expect(placeOfKey(keyOf(place))).toEqual(place)
  })
  it.each([['['], ['[]'], ['["team","a","beforeBatch"]'], ['["tier","","beforeBatch"]'], ['null']])(
    'takes %s for none',
    (key) => {
      expect(placeOfKey(key)).toBeUndefined()
    },
  )
})

describe('sortPlaces', () => {
  it('orders by scope, name and gate', () => {
    const places = [
      { scope: 'app', name: 'a', gate: 'beforeLaunch' },
      { scope: 'tier', name: '10', gate: 'beforeLaunch' },
      { scope: 'tier', name: '2', gate: 'beforeBatch' },
      { scope: 'tier', name: '2', gate: 'beforeLaunch' },
    ] as const
    expect(sortPlaces(places).map(({ name, gate }) => `${name} ${gate}`)).toEqual([
      '2 beforeLaunch',
      '2 beforeBatch',
      '10 beforeLaunch',
      'a beforeLaunch',
    ])
  })
})

describe('proposeRemovals', () => {
  it('names items that were asked often and never were in the way', () => {
    const stats = [
      { item: 'useless', gates: 20, stopped: 0, waived: 0 },
      { item: 'young', gates: 19, stopped: 0, waived: 0 },
      { item: 'useful', gates: 400, stopped: 1, waived: 0 },
      { item: 'waived', gates: 40, stopped: 1, waived: 1 },
    ]
    expect([...proposeRemovals(stats)]).toEqual(['useless'])
  })
})

describe('starterItem', () => {
  it('is legal as it stands', () => {
    for (const id of starterIds) {
      expect(checklistItem.safeParse(writeItem(starterItem(id, { ask: 'A', why: 'B' }))).success).toBe(true)
    }
  })
  it('takes change numbers and nothing else', () => {
    const { pattern } = starterItem('change-number', { ask: 'A', why: '' })
    expect(['OPS-123', 'CHG0012345', 'later'].map((text) => new RegExp(pattern).test(text))).toEqual([
      true,
      true,
      false,
    ])
  })
})
