import { describe, expect, it } from 'vitest'
import { strategySpec } from '../../../../src/shared/domain/app-spec'
import { resolveStrategy } from '../../../../src/shared/domain/strategy'

const resolve = (spec: unknown, isProtected = false, total = 12) =>
  resolveStrategy(strategySpec.parse(spec), isProtected, total)

describe('resolveStrategy', () => {
  it('starts protected environments with a canary that soaks ten minutes', () => {
    expect(resolve({}, true)).toEqual({
      kind: 'canary',
      canary: { hosts: 1, soakMs: 600_000 },
      batches: [{ hosts: 1 }, { percent: 10 }, { percent: 25 }],
      soakMs: 0,
      pauseMs: 0,
      budget: { batch: { hosts: 0 }, rollout: { hosts: 0 } },
      signOff: { approvers: 1 },
    })
  })

  it('rolls through other environments without one', () => {
    expect(resolve({}, false)).toMatchObject({ kind: 'rolling' })
    expect(resolve({}, false)).not.toHaveProperty('canary')
  })

  it.each([
    [{ canary: { hosts: 2, soak: '30s' } }, false, { kind: 'canary', canary: { hosts: 2, soakMs: 30_000 } }],
    [{ kind: 'canary' }, false, { kind: 'canary', canary: { hosts: 1, soakMs: 60_000 } }],
    [{ kind: 'canary' }, true, { kind: 'canary', canary: { hosts: 1, soakMs: 600_000 } }],
    [{ canary: false }, true, { kind: 'rolling' }],
    [{ kind: 'rolling' }, true, { kind: 'rolling' }],
    [{ kind: 'all-at-once' }, false, { kind: 'all-at-once' }],
  ])('reads %j (protected: %s)', (spec, isProtected, expected) => {
    const { kind, canary } = resolve(spec, isProtected)
    expect({ kind, ...(canary ? { canary } : {}) }).toEqual(expected)
  })

  it('keeps whatever is named', () => {
    const spec = {
      kind: 'rolling',
      batches: '20%',
      maxUnavailable: '40%',
      soak: '2m',
      pause: '30s',
      stopWhenFailuresExceed: { batch: 1, rollout: '10%' },
      signOff: { approvers: 2, notBy: 'starter' },
    }
    expect(resolve(spec)).toEqual({
      kind: 'rolling',
      batches: [{ percent: 20 }],
      maxUnavailable: { percent: 40 },
      soakMs: 120_000,
      pauseMs: 30_000,
      budget: { batch: { hosts: 1 }, rollout: { percent: 10 } },
      signOff: { approvers: 2, notBy: 'starter' },
    })
  })

  it('never asks for more canaries than there are hosts', () => {
    expect(resolve({ canary: { hosts: 2 } }, true, 1).canary?.hosts).toBe(1)
  })

  it('is plain JSON', () => {
    for (const spec of [{}, { canary: { hosts: 1 }, maxUnavailable: 1, signOff: { notBy: 'starter' } }]) {
      const strategy = resolve(spec, true)
      expect(JSON.parse(JSON.stringify(strategy))).toStrictEqual(strategy)
    }
  })
})
