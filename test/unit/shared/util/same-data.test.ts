import { describe, expect, it } from 'vitest'
import { isSameData } from '../../../../src/shared/util/same-data'

describe('isSameData', () => {
  it.each([
    [1, 1, true],
    [1, '1', false],
    [null, undefined, false],
    [{ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 }, true],
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [[], {}, false],
    [{}, null, false],
  ])('compares %j with %j', (one, other, expected) => {
    expect(isSameData(one, other)).toBe(expected)
    expect(isSameData(other, one)).toBe(expected)
  })
})
