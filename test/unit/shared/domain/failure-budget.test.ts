import { describe, expect, it } from 'vitest'
import { describeBudget, isBudgetExceeded } from '../../../../src/shared/domain/failure-budget'

const none = { hosts: 0 }
const endless = { percent: 100 }

describe('isBudgetExceeded', () => {
  it.each([
    // batch failures of hosts, rollout failures of hosts, budgets of both, answer
    [0, 5, 0, 20, none, none, undefined],
    [1, 5, 1, 20, none, none, 'batch'],
    [2, 5, 2, 20, { hosts: 2 }, { hosts: 2 }, undefined],
    [3, 5, 3, 20, { hosts: 2 }, { hosts: 9 }, 'batch'],
    [0, 5, 3, 20, none, { hosts: 2 }, 'rollout'],
    [1, 5, 3, 20, { hosts: 1 }, { hosts: 2 }, 'rollout'],
    [2, 10, 2, 100, { percent: 29 }, endless, undefined],
    [3, 10, 3, 100, { percent: 29 }, endless, 'batch'],
    [0, 10, 29, 100, none, { percent: 29 }, undefined],
    [0, 10, 30, 100, none, { percent: 29 }, 'rollout'],
    [1, 4, 1, 4, { percent: 24 }, endless, 'batch'],
    [5, 5, 5, 20, endless, endless, 'batch-all-failed'],
    [1, 1, 1, 20, { hosts: 3 }, { hosts: 3 }, 'batch-all-failed'],
    [0, 0, 0, 20, none, none, undefined],
  ] as const)(
    'after %s of %s in the batch and %s of %s in all, with budgets %j and %j, is %s',
    (batchFailures, batchHosts, rolloutFailures, rolloutHosts, batch, rollout, expected) => {
      const count = { batchFailures, batchHosts, rolloutFailures, rolloutHosts, budget: { batch, rollout } }
      expect(isBudgetExceeded(count)).toBe(expected)
    },
  )
})

describe('describeBudget', () => {
  it('says how many failures stop the rollout', () => {
    expect(describeBudget({ hosts: 2 }, 20)).toBe('stops when failures exceed 2')
    expect(describeBudget({ percent: 25 }, 10)).toBe('stops when failures exceed 2')
  })
})
