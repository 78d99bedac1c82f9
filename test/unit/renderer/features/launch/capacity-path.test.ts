import { describe, expect, it } from 'vitest'
import { drawCapacity } from '../../../../../src/renderer/features/launch/capacity-path'

const scale = { hosts: 12, floor: 8, lowest: 9, fromMs: 0, toMs: 1_000 }

describe('drawCapacity', () => {
  it('draws steps from the left edge to the right one, with the floor in sight', () => {
    const { line, floorY, bottom } = drawCapacity(
      [
        { atMs: 0, serving: 12 },
        { atMs: 500, serving: 9 },
        { atMs: 750, serving: 12 },
      ],
      scale,
    )
    expect(line).toMatch(/^M0 4H50V52H75V4H100$/)
    expect([bottom, floorY]).toEqual([6, 68])
  })

  it('keeps the deepest dip of many points', () => {
    const points = Array.from({ length: 5_000 }, (_, index) => ({ atMs: index / 5, serving: index === 2_500 ? 9 : 12 }))
    const { line } = drawCapacity(points, scale)
    expect(line).toContain('V52')
    expect(line.length).toBeLessThan(10_000)
  })

  it('draws nothing without points', () => {
    expect(drawCapacity([], scale)).toMatchObject({ line: '', area: '' })
  })
})
