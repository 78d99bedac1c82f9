import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchSizeOf, protectedBatchLimit } from '../../../../src/shared/domain/batch-size'
import type { PlanInput } from '../../../../src/shared/domain/plan'
import type { Strategy } from '../../../../src/shared/domain/strategy'
import { ask, hostsOf, manyHosts, planInput, planInputs, type Refusal } from '../../../helpers/plan-fixture'

/** Hold something for every random question that is refused with this code; enough of them must be. */
function forRefusals(code: string, check: (input: PlanInput, refusal: Refusal) => void) {
  let seen = 0
  fc.assert(
    fc.property(planInputs(60), (input) => {
      const answer = ask(input)
      if (!('error' in answer) || answer.code !== code) return
      seen += 1
      check(input, answer)
    }),
    { numRuns: 3_000 },
  )
  expect(seen).toBeGreaterThan(10)
}

const changed = (input: PlanInput, changes: Partial<Strategy>): PlanInput => ({
  ...input,
  strategy: { ...input.strategy, ...changes },
})

/** The same question with no size above `limit`; all at once becomes batches of that size. */
function withSizes(input: PlanInput, limit: number): PlanInput {
  if (input.strategy.kind === 'all-at-once') return changed(input, { kind: 'rolling', batches: [{ hosts: limit }] })
  const sizes = input.strategy.batches.map((size) => Math.min(limit, batchSizeOf(size, input.hosts.length)))
  return changed(input, { batches: sizes.map((hosts) => ({ hosts })) })
}

function refusalOf(input: PlanInput) {
  const answer = ask(input)
  return 'error' in answer
    ? { code: answer.code, message: answer.error.message, details: answer.error.details }
    : answer
}

describe('requireHosts', () => {
  it('refuses a cluster without hosts and says where to add them', () => {
    expect(refusalOf(planInput([], {}, true))).toMatchObject({
      code: 'plan.no-hosts',
      details: { app: 'shop', environment: 'production' },
    })
  })
})

describe('requireBatches', () => {
  it('refuses all at once where the environment is protected', () => {
    expect(refusalOf(planInput(manyHosts(3), { kind: 'all-at-once' }, true)).code).toBe('plan.all-at-once-protected')
    expect(refusalOf(planInput(manyHosts(3), { kind: 'all-at-once' }, false)).code).toBe('plan')
  })
})

describe('requireBelowHalf', () => {
  it('refuses a batch of half the cluster with the rule, the numbers and the nearest legal size', () => {
    expect(refusalOf(planInput(manyHosts(10), { batches: [{ hosts: 1 }, { percent: 50 }] }, true))).toEqual({
      code: 'plan.batch-too-large',
      message:
        'Batch 2 would take 5 of 10 hosts at once; in the protected environment production a batch stays below 50 %: at most 4. Use a size of 4 or less.',
      details: { batch: 2, hosts: 5, total: 10, nearest: 4, environment: 'production' },
    })
  })

  it('refuses two canaries where two are half of the cluster', () => {
    const two = { kind: 'canary', canary: { hosts: 2, soakMs: 0 } } as const
    expect(refusalOf(planInput(manyHosts(4), two, true))).toMatchObject({
      code: 'plan.canary-too-large',
      details: { batch: 0, hosts: 2, total: 4, nearest: 1, environment: 'production' },
    })
    expect(refusalOf(planInput(manyHosts(5), two, true)).code).toBe('plan')
    expect(refusalOf(planInput(manyHosts(1), two, true)).code).toBe('plan')
  })

  it('judges the sizes really planned, not those that are listed', () => {
    const few = planInput(manyHosts(3), { batches: [{ hosts: 1 }, { hosts: 1 }, { percent: 90 }] }, true)
    expect(refusalOf(few).code).toBe('plan')
  })

  it('names a size that meets the rule', () => {
    forRefusals('plan.batch-too-large', (input, { nearest }) => {
      expect(nearest).toBe(protectedBatchLimit(input.hosts.length))
      expect(ask(withSizes(input, nearest)).code).not.toBe('plan.batch-too-large')
    })
    forRefusals('plan.canary-too-large', (input, { nearest }) => {
      const answer = ask(changed(input, { canary: { hosts: nearest, soakMs: 0 } }))
      expect(answer.code).not.toBe('plan.canary-too-large')
    })
  })
})

