import { describe, expect, it } from 'vitest'
import { findStepBack } from '../../../../src/main/rollout/time-gap'
import { TimeWatch } from '../../../../src/main/rollout/time-watch'
import type { TimeJump } from '../../../../src/shared/domain/rollout-event'
import { FakeClock, turns } from '../../../helpers/fake-clock'

function watching() {
  const clock = new FakeClock()
  const jumps: TimeJump[] = []
  const watch = new TimeWatch(clock, (jump) => jumps.push(jump))
  void watch.watch()
  /** Let so many looks happen. */
  const goOn = async (looks = 3) => {
    for (let look = 0; look < looks; look += 1) {
      clock.advance(1_000)
      await turns(3)
    }
  }
  return { clock, jumps, watch, goOn }
}

describe('TimeWatch', () => {
  it('says nothing of time that passes as it should, be a timer seconds late', async () => {
    const { clock, jumps, goOn } = watching()
    await goOn()
    clock.advance(5_500)
    await turns(3)
    expect(jumps).toEqual([])
  })

  it.each([
    ['back', -3_600_000],
    ['forward', 3_600_000],
  ] as const)('tells once when the clock is set %s', async (cause, byMs) => {
    const { clock, jumps, goOn } = watching()
    await goOn()
    clock.set(byMs)
    await goOn()
    expect(jumps).toEqual([{ cause, byMs: 3_600_000 }])
  })

  it('leaves alone what a time server puts right', async () => {
    const { clock, jumps, goOn } = watching()
    clock.set(-1_500)
    await goOn()
    expect(jumps).toEqual([])
  })

  it('tells when this process stood still', async () => {
    const { clock, jumps, goOn } = watching()
    clock.advance(121_000)
    await turns(3)
    await goOn()
    expect(jumps).toEqual([{ cause: 'stopped', byMs: 120_000 }])
  })

  it('ends when it is disposed', async () => {
    const { clock, jumps, watch } = watching()
    watch.dispose()
    clock.set(3_600_000)
    clock.advance(10_000)
    await turns(3)
    expect([jumps, clock.sleepers]).toEqual([[], 0])
  })
})

describe('findStepBack', () => {
  it('finds a clock that was set back while no console ran', () => {
    expect(findStepBack(10_000, 4_000)).toEqual({ cause: 'back', byMs: 6_000 })
    expect(findStepBack(10_000, 9_000)).toBeUndefined()
    expect(findStepBack(10_000, 90_000)).toBeUndefined()
  })
})
