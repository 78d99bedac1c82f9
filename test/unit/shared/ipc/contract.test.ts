import { describe, expect, it } from 'vitest'
import { requests } from '../../../../src/shared/ipc/contract'

describe('requests', () => {
  it.each(['rollout:sign', 'rollout:resume', 'rollout:retry'] as const)(
    '%s takes a person, not the console itself',
    (name) => {
      const parse = (by: string) => requests[name].input.safeParse({ rollout: 'r1', by }).success
      expect([parse('ann'), parse(''), parse('console')]).toEqual([true, false, false])
    },
  )

  it('refuses keys it does not know', () => {
    expect(requests['rollout:find'].input.safeParse({ rollout: 'r1', force: true }).success).toBe(false)
  })
})
