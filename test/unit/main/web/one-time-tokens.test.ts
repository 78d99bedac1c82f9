import { describe, expect, it } from 'vitest'
import { OneTimeTokens } from '../../../../src/main/web/one-time-tokens'
import { FakeClock } from '../../../helpers/fake-clock'

function opened() {
  const clock = new FakeClock()
  return { clock, tokens: new OneTimeTokens(() => clock.nowMs()) }
}

describe('OneTimeTokens', () => {
  it('are 256 bits, each different, and let in once', () => {
    const { tokens } = opened()
    const made = Array.from({ length: 10 }, () => tokens.make())
    expect(new Set(made).size).toBe(10)
    for (const token of made) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(made.map((token) => tokens.redeem(token))).toEqual(made.map(() => true))
    expect(made.map((token) => tokens.redeem(token))).toEqual(made.map(() => false))
  })

  it('let nobody in who has another one', () => {
    const { tokens } = opened()
    const token = tokens.make()
    for (const wrong of ['', token.slice(1), `${token}x`, token.toUpperCase(), 'é'.repeat(40)]) {
      expect(tokens.redeem(wrong), wrong).toBe(false)
    }
    expect(tokens.redeem(token)).toBe(true)
  })

  it('are good for ten minutes', () => {
    const { tokens, clock } = opened()
    const [first, second] = [tokens.make(), tokens.make()]
    clock.advance(10 * 60_000 - 1)
    expect(tokens.redeem(first)).toBe(true)
    clock.advance(1)
    expect(tokens.redeem(second)).toBe(false)
  })

  it('make room for new ones when there are many', () => {
    const { tokens } = opened()
    const made = Array.from({ length: 17 }, () => tokens.make())
    expect([made[0], made[1], made[16]].map((token) => tokens.redeem(token ?? ''))).toEqual([false, true, true])
  })
})
