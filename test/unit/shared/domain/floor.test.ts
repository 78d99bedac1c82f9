import { describe, expect, it } from 'vitest'
import { allowedUnavailable, floorOf } from '../../../../src/shared/domain/floor'

describe('floorOf', () => {
  it.each([
    [100, { percent: 29 }, 71],
    [10, { percent: 40 }, 6],
    [3, { percent: 40 }, 2],
    [2, { percent: 40 }, 2],
    [10, { hosts: 3 }, 7],
    [3, { hosts: 5 }, 0],
    [10, { percent: 0 }, 10],
    [0, { percent: 50 }, 0],
  ])('of %s hosts with maxUnavailable %j is %s', (total, maxUnavailable, floor) => {
    for (const isProtected of [true, false]) expect(floorOf({ total, isProtected, maxUnavailable })).toBe(floor)
  })

  it.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 3],
    [10, 6],
    [1_000, 501],
  ])('of %s hosts of a protected environment is %s by default', (total, floor) => {
    expect(floorOf({ total, isProtected: true })).toBe(floor)
    expect(floorOf({ total, isProtected: false })).toBe(0)
  })
})

describe('allowedUnavailable', () => {
  it('is what the floor leaves', () => {
    expect(allowedUnavailable({ total: 10, isProtected: true })).toBe(4)
    expect(allowedUnavailable({ total: 10, isProtected: false })).toBe(10)
  })
})
