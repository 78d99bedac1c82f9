import { describe, expect, it } from 'vitest'
import { LogCursor } from '../../../../src/main/terminals/log-cursor'

const partsOf = (...ends: number[]) => ends.map((endOffset, i) => ({ step: `s${i}`, attempt: 1, atMs: 0, endOffset }))

describe('LogCursor', () => {
  it('goes through the parts in order, and back to one that grows after it was left', () => {
    const parts = partsOf(5, 0, 3)
    const cursor = new LogCursor(parts)
    expect([cursor.behindBytes, cursor.next()]).toEqual([8, { part: 0, offset: 0, sizeBytes: 5 }])
    cursor.moveTo(0, 5)
    expect(cursor.next()).toEqual({ part: 2, offset: 0, sizeBytes: 3 })
    cursor.moveTo(2, 1)
    parts[0]!.endOffset = 9
    // first the rest of where it is
    expect(cursor.next()).toEqual({ part: 2, offset: 1, sizeBytes: 2 })
    cursor.moveTo(2, 3)
    expect(cursor.next()).toEqual({ part: 0, offset: 5, sizeBytes: 4 })
    cursor.moveTo(0, 9)
    expect([cursor.behindBytes, cursor.next()]).toEqual([0, undefined])
  })

  it.each([
    [4, 6, { part: 1, offset: 3, sizeBytes: 1 }, 4],
    [3, 7, { part: 2, offset: 0, sizeBytes: 3 }, 3],
    [20, 0, { part: 0, offset: 2, sizeBytes: 3 }, 10],
  ])('keeps the last %i bytes, across parts', (kept, skipped, next, behind) => {
    const cursor = new LogCursor(partsOf(5, 4, 3))
    cursor.moveTo(0, 2)
    expect(cursor.skipTo(kept)).toBe(skipped)
    expect([cursor.behindBytes, cursor.next()]).toEqual([behind, next])
  })
})
