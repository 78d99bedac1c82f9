import { describe, expect, it } from 'vitest'
import { overrideStrategy } from '../../../../src/shared/domain/strategy-override'
import type { AppError } from '../../../../src/shared/errors/app-error'
import { specFixture } from '../../../helpers/rollout-fixture'

const strategy = { maxUnavailable: 2, batches: [1], signOff: { approvers: 2, notBy: 'starter' } }

function environment(isProtected: boolean, own: object = strategy) {
  return specFixture({ hosts: 10, isProtected, strategy: own }).environments[0]!
}

function errorOf(work: () => unknown): Pick<AppError, 'code' | 'message'> {
  try {
    work()
    return { code: 'console.other', message: 'no error' }
  } catch (error) {
    return error as AppError
  }
}

describe('overrideStrategy', () => {
  it('takes the place of the environment’s; sign-offs and floor stay where nothing is said of them', () => {
    const chosen = overrideStrategy(environment(true), { kind: 'rolling', batches: ['20%'], pause: '5s' })
    expect(chosen).toEqual({
      kind: 'rolling',
      batches: [{ percent: 20 }],
      pause: 5_000,
      maxUnavailable: { hosts: 2 },
      signOff: { approvers: 2, notBy: 'starter' },
    })
  })

  it.each([
    ['plan.fewer-approvers', { signOff: { approvers: 1, notBy: 'starter' } }],
    ['plan.starter-signs', { signOff: { approvers: 3 } }],
    ['plan.lower-floor', { maxUnavailable: '30%' }],
  ])('refuses what asks for less in a protected environment: %s', (code, written) => {
    expect(errorOf(() => overrideStrategy(environment(true), written)).code).toBe(code)
    expect(() => overrideStrategy(environment(false), written)).not.toThrow()
  })

  it('lets a protected environment be stricter', () => {
    const written = { maxUnavailable: '10%', signOff: { approvers: 3, notBy: 'starter' } }
    expect(overrideStrategy(environment(true), written)).toMatchObject({ maxUnavailable: { percent: 10 } })
    expect(overrideStrategy(environment(true, {}), { maxUnavailable: 4 })).toMatchObject({
      maxUnavailable: { hosts: 4 },
    })
    expect(errorOf(() => overrideStrategy(environment(true, {}), { maxUnavailable: 5 })).message).toContain(
      'Set maxUnavailable to 4 hosts or less',
    )
  })

  it('names what it does not understand', () => {
    const { code, message } = errorOf(() => overrideStrategy(environment(false), { soak: 'long', batchs: [1] }))
    expect(code).toBe('plan.bad-strategy')
    expect(message).toContain('unknown key "batchs"; did you mean "batches"?')
    expect(message).toContain('soak: "long" is not a duration')
    expect(errorOf(() => overrideStrategy(environment(false), 'fast')).code).toBe('plan.bad-strategy')
  })
})
