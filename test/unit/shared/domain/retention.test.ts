import { describe, expect, it } from 'vitest'
import { planJournalPrune, planPrune } from '../../../../src/shared/domain/retention'

const dayMs = 86_400_000
const nowMs = 1_000 * dayMs
const logs = (rollout: string, ageDays: number, storedBytes = 10) => {
  return { rollout, storedBytes, lastAtMs: nowMs - ageDays * dayMs }
}
const never = () => false
const wide = { keepDays: 100, maxBytes: 1_000 }

describe('planPrune', () => {
  const stored = [logs('new', 1), logs('old', 101), logs('edge', 100), logs('older', 200)]

  it.each([
    ['nothing within both limits', { keepDays: 365, maxBytes: 40 }, []],
    ['what is older than the days, the oldest first', wide, ['older age', 'old age']],
    ['the oldest until the rest fits', { keepDays: 365, maxBytes: 25 }, ['older size', 'old size']],
    ['by both', { keepDays: 150, maxBytes: 20 }, ['older age', 'old size']],
    ['everything that is not under way when nothing fits', { keepDays: 365, maxBytes: 0 }, 4],
  ])('prunes %s', (_, limits, expected) => {
    const pruned = planPrune(stored, never, limits, nowMs)
    if (typeof expected === 'number') expect(pruned).toHaveLength(expected)
    else expect(pruned.map(({ rollout, because }) => `${rollout} ${because}`)).toEqual(expected)
  })

  it('never touches what is under way, and makes room elsewhere', () => {
    const isKept = (rollout: string) => rollout === 'older' || rollout === 'new'
    expect(planPrune(stored, isKept, { keepDays: 1, maxBytes: 0 }, nowMs).map(({ rollout }) => rollout)).toEqual([
      'old',
      'edge',
    ])
  })
})

describe('planJournalPrune', () => {
  const rollout = (id: string, ageDays: number, change: object = {}) => {
    const atMs = nowMs - ageDays * dayMs
    return { rollout: id, createdAtMs: atMs, finishedAtMs: atMs, openDebts: 0, ...change }
  }
  const rollouts = [
    rollout('r5', 500),
    rollout('open', 400, { finishedAtMs: undefined }),
    rollout('owes', 450, { openDebts: 1 }),
    rollout('r3', 300),
    rollout('r2', 200),
    rollout('r1', 1),
  ]
  it.each([
    [{ keepRollouts: 0, keepDays: 0 }, ['r5', 'r3', 'r2', 'r1']],
    [{ keepRollouts: 2, keepDays: 0 }, ['r5', 'r3']],
    [{ keepRollouts: 0, keepDays: 250 }, ['r5', 'r3']],
    [{ keepRollouts: 100, keepDays: 0 }, []],
  ])('with %o prunes %o', (limits, expected) => {
    expect(planJournalPrune(rollouts, limits, nowMs).map((each) => each.rollout)).toEqual(expected)
  })
})
