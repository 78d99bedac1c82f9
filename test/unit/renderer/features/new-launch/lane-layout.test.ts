import { describe, expect, it } from 'vitest'
import { foldLanes, laneSizeFor } from '../../../../../src/renderer/features/new-launch/lane-layout'

const batchOf = (count: number) => ({ hosts: Array.from({ length: count }, (_, index) => index) })

describe('laneSizeFor', () => {
  it.each([
    ['named', [1, 2, 3]],
    [24, [1, 40]],
    [12, [160, 160, 160, 160]],
    ['bar', [1, 161]],
  ])('draws %s for batches of %j', (size, counts) => {
    expect(laneSizeFor(counts.map(batchOf))).toBe(size)
  })
  it('has a size without batches', () => {
    expect(laneSizeFor([])).toBe('named')
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
