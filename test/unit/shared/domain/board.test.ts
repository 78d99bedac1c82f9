import { describe, expect, it } from 'vitest'
import { mergeOrders, projectBoard, type HostCount } from '../../../../src/shared/domain/board'

const cluster = { app: 'shop', environment: 'production' }
const count = (change: Partial<HostCount>): HostCount => {
  return { ...cluster, hosts: 1, healthy: 0, unhealthy: 0, unreachable: 0, unknown: 0, ...change }
}

describe('projectBoard', () => {
  it('shows what most hosts run, how many differ, and what is owed', () => {
    const last = { ...cluster, rollout: 'r1', result: 'succeeded' as const }
    const [cell, empty] = projectBoard({
      clusters: [
        { ...cluster, isProtected: true },
        { app: 'shop', environment: 'test', isProtected: false },
      ],
      counts: [
        count({ version: '1.0.0', hosts: 2, healthy: 1, unhealthy: 1, observedAtMs: 30 }),
        count({ version: '1.1.0', hosts: 5, healthy: 5, observedAtMs: 20 }),
        count({ hosts: 3, unreachable: 1, unknown: 2, observedAtMs: 25 }),
      ],
      debts: [cluster, cluster, { app: 'shop', environment: 'other' }],
      open: [{ ...cluster, rollout: 'r2' }],
      lastOf: ({ environment }) => (environment === 'production' ? last : undefined),
      sinceOf: (_, version) => (version === '1.1.0' ? 7 : undefined),
    })
    expect(cell).toEqual({
      ...cluster,
      isProtected: true,
      hosts: 10,
      version: '1.1.0',
      sinceMs: 7,
      drift: 2,
      versions: [
        { version: '1.1.0', hosts: 5 },
        { version: '1.0.0', hosts: 2 },
      ],
      healthy: 6,
      unhealthy: 1,
      unreachable: 1,
      unknown: 2,
      openDebts: 2,
      observedAtMs: 20,
      openRollout: 'r2',
      lastRollout: last,
    })
    expect(empty).toMatchObject({ environment: 'test', hosts: 0, drift: 0, versions: [], openDebts: 0 })
    expect(empty?.version).toBeUndefined()
  })
})

describe('mergeOrders', () => {
  it.each([
    [
      [
        ['dev', 'test', 'production'],
        ['test', 'beta', 'production'],
      ],
      'dev test beta production',
    ],
    [[['production'], ['test', 'production']], 'test production'],
    [
      [
        ['a', 'b'],
        ['b', 'a', 'c'],
      ],
      'a b c',
    ],
    [[['a'], [], ['b']], 'b a'],
    [[], ''],
  ])('merges %j to %s', (orders, merged) => {
    expect(mergeOrders(orders).join(' ')).toBe(merged)
  })
})
