import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitIntoSizes } from '../../../../src/shared/domain/batch-size'
import { findOverdraft, largestSizeAboveFloor, spreadNotServing } from '../../../../src/shared/domain/capacity-spread'

describe('findOverdraft', () => {
  it.each([
    [[3, 3], { notServing: 0, spare: 3 }, undefined],
    [[3, 4], { notServing: 0, spare: 3 }, { position: 1, size: 4, servingTaken: 4 }],
    [[3, 4], { notServing: 1, spare: 3 }, undefined],
    [[5, 4], { notServing: 2, spare: 3 }, { position: 1, size: 4, servingTaken: 4 }],
    [[5, 5], { notServing: 3, spare: 3 }, { position: 1, size: 5, servingTaken: 4 }],
    [[2, 2], { notServing: 4, spare: -1 }, undefined],
    [[], { notServing: 0, spare: 0 }, undefined],
  ])('of batches %j with %j is %j', (sizes, capacity, expected) => {
    expect(findOverdraft(sizes, capacity)).toEqual(expected)
  })
})

describe('largestSizeAboveFloor', () => {
  it('is the capacity to spare where every host serves', () => {
    expect(largestSizeAboveFloor(10, [5], 5, { notServing: 0, spare: 4 })).toBe(4)
  })

  it('makes use of hosts that do not serve', () => {
    expect(largestSizeAboveFloor(10, [3], 3, { notServing: 5, spare: 1 })).toBe(2)
    expect(largestSizeAboveFloor(10, [1, 1, 1, 1, 1, 5], 5, { notServing: 1, spare: 3 })).toBe(4)
  })
})

describe('spreadNotServing', () => {
  it('deals them out by share', () => {
    expect(spreadNotServing([4, 4, 4], { notServing: 3, spare: 9 })).toEqual([1, 1, 1])
    expect(spreadNotServing([1, 2, 8], { notServing: 4, spare: 9 })).toEqual([0, 1, 3])
  })

  it('gives a batch more where the floor needs it', () => {
    expect(spreadNotServing([1, 1, 1, 1, 1, 5], { notServing: 1, spare: 4 })).toEqual([0, 0, 0, 0, 0, 1])
    expect(spreadNotServing([4, 1, 4, 1], { notServing: 2, spare: 3 })).toEqual([1, 0, 1, 0])
  })

  it('always adds up, fits, keeps the floor and strays from the exact share only for its sake', () => {
    const questions = fc.record({
      hosts: fc.integer({ min: 1, max: 200 }),
      listed: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 }),
      idlePercent: fc.integer({ min: 0, max: 100 }),
      spare: fc.integer({ min: 0, max: 60 }),
    })
    fc.assert(
      fc.property(questions, ({ hosts, listed, idlePercent, spare }) => {
        const sizes = splitIntoSizes(hosts, listed)
        const notServing = Math.floor((hosts * idlePercent) / 100)
        fc.pre(!findOverdraft(sizes, { notServing, spare }))
        const counts = spreadNotServing(sizes, { notServing, spare })
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(notServing)
        const isTight = sizes.some((size) => size - (notServing * size) / hosts > spare - 1)
        for (const [position, size] of sizes.entries()) {
          const count = counts[position] ?? NaN
          expect(count >= 0 && count <= size && size - count <= spare).toBe(true)
          if (!isTight) expect(Math.abs(count - (notServing * size) / hosts)).toBeLessThan(1)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
