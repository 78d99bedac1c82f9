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

  it('asks for a secret with what is known of the keychain, or without a word of it', () => {
    const asked = { kind: 'secret', question: 'q1', text: 'Passphrase for id', askedAtMs: 0 }
    const parse = (more: object) => requests['question:list'].output.safeParse([{ ...asked, ...more }]).success
    const states = ['ready', 'no-keyring', 'locked'].map((keychain) => parse({ keychain }))
    expect([parse({}), ...states, parse({ keychain: 'open' })]).toEqual([true, true, true, true, false])
    const answer = requests['question:answer'].input
    expect(answer.safeParse({ question: 'q1', secret: 's', keep: true }).success).toBe(true)
    expect(answer.safeParse({ question: 'q1', secret: 's', keep: 'yes' }).success).toBe(false)
  })
})
