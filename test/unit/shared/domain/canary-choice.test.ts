import { describe, expect, it } from 'vitest'
import { chooseCanary } from '../../../../src/shared/domain/canary-choice'
import { hostsOf } from '../../../helpers/plan-fixture'

describe('chooseCanary', () => {
  it.each([
    ['the marked hosts, in their order', 'a1 a2* b1 b2*', 2, 'a2 b2'],
    ['only as many as are wanted', 'a1 a2* b1 b2*', 1, 'a2'],
    ['a marked host that serves before one that does not', 'a1*- b1*', 1, 'b1'],
    ['a marked host that does not serve rather than an unmarked one', 'a1*- b1', 1, 'a1'],
    ['a host of another zone to fill up', 'a1* a2 a3 b1', 2, 'a1 b1'],
    ['hosts of two zones when none is marked', 'a1 a2 b1 b2', 2, 'a1 b1'],
    ['a serving host of the same zone before an idle one elsewhere', 'a1* a2 b1-', 2, 'a1 a2'],
    ['an idle host when there is no other', 'a1- a2-', 1, 'a1'],
    ['every host of a small cluster', 'a1', 2, 'a1'],
    ['nobody from an empty cluster', '', 1, ''],
  ])('takes %s', (_, hosts, count, expected) => {
    const chosen = chooseCanary(hostsOf(hosts), count)
    expect(chosen.map((host) => host.name).join(' ')).toBe(expected)
  })
})
