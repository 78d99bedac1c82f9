import { describe, expect, it } from 'vitest'
import { compareRollouts } from '../../../../../src/renderer/features/history/comparison'
import { failAt, startedRun, web } from '../../../../helpers/rollout-steps'

function good(parts = {}) {
  const run = startedRun(parts)
  run.runToRest()
  run.sign()
  run.runToRest()
  run.sign()
  return run.state
}

describe('compareRollouts', () => {
  it('finds no difference between two that went alike', () => {
    const comparison = compareRollouts(good(), good())
    expect(comparison.different).toEqual([])
    expect(comparison.failed).toEqual({ one: 0, other: 0 })
    expect(comparison.steps.every(({ one, other }) => one === other)).toBe(true)
    expect(comparison.steps.length).toBeGreaterThan(5)
  })

  it('names the hosts that ended in another way, those of both first', () => {
    const failed = startedRun()
    failAt(failed, 1, 'verify')
    failed.runToRest()
    const { different, failed: count, totalMs } = compareRollouts(failed.state, good({ batches: [2, 3] }))
    expect(different).toEqual([
      { host: web(1), one: 'failed', other: 'succeeded' },
      { host: web(2), one: 'resting', other: 'succeeded' },
      { host: web(3), one: 'pending', other: 'succeeded' },
      { host: web(4), one: 'pending', other: 'succeeded' },
      { host: web(5), one: undefined, other: 'succeeded' },
    ])
    expect(count).toEqual({ one: 1, other: 0 })
    expect(totalMs.one).toBeUndefined()
  })
})
