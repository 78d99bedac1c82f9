import { describe, expect, it } from 'vitest'
import { exitCodes, reasonOf } from '../../../../src/main/commands/exit-code'

describe('reasonOf', () => {
  it('finds each reason by its code', () => {
    const reasons = Object.keys(exitCodes)
    expect(Object.values(exitCodes).map(reasonOf)).toEqual(reasons)
    expect(new Set(Object.values(exitCodes)).size).toBe(reasons.length)
  })

  it.each([0, 1, 127, 255, null])('knows nothing of %s', (exitCode) => expect(reasonOf(exitCode)).toBeUndefined())
})
