import { describe, expect, it } from 'vitest'
import { canWaive, checklistItem, isAutomatic } from '../../../../src/shared/domain/checklist'

const tick = { id: 'told', kind: 'tick', ask: 'Support was told' }

describe('checklistItem', () => {
  it('blocks, and may be waived by anyone, unless it says otherwise', () => {
    expect(checklistItem.parse(tick)).toStrictEqual({ ...tick, blocking: true, waivableBy: 'anyone' })
  })

  it.each([
    ['an id with spaces', { ...tick, id: 'Told Them' }],
    ['an unknown kind', { ...tick, kind: 'guess' }],
    ['a key of another kind', { ...tick, run: 'true' }],
    ['a pattern that does not compile', { ...tick, kind: 'value', pattern: '(' }],
    ['a status that does not exist', { ...tick, kind: 'http', url: 'http://x', expectStatus: 99 }],
    ['nobody in a list of people', { ...tick, waivableBy: [] }],
  ])('refuses %s', (_, item) => expect(checklistItem.safeParse(item).success).toBe(false))
})

describe('isAutomatic', () => {
  it.each([
    [tick, false],
    [{ ...tick, kind: 'value' }, false],
    [{ ...tick, kind: 'command', run: 'true' }, true],
    [{ ...tick, kind: 'http', url: 'http://x' }, true],
    [{ ...tick, kind: 'builtin', check: 'floor' }, true],
  ])('tells %j', (item, expected) => expect(isAutomatic(checklistItem.parse(item))).toBe(expected))
})

describe('canWaive', () => {
  it.each([
    ['anyone', true],
    ['nobody', false],
    [['kim'], true],
    [['lee'], false],
  ])('asks %j', (waivableBy, expected) => {
    expect(canWaive(checklistItem.parse({ ...tick, waivableBy }), 'kim')).toBe(expected)
  })
})
