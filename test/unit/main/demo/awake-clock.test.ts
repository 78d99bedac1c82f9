import { describe, expect, it } from 'vitest'
import { AwakeClock } from '../../../../src/main/demo/awake-clock'

describe('AwakeClock', () => {
  it('counts the time between ticks, but not the time in which nothing ticked', () => {
    const clock = new AwakeClock(1_000)
    expect([1_010, 1_030, 61_030, 61_040, 61_000].map((nowMs) => clock.tick(nowMs))).toEqual([10, 30, 230, 240, 240])
  })
})
