import { describe, expect, it } from 'vitest'
import { debtGroups } from '../../../../../src/renderer/features/board/debt-groups'

const owed = (app: string, debt: string) => ({ app, environment: 'production', debt })

describe('debtGroups', () => {
  it('puts debts of one cluster together, in their order', () => {
    const [first, second, third] = [owed('shop', 'a'), owed('mail', 'b'), owed('shop', 'c')]
    expect(debtGroups([first, second, third]).map(({ debts }) => debts)).toEqual([[first, third], [second]])
  })

  it('keeps the key of a group whose first debt was settled', () => {
    const [first, second] = [owed('shop', 'a'), owed('shop', 'b')]
    expect(debtGroups([second])[0]?.key).toBe(debtGroups([first, second])[0]?.key)
  })
})
