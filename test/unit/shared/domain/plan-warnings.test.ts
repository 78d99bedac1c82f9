import { describe, expect, it } from 'vitest'
import { planRollout } from '../../../../src/shared/domain/plan'
import type { Strategy } from '../../../../src/shared/domain/strategy'
import { hostsOf, planInput } from '../../../helpers/plan-fixture'

function warningsOf(hosts: string, changes: Partial<Strategy> = {}, isProtected = false) {
  return planRollout(planInput(hostsOf(hosts), changes, isProtected)).warnings.map(
    ({ code, message }) => `${code}: ${message}`,
  )
}
const canary = { kind: 'canary', canary: { hosts: 1, soakMs: 0 } } as const

describe('findWarnings', () => {
  it('says nothing about a healthy cluster', () => {
    expect(warningsOf('a1* a2 a3 b1 b2 b3', canary, true)).toEqual([])
  })

  it('warns of low capacity where a protected cluster has one or two hosts', () => {
    expect(warningsOf('a1*', canary, true)).toEqual([
      'low-capacity: shop in production has 1 host, 1 serving now; at the lowest point of this plan 0 will serve.',
    ])
    expect(warningsOf('a1* b1', canary, true)).toEqual([
      'low-capacity: shop in production has 2 hosts, 2 serving now; at the lowest point of this plan 1 will serve.',
    ])
    expect(warningsOf('a1* b1', canary, false)).toEqual([])
  })

  it('warns of low capacity where a batch takes the last serving host', () => {
    const everything = { maxUnavailable: { percent: 100 } }
    const warnings = warningsOf('a1 b1- c1- d1- e1-', everything, true)
    expect(warnings[0]).toMatch(/^low-capacity: .*has 5 hosts, 1 serving now; .* 0 will serve/)
  })

  it('names the hosts that do not serve, five at most', () => {
    expect(warningsOf('a1 a2 b1-')).toEqual([
      'hosts-not-serving: 1 of 3 hosts does not serve now and counts against the floor: b1.',
    ])
    expect(warningsOf('1- 2- 3- 4- 5- 6- 7')).toEqual([
      'hosts-not-serving: 6 of 7 hosts do not serve now and count against the floor: 1, 2, 3, 4, 5 and 1 more.',
    ])
  })

  it('says which host was chosen as canary when none is marked', () => {
    expect(warningsOf('a1 a2 b1 b2', canary)).toEqual([
      'canary-unmarked: Too few hosts of shop in test are marked as canary; a1 was chosen. Mark hosts with "canary: true".',
    ])
  })

  it('warns of a canary that does not serve', () => {
    expect(warningsOf('a1*- a2 a3', canary)).toContain(
      'canary-not-serving: The canary batch holds a1, which does not serve: without traffic it proves little.',
    )
  })

  it('names the zones that a batch empties, three at most', () => {
    expect(warningsOf('a1 a2 b1 b2', { batches: [{ hosts: 1 }, { hosts: 3 }] })).toEqual([
      'zone-emptied: Batch 2 takes every serving host of zone b: b1, b2.',
    ])
    const [warning] = warningsOf('a1 a2 b1 b2 c1 c2 d1 d2 e1 e2', { batches: [{ hosts: 1 }, { hosts: 9 }] })
    expect(warning).toMatch(/zone b: .* zone c: .* zone d: .* The same holds for 1 more zones\.$/)
  })

  it('keeps quiet about zones when the whole cluster goes at once, and about zones of one host', () => {
    expect(warningsOf('a1 a2 b1 b2', { kind: 'all-at-once' })).toEqual([])
    expect(warningsOf('a1 b1 c1')).toEqual([])
  })
})
