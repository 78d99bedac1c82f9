import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeMarks, type TrackMark } from '../../../../../src/renderer/features/history/track-marks'

const mark = (kind: TrackMark['kind'], atMs: number): TrackMark => ({ kind, atMs, seq: atMs, text: '' })
const at = (atMs: number) => atMs / 1_000

describe('placeMarks', () => {
  it('makes one with a number of those of a kind that are near, and leaves the others', () => {
    const marks = [mark('failure', 100), mark('failure', 104), mark('failure', 108), mark('failure', 300)]
    expect(placeMarks(marks, at, 0.02).map(({ count, place }) => [count, place])).toEqual([
      [3, 0.1],
      [1, 0.3],
    ])
  })

  it('moves marks of different kinds apart, at the end to the left', () => {
    const marks = [mark('gate', 0), mark('signed', 1), mark('brake', 995), mark('end', 1_000)]
    const drawn = placeMarks(marks, at, 0.02).map(({ drawnAt }) => drawnAt)
    expect(drawn).toEqual([0, 0.02, 0.98, 1])
  })

  it('keeps every two at least the gap apart while there is room', () => {
    const kinds = ['gate', 'signed', 'batch', 'failure', 'brake'] as const
    const arbitrary = fc.array(fc.record({ kind: fc.constantFrom(...kinds), atMs: fc.nat(1_000) }), { maxLength: 20 })
    fc.assert(
      fc.property(arbitrary, (given) => {
        const marks = given.toSorted((a, b) => a.atMs - b.atMs).map(({ kind, atMs }) => mark(kind, atMs))
        const placed = placeMarks(marks, at, 0.02)
        for (const [index, each] of placed.entries()) {
          const before = placed[index - 1]
          if (before) expect(each.drawnAt - before.drawnAt).toBeGreaterThan(0.02 - 1e-9)
          expect(each.drawnAt).toBeLessThanOrEqual(1)
        }
        expect(placed.reduce((sum, { count }) => sum + count, 0)).toBe(marks.length)
      }),
    )
  })
})