describe('requireSpare', () => {
  it('refuses when not one serving host can be taken out', () => {
    expect(refusalOf(planInput(hostsOf('a1 a2- b1 b2'), { maxUnavailable: { percent: 25 } }))).toEqual({
      code: 'plan.floor-unreachable',
      message:
        'With maxUnavailable 25% the floor is 3 of 4 and 3 serve, so not one host can be taken out. Set maxUnavailable to 2 or more, or bring hosts back first.',
      details: { floor: 3, total: 4, serving: 3, maxUnavailable: '25%', nearest: 2 },
    })
  })

  it('allows a cluster in which nothing serves: there is nothing to lose', () => {
    expect(refusalOf(planInput(hostsOf('a1- a2- b1-'), { maxUnavailable: { hosts: 0 } })).code).toBe('plan')
  })

  it('names the smallest maxUnavailable with which a host can be taken out', () => {
    forRefusals('plan.floor-unreachable', (input, { nearest }) => {
      expect(ask(changed(input, { maxUnavailable: { hosts: nearest } })).code).toMatch(/^plan$|^plan\.below-floor$/)
      expect(ask(changed(input, { maxUnavailable: { hosts: nearest - 1 } })).code).toBe('plan.floor-unreachable')
    })
  })
})

describe('requireCanaryAboveFloor', () => {
  it('refuses canaries that would undercut the floor', () => {
    const strategy = { kind: 'canary', canary: { hosts: 2, soakMs: 0 }, maxUnavailable: { hosts: 1 } } as const
    expect(refusalOf(planInput(manyHosts(5), strategy))).toMatchObject({
      code: 'plan.below-floor',
      message:
        'A canary batch of 2 hosts would leave 3 of 5 serving; the floor is 4. The largest batch that keeps it is 1: use smaller batches, or raise maxUnavailable.',
      details: { batch: 0, hosts: 2, total: 5, servingAfter: 3, floor: 4, nearest: 1 },
    })
  })
})

describe('requireAboveFloor', () => {
  it('refuses a batch that would undercut the floor with the largest size that does not', () => {
    expect(refusalOf(planInput(manyHosts(10), { batches: [{ hosts: 5 }], maxUnavailable: { percent: 40 } }))).toEqual({
      code: 'plan.below-floor',
      message:
        'Batch 1 of 5 hosts would leave 5 of 10 serving; the floor is 6. The largest batch that keeps it is 4: use smaller batches, or raise maxUnavailable.',
      details: { what: 'Batch 1', batch: 1, hosts: 5, total: 10, servingAfter: 5, floor: 6, nearest: 4 },
    })
  })

  it('counts hosts that are down against the floor', () => {
    const hosts = hostsOf('a1 a2 a3 a4 a5 a6 a7 a8 a9 a10-')
    const four = planInput(hosts, { batches: [{ hosts: 4 }], maxUnavailable: { percent: 40 } })
    expect(refusalOf(four)).toMatchObject({
      code: 'plan.below-floor',
      details: { batch: 2, servingAfter: 5, nearest: 3 },
    })
  })

  it('names a size that gets a plan, and no larger size would', () => {
    forRefusals('plan.below-floor', (input, { nearest, error }) => {
      const { batch, hosts } = error.details
      if (batch === 0) {
        const answer = ask(changed(input, { canary: { hosts: nearest, soakMs: 0 } }))
        return expect('error' in answer && answer.error.details['batch'] === 0).toBe(false)
      }
      expect(ask(withSizes(input, nearest)).code).toBe('plan')
      for (let size = nearest + 1; size < Number(hosts); size += 1) {
        expect(ask(withSizes(input, size)).code).toBe('plan.below-floor')
      }
    })
  })
})
