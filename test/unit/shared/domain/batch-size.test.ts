import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  batchSizeOf,
  formatAmount,
  hostsIn,
  protectedBatchLimit,
  splitIntoSizes,
} from '../../../../src/shared/domain/batch-size'

describe('formatAmount', () => {
  it('writes amounts as people do', () => {
    expect([formatAmount({ hosts: 2 }), formatAmount({ percent: 12.5 })]).toEqual(['2', '12.5%'])
  })
})

describe('hostsIn', () => {
  it.each([
    [29, 100, 29],
    [57, 100, 57],
    [4.35, 2_000, 87],
    [33, 100, 33],
    [33.3, 10, 3],
    [14.285714285714285, 7, 0],
    [10, 9, 0],
    [100, 7, 7],
    [0, 7, 0],
    [50, 0, 0],
  ])('takes %s %% of %s as %s', (percent, total, expected) => {
    expect(hostsIn({ percent }, total)).toBe(expected)
  })

  it('never takes more hosts than there are', () => {
    expect([hostsIn({ hosts: 5 }, 3), hostsIn({ hosts: 5 }, 5), hostsIn({ hosts: 0 }, 5)]).toEqual([3, 5, 0])
  })

  it('rounds percentages down exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 5_000 }), (hundredths, total) => {
        const exact = (BigInt(hundredths) * BigInt(total)) / 10_000n
        expect(hostsIn({ percent: hundredths / 100 }, total)).toBe(Number(exact))
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('batchSizeOf', () => {
  it('is at least one host, however small the percentage', () => {
    expect([batchSizeOf({ percent: 1 }, 3), batchSizeOf({ percent: 25 }, 10), batchSizeOf({ hosts: 9 }, 4)]).toEqual([
      1, 2, 4,
    ])
  })

  it.each([{ hosts: 0 }, { percent: 0 }, { hosts: NaN }])('refuses %j', (amount) => {
    expect(() => batchSizeOf(amount, 10)).toThrow(/releases nothing/)
  })
})

describe('splitIntoSizes', () => {
  it.each([
    [10, [1, 2, 3], [1, 2, 3, 3, 1]],
    [10, [20], [10]],
    [3, [1], [1, 1, 1]],
    [0, [4], []],
    [2, [1, 1, 5], [1, 1]],
  ])('splits %s by %j', (hosts, sizes, expected) => {
    expect(splitIntoSizes(hosts, sizes)).toEqual(expected)
  })
})

describe('protectedBatchLimit', () => {
  it.each([
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 1],
    [5, 2],
    [10, 4],
    [11, 5],
    [1_000, 499],
  ])('of %s hosts allows %s at once', (total, limit) => {
    expect(protectedBatchLimit(total)).toBe(limit)
  })
})
