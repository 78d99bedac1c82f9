import { describe, expect, it } from 'vitest'
import { foldLanes, tileSizeFor } from '../../../../../src/renderer/ui/plan/lane-layout'

const batchOf = (count: number) => ({ hosts: Array.from({ length: count }, (_, index) => index) })

describe('tileSizeFor', () => {
  it.each([
    [0, 'tile'],
    [40, 'tile'],
    [41, 'dot'],
    [180, 'dot'],
    [181, 'bar'],
    [1_000, 'bar'],
  ])('draws a largest lane of %i as %s', (count, size) => {
    expect(tileSizeFor([batchOf(1), batchOf(count)])).toBe(size)
  })
})

describe('foldLanes', () => {
  it('shows every lane while that is bearable', () => {
    expect(foldLanes([1, 2, 3])).toHaveLength(3)
  })
  it('folds the middle of very many and loses none', () => {
    const batches = Array.from({ length: 1_000 }, (_, index) => index)
    const rows = foldLanes(batches)
    expect(rows.length).toBeLessThan(40)
    expect(rows.flatMap((row) => (row.kind === 'lane' ? [row.batch] : row.batches))).toEqual(batches)
  })
})
