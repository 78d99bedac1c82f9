import { describe, expect, it } from 'vitest'
import { checklistItem } from '../../../../../src/shared/domain/checklist'
import {
  checklistForm,
  idFrom,
  newItem,
  readItem,
  writeItem,
  type ItemForm,
} from '../../../../../src/renderer/features/checklists/item-form'

const common = { id: 'on-call', ask: 'On-call informed' }
const item = (part: Partial<ItemForm>): ItemForm => ({ ...newItem([]), ...common, ...part })

describe('writeItem', () => {
  it.each([
    [{ kind: 'tick', ...common }],
    [{ kind: 'tick', ...common, why: 'INC-2031', blocking: false, waivableBy: ['maria', 'li wei'] }],
    [{ kind: 'value', ...common, pattern: '^OPS-[0-9]+$', waivableBy: 'nobody' }],
    [{ kind: 'command', ...common, run: 'true', expectOutput: 'ok', via: 'lb-01', timeout: '1m30s' }],
    [{ kind: 'http', ...common, url: 'https://status/health', expectStatus: 204, expectBody: 'ok' }],
    [{ kind: 'builtin', ...common, check: 'floor' }],
  ])('writes an item as it was read: %j', (written) => {
    expect(writeItem(readItem(written))).toEqual(written)
  })
  it('leaves out what another kind would say', () => {
    const changed = item({ kind: 'tick', run: 'true', url: 'https://x', pattern: 'y' })
    expect(writeItem(changed)).toEqual({ kind: 'tick', ...common })
  })
  it('is accepted by the schema with what it means', () => {
    const written = writeItem(
      item({ kind: 'http', url: ' https://x ', timeout: '5s', waive: 'people', people: 'maria,、li wei' }),
    )
    expect(checklistItem.parse(written)).toMatchObject({
      url: 'https://x',
      expectStatus: 200,
      timeout: 5_000,
      waivableBy: ['maria', 'li wei'],
    })
  })
})

describe('readItem', () => {
  it('shows an item that is not legal any more as far as it is understood', () => {
    expect(readItem({ kind: 'prometheus', id: 'errors', ask: 'Errors low' })).toMatchObject({
      kind: 'tick',
      id: 'errors',
      ask: 'Errors low',
    })
  })
})

describe('checklistForm', () => {
  const problemsOf = (...items: readonly ItemForm[]) =>
    checklistForm.safeParse({ items }).error?.issues.map(({ path, message }) => [path.join('.'), message]) ?? []
  it('accepts sound items', () => {
    expect(problemsOf(item({}), item({ id: 'other' }))).toEqual([])
  })
  it('says at each field what is wrong with it', () => {
    const wrong = item({
      kind: 'http',
      id: 'On Call',
      ask: ' ',
      url: '',
      expectStatus: 'fine',
      timeout: 'soon',
      waive: 'people',
      people: ' , ',
    })
    expect(problemsOf(wrong).toSorted(([one = ''], [other = '']) => one.localeCompare(other))).toEqual([
      ['items.0.ask', 'ask'],
      ['items.0.expectStatus', 'expectStatus'],
      ['items.0.id', 'id'],
      ['items.0.people', 'people'],
      ['items.0.timeout', 'timeout'],
      ['items.0.url', 'url'],
    ])
  })
  it('refuses a pattern that is none, a command that is empty, and an id that is there twice', () => {
    expect(problemsOf(item({ kind: 'value', pattern: '(' }))).toEqual([['items.0.pattern', 'pattern']])
    expect(problemsOf(item({ kind: 'command' }))).toEqual([['items.0.run', 'run']])
    expect(problemsOf(item({}), item({}))).toEqual([['items.1.id', 'idTwice']])
  })
})

describe('newItem', () => {
  it('takes an id that is free', () => {
    expect(newItem(['item-2']).id).toBe('item-3')
  })
})

describe('idFrom', () => {
  it.each([
    ['On-call is informed!', 'on-call-is-informed'],
    ['  --  ', ''],
    ['已通知值班', ''],
  ])('makes of %j the id %j', (ask, id) => {
    expect(idFrom(ask)).toBe(id)
  })
})
