import { describe, expect, it } from 'vitest'
import { AwakeKeeper } from '../../../../src/main/rollout/awake-keeper'
import type { AwakeHold, AwakeVerdict, KeepAwake } from '../../../../src/main/ports/awake'
import { startedRun } from '../../../helpers/rollout-steps'

/** Counts what is held. */
class CountedKeepAwake implements KeepAwake {
  held = 0

  check(): Promise<AwakeVerdict> {
    return Promise.resolve({ isKept: true })
  }

  hold(): AwakeHold {
    this.held += 1
    return { release: () => (this.held -= 1) }
  }
}

describe('AwakeKeeper', () => {
  it('holds while hosts are on their way or soak, and not while somebody has to decide', () => {
    const keepAwake = new CountedKeepAwake()
    const keeper = new AwakeKeeper(keepAwake)
    const run = startedRun({ batches: [1, 1], strategy: { soak: '5s' } })
    const seen = () => {
      keeper.note(run.state)
      return keepAwake.held
    }
    expect(seen()).toBe(1)
    while (run.steps().length > 0) run.ok(run.steps()[0]!)
    expect([run.state.untilMs === undefined, seen()]).toEqual([false, 1])
    run.passTime()
    expect(seen()).toBe(0)
  })

  it('lets go at once when it is told to', () => {
    const keepAwake = new CountedKeepAwake()
    const keeper = new AwakeKeeper(keepAwake)
    keeper.note(startedRun().state)
    keeper.dispose()
    keeper.dispose()
    expect(keepAwake.held).toBe(0)
  })
})
