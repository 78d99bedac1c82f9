import { describe, expect, it } from 'vitest'
import {
  panWindow,
  percentAt,
  wholeWindow,
  zoomWindow,
} from '../../../../../src/renderer/features/history/gantt-window'

describe('zoomWindow', () => {
  it('looks closer at the middle, or at a place that stays where it is', () => {
    expect(zoomWindow(wholeWindow, 0.5)).toEqual({ from: 0.25, to: 0.75 })
    const near = zoomWindow(wholeWindow, 0.5, 0.1)
    expect(percentAt(near, 0.1)).toBeCloseTo(percentAt(wholeWindow, 0.1))
  })

  it('never shows more than there is, nor nothing', () => {
    expect(zoomWindow({ from: 0.6, to: 0.9 }, 100)).toEqual(wholeWindow)
    const closest = zoomWindow(wholeWindow, 0)
    expect(closest.to).toBeGreaterThan(closest.from)
  })
})

describe('panWindow', () => {
  it('moves by a share of what is in sight and stops at the ends', () => {
    const moved = panWindow({ from: 0.2, to: 0.4 }, 0.5)
    expect([moved.from, moved.to]).toEqual([expect.closeTo(0.3), expect.closeTo(0.5)])
    expect(panWindow({ from: 0.75, to: 1 }, 0.5)).toEqual({ from: 0.75, to: 1 })
    expect(panWindow({ from: 0.1, to: 0.35 }, -2)).toEqual({ from: 0, to: expect.closeTo(0.25) })
  })
})
