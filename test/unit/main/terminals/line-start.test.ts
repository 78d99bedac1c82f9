import { describe, expect, it } from 'vitest'
import { findLineStart } from '../../../../src/main/terminals/line-start'

describe('findLineStart', () => {
  it.each([
    ['the rest of a line\nnext', 19],
    ['ends here\n', 10],
    ['no line end', 0],
    ['', 0],
  ])('finds the line in %j', (text, start) => {
    expect(findLineStart(Buffer.from(text))).toBe(start)
  })

  it('finds the first whole character where there is no line end', () => {
    const bytes = Buffer.from('😀进度')
    expect([1, 2, 3, 4, 5].map((cut) => findLineStart(bytes.subarray(cut)))).toEqual([3, 2, 1, 0, 2])
  })
})
