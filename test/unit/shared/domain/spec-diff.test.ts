import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appSpec } from '../../../../src/shared/domain/app-spec'
import { diffSpecs } from '../../../../src/shared/domain/spec-diff'
import { isSameData } from '../../../../src/shared/util/same-data'
import { specArbitrary } from '../../../helpers/spec-arbitrary'

const spec = (production: object, rest: object = {}) =>
  appSpec.parse({ app: 'shop', ...rest, environments: [{ name: 'production', ...production }] })
const hosts = (...names: string[]) => names.map((name) => ({ name }))

describe('diffSpecs', () => {
  it('finds nothing between a spec and itself, and something whenever they differ', () => {
    fc.assert(
      fc.property(specArbitrary, specArbitrary, (one, other) => {
        expect(diffSpecs(one, one)).toEqual([])
        expect(diffSpecs(one, other).length > 0).toBe(!isSameData(one, other))
      }),
      { numRuns: 50 },
    )
  })

  it('adds everything of a new app, as it is written', () => {
    expect(diffSpecs(undefined, spec({ protected: true, strategy: { soak: '5m' } }, { owner: 'Kim' }))).toEqual([
      { kind: 'added', path: 'app', after: 'shop' },
      { kind: 'added', path: 'owner', after: 'Kim' },
      {
        kind: 'added',
        path: 'environments[production]',
        after: { name: 'production', protected: true, strategy: { soak: '5m' } },
      },
    ])
  })

  it('is one change when a host comes in at the top', () => {
    expect(diffSpecs(spec({ hosts: hosts('a', 'b') }), spec({ hosts: hosts('new', 'a', 'b') }))).toEqual([
      { kind: 'added', path: 'environments[production].hosts[new]', after: { name: 'new' } },
    ])
  })

  it('names what changed within a host, an item and a strategy', () => {
    const before = spec({
      hosts: [{ name: 'a', port: 22, labels: { zone: 'x' } }, { name: 'b' }],
      strategy: { soak: '1m', batches: [1, '10%'] },
      gates: { beforeBatch: [{ id: 'i', kind: 'tick', ask: 'A' }], afterSoak: 'off' },
    })
    const after = spec({
      protected: true,
      hosts: [{ name: 'a', labels: { zone: 'y' } }],
      strategy: { soak: 90, batches: [1, '20%'], pause: '5s' },
      gates: { beforeBatch: [{ id: 'i', kind: 'tick', ask: 'A', blocking: false }], afterSoak: [] },
    })
    const at = (path: string) => `environments[production].${path}`
    expect(diffSpecs(before, after)).toEqual([
      { kind: 'changed', path: at('protected'), before: false, after: true },
      { kind: 'changed', path: at('hosts[a].labels.zone'), before: 'x', after: 'y' },
      { kind: 'removed', path: at('hosts[a].port'), before: 22 },
      { kind: 'removed', path: at('hosts[b]'), before: { name: 'b' } },
      { kind: 'changed', path: at('strategy.batches'), before: [1, '10%'], after: [1, '20%'] },
      { kind: 'changed', path: at('strategy.soak'), before: '1m', after: '1m30s' },
      { kind: 'added', path: at('strategy.pause'), after: '5s' },
      { kind: 'changed', path: at('gates.afterSoak'), before: 'off', after: [] },
      { kind: 'changed', path: at('gates.beforeBatch[i].blocking'), before: true, after: false },
    ])
  })

  it('finds no change when a default is written out', () => {
    expect(diffSpecs(spec({}), spec({ protected: false, hosts: [], strategy: {} }))).toEqual([])
  })

  it('names a new order of what stays', () => {
    const before = spec({ hosts: hosts('a', 'b', 'c') })
    expect(diffSpecs(before, spec({ hosts: hosts('c', 'a') }))).toEqual([
      { kind: 'removed', path: 'environments[production].hosts[b]', before: { name: 'b' } },
      { kind: 'changed', path: 'environments[production].hosts (order)', before: ['a', 'c'], after: ['c', 'a'] },
    ])
  })
})
