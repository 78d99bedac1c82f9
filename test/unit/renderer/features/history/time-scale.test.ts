import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quietStretches } from '../../../../../src/renderer/features/history/quiet-stretches'
import { playOn } from '../../../../../src/renderer/features/history/replay-clock'
import { TimeScale } from '../../../../../src/renderer/features/history/time-scale'
import type { RecordedEvent } from '../../../../../src/shared/domain/rollout-evolve'
import { startedRun } from '../../../../helpers/rollout-steps'

const hourMs = 3_600_000

/** Two batches with an hour between them in which a gate waited. */
function waitingOverNoon(): readonly RecordedEvent[] {
  const run = startedRun()
  run.runToRest()
  run.nowMs += hourMs
  run.sign()
  run.runToRest()
  return run.recorded
}

describe('quietStretches', () => {
  it('finds the hour in which a gate waited, and nothing else', () => {
    const [stretch, ...others] = quietStretches(waitingOverNoon())
    expect(others).toEqual([])
    expect(stretch!.toMs - stretch!.fromMs).toBeGreaterThanOrEqual(hourMs)
  })

  it('never takes a time in which a step ran, however long it took', () => {
    const run = startedRun()
    run.nowMs += hourMs
    run.runToRest()
    expect(quietStretches(run.recorded)).toEqual([])
  })

  it('is empty for an empty journal', () => {
    expect(quietStretches([])).toEqual([])
  })
})

describe('TimeScale', () => {
  const span = { fromMs: 1_000, toMs: 101_000 }
  const quiet = [{ fromMs: 20_000, toMs: 90_000 }]

  it('goes from 0 to 1 and never back, and `momentAt` is the reverse', () => {
    const scale = new TimeScale(span, quiet)
    expect([scale.at(0), scale.at(span.fromMs), scale.at(span.toMs), scale.at(999_999)]).toEqual([0, 0, 1, 1])
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 101_000 }), fc.integer({ min: 1_000, max: 101_000 }), (one, other) => {
        if (one < other) expect(scale.at(one)).toBeLessThan(scale.at(other))
        expect(scale.momentAt(scale.at(one))).toBeCloseTo(one, 3)
      }),
    )
  })

  it('draws a quiet stretch short', () => {
    const scale = new TimeScale(span, quiet)
    expect(scale.at(90_000) - scale.at(20_000)).toBeLessThan(0.05)
    expect(new TimeScale(span, []).at(51_000)).toBe(0.5)
  })

  it('has a length even for a single event', () => {
    expect(new TimeScale({ fromMs: 5, toMs: 5 }, []).at(5)).toBe(0)
  })
})

describe('playOn', () => {
  it('runs at its speed where something happens', () => {
    expect(playOn(1_000, 100, 60, [])).toBe(7_000)
  })

  it('passes a quiet stretch in a second and a half, and stops at its end', () => {
    const quiet = [{ fromMs: 0, toMs: hourMs }]
    expect(playOn(0, 750, 1, quiet)).toBe(hourMs / 2)
    expect(playOn(hourMs - 10, 750, 1, quiet)).toBe(hourMs)
  })

  it('is never slower in a quiet stretch than elsewhere', () => {
    expect(playOn(0, 100, 60, [{ fromMs: 0, toMs: 20_000 }])).toBe(6_000)
  })
})
