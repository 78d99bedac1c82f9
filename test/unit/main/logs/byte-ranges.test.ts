import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cover, uncovered, type ByteRange } from '../../../../src/main/logs/byte-ranges'

const range = fc.tuple(fc.nat(60), fc.nat(12)).map(([from, size]) => ({ from, to: from + size }))
const bytesOf = (ranges: readonly ByteRange[]) => {
  const bytes = new Set<number>()
  for (const { from, to } of ranges) for (let at = from; at < to; at += 1) bytes.add(at)
  return bytes
}

describe('cover', () => {
  it('keeps the same bytes in sorted ranges that do not touch', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 30 }), (added) => {
        const covered: ByteRange[] = []
        for (const one of added) cover(covered, one)
        expect(bytesOf(covered)).toEqual(bytesOf(added))
        for (const [index, { from }] of covered.entries()) {
          if (index > 0) expect(from).toBeGreaterThan((covered[index - 1] as ByteRange).to)
        }
      }),
    )
  })
})

describe('uncovered', () => {
  it('gives exactly the bytes that are missing, in order', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 20 }), range, (added, asked) => {
        const covered: ByteRange[] = []
        for (const one of added) cover(covered, one)
        const parts = uncovered(covered, asked)
        expect(bytesOf(parts)).toEqual(bytesOf([asked]).difference(bytesOf(added)))
        expect(parts.toSorted((a, b) => a.from - b.from)).toEqual(parts)
      }),
    )
  })
})
