import { describe, expect, it } from 'vitest'
import { resolveStrategy } from '../../../../../src/shared/domain/strategy'
import { readStrategy } from '../../../../../src/renderer/features/new-launch/strategy-form'
import { keepFor, type LaunchDraft } from '../../../../../src/renderer/features/new-launch/use-launch-draft'
import { missingKey, toStart } from '../../../../../src/renderer/features/new-launch/start-request'

const own = readStrategy(resolveStrategy({}, true, 12))
const draft: LaunchDraft = {
  app: 'shop',
  environment: 'production',
  version: ' 1.1.0 ',
  sha256: '',
  notes: '',
  exclude: [],
  excludeReason: '',
  strategy: undefined,
}

describe('toStart', () => {
  it('asks for no more than was said', () => {
    expect(toStart({ draft, own })).toEqual({ app: 'shop', environment: 'production', version: '1.1.0' })
  })
  it('leaves out a strategy that says what lastmile.yml says', () => {
    expect(toStart({ draft: { ...draft, strategy: { ...own } }, own })).not.toHaveProperty('strategy')
  })
  it('carries the strategy, the hosts left out with their reason, notes and digest', () => {
    const full = {
      ...draft,
      sha256: 'AB'.repeat(32),
      notes: ' faster search ',
      exclude: ['web-07'],
      excludeReason: 'disk',
      strategy: { ...own, batches: ['2'] },
    }
    expect(toStart({ draft: full, own })).toMatchObject({
      sha256: 'ab'.repeat(32),
      notes: 'faster search',
      exclude: ['web-07'],
      reason: 'disk',
      strategy: { kind: 'canary', batches: [2] },
    })
  })
})

describe('missingKey', () => {
  const at = { person: 'maria', hosts: 2 }
  it.each<[string | undefined, Partial<LaunchDraft>]>([
    [undefined, {}],
    ['app', { app: '' }],
    ['version', { version: ' ' }],
    ['sha256', { sha256: 'abc' }],
    ['environment', { environment: '' }],
    ['everyHostLeftOut', { exclude: ['web-01', 'web-02'], excludeReason: 'disk' }],
    ['reason', { exclude: ['web-01'] }],
    ['strategy', { strategy: { ...own, pause: 'soon' } }],
  ])('says %s for %j', (key, part) => {
    expect(missingKey({ ...draft, ...part }, at)).toBe(key)
  })
  it('wants to know who acts', () => {
    expect(missingKey(draft, { ...at, person: '' })).toBe('person')
  })
})

describe('keepFor', () => {
  const rest = { sha256: 'a', notes: 'b', exclude: ['c'], excludeReason: 'd', strategy: own }
  it('drops what belongs to another cluster or version', () => {
    expect(keepFor(rest, { version: '2' })).toEqual({ ...rest, sha256: '', notes: '' })
    expect(keepFor(rest, { environment: 'test' })).toMatchObject({ sha256: 'a', exclude: [], strategy: undefined })
    expect(keepFor(rest, { app: 'mail' })).toMatchObject({ sha256: '', exclude: [], strategy: undefined })
  })
})
