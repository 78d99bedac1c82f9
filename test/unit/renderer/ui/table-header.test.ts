import { describe, expect, it } from 'vitest'
import { compareSortKeys } from '../../../../src/renderer/ui/table-header'

const row = (key: unknown) => ({ getValue: () => key })

describe('compareSortKeys', () => {
  it.each([
    [2, 10, -1],
    ['web-9', 'web-10', -1],
    ['b', 'a', 1],
    ['a', 'a', 0],
  ])('compares %j with %j', (one, other, sign) => {
    expect(Math.sign(compareSortKeys(row(one), row(other), 'name'))).toBe(sign)
  })
})
