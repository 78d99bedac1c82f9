import { describe, expect, it } from 'vitest'
import { Fold } from '../../../../src/shared/domain/fold'
import { evolve, evolveAll } from '../../../../src/shared/domain/rollout-evolve'
import type { RolloutState } from '../../../../src/shared/domain/rollout-state'
import { startedRun } from '../../../helpers/rollout-steps'

describe('Fold', () => {
  it('copies a map that somebody may have seen, and changes its own copy from then on', () => {
    const fold = new Fold()
    const seen: Readonly<Record<string, number>> = { a: 1 }
    const copy = fold.put<string, number>(seen, 'b', 2)
    expect([seen, copy]).toEqual([{ a: 1 }, { a: 1, b: 2 }])
    expect(fold.put<string, number>(copy, 'a', 3)).toBe(copy)
    expect(new Fold().put<string, number>(copy, 'a', 4)).not.toBe(copy)
    expect(copy).toEqual({ a: 3, b: 2 })
  })

  it('makes folding a journal in one go the same as folding it event by event', () => {
    const run = startedRun()
    run.runToRest()
    const states: (RolloutState | undefined)[] = [undefined]
    for (const event of run.recorded) states.push(evolve(states.at(-1), event))
    expect(evolveAll(undefined, run.recorded)).toEqual(states.at(-1))
    // going on from an earlier state leaves it as it was
    const middle = states[20]
    const copy = structuredClone(middle)
    expect(evolveAll(middle, run.recorded.slice(20))).toEqual(states.at(-1))
    expect(middle).toEqual(copy)
  })
})
