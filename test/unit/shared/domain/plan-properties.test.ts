import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchSizeOf, protectedBatchLimit } from '../../../../src/shared/domain/batch-size'
import { planRollback, planRollout, type Plan, type PlanHost, type PlanInput } from '../../../../src/shared/domain/plan'
import { splitZones } from '../../../../src/shared/domain/zone-split'
import { ask, planInputs } from '../../../helpers/plan-fixture'

/** Hold something for every random question that gets a plan; enough of them must. */
function forPlans(check: (input: PlanInput, plan: Plan) => void, planner = planRollout) {
  let seen = 0
  fc.assert(
    fc.property(planInputs(300), (input) => {
      const answer = ask(input, planner)
      if (!('plan' in answer)) return
      seen += 1
      check(input, answer.plan)
    }),
    { numRuns: 1_500 },
  )
  expect(seen).toBeGreaterThan(300)
}

const servingIn = (hosts: readonly PlanHost[]) => hosts.filter((host) => host.isServing).length

function membersOf(input: PlanInput, plan: Plan): PlanHost[][] {
  const known = new Map(input.hosts.map((host) => [host.name, host]))
  return plan.batches.map((batch) => batch.hosts.flatMap((name) => known.get(name) ?? []))
}

describe('planRollout', () => {
  it('always gives a plan or a refusal of the plan area with a full sentence, never anything else', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(planInputs(300), (input) => {
        const answer = ask(input)
        seen.add(answer.code)
        if ('error' in answer) expect(answer.error.message).not.toMatch(/\?|undefined|NaN|\{/)
      }),
      { numRuns: 1_500 },
    )
    expect([...seen].toSorted()).toEqual([
      'plan',
      'plan.all-at-once-protected',
      'plan.bad-batch-size',
      'plan.batch-too-large',
      'plan.below-floor',
      'plan.canary-too-large',
      'plan.floor-unreachable',
      'plan.no-hosts',
    ])
  })

  it('puts every host into exactly one batch', () => {
    forPlans((input, plan) => {
      expect(plan.batches.flatMap((batch) => batch.hosts).toSorted()).toEqual(
        input.hosts.map((host) => host.name).toSorted(),
      )
    })
  })

  it('keeps every batch of a protected environment below half of the cluster', () => {
    forPlans(({ isProtected, hosts }, plan) => {
      const largest = Math.max(...plan.batches.map((batch) => batch.hosts.length))
      expect(!isProtected || largest === 1 || largest * 2 < hosts.length).toBe(true)
    })
  })

  it('counts what serves while a batch is out and never takes a serving host below the floor', () => {
    forPlans((input, plan) => {
      for (const [position, members] of membersOf(input, plan).entries()) {
        const taken = servingIn(members)
        const servingAfter = servingIn(input.hosts) - taken
        expect(plan.batches[position]?.servingAfter).toBe(servingAfter)
        expect(taken === 0 || servingAfter >= plan.floor).toBe(true)
      }
    })
  })

  it('follows the list of sizes, whose last entry repeats, and numbers the batches', () => {
    forPlans(({ strategy, hosts }, plan) => {
      const batches = plan.batches.filter((batch) => batch.kind === 'batch')
      expect(batches.map((batch) => batch.index)).toEqual(batches.map((_, i) => i + 1))
      for (const [position, batch] of batches.entries()) {
        const listed = strategy.batches[Math.min(position, strategy.batches.length - 1)] ?? { hosts: NaN }
        const size = strategy.kind === 'all-at-once' ? hosts.length : batchSizeOf(listed, hosts.length)
        if (position < batches.length - 1) expect(batch.hosts.length).toBe(size)
        else expect(batch.hosts.length).toBeLessThanOrEqual(size)
      }
    })
  })

  it('starts with the canaries that are marked, those that serve first, and fills up with serving hosts', () => {
    forPlans((input, plan) => {
      const { strategy, hosts } = input
      const count = Math.min(strategy.canary?.hosts ?? 0, hosts.length)
      const canaries = plan.batches.filter((batch) => batch.kind === 'canary')
      expect(canaries.map((batch) => [batch.index, batch.hosts.length])).toEqual(count === 0 ? [] : [[0, count]])
      if (count === 0) return
      const chosen = membersOf(input, plan)[0] ?? []
      const marked = hosts.filter((host) => host.isCanary).toSorted((a, b) => +b.isServing - +a.isServing)
      const expected = marked.slice(0, count)
      expect(chosen.slice(0, expected.length)).toEqual(expected)
      const filled = chosen.slice(expected.length)
      const others = servingIn(hosts.filter((host) => !host.isCanary))
      expect(servingIn(filled)).toBe(Math.min(filled.length, others))
      expect(plan.warnings.some((warning) => warning.code === 'canary-unmarked')).toBe(filled.length > 0)
    })
  })

  it('takes no whole zone where swapping hosts of the same status with another batch would avoid it', () => {
    forPlans((input, plan) => {
      const batches = membersOf(input, plan)
      const canary = new Set(plan.batches[0]?.kind === 'canary' ? batches[0] : [])
      const isFixed = (host: PlanHost) => host.isCanary && canary.has(host)
      expect(splitZones(batches, { isFixed, firstMixed: Infinity, maxServing: 0 })).toEqual(batches)
    })
  })

  it('gives the same plan for the same question, whatever the hosts are called', () => {
    forPlans((input, plan) => {
      expect(planRollout(structuredClone(input))).toEqual(plan)
      const renamed = input.hosts.map((host) => ({ ...host, name: `x${host.name}` as typeof host.name }))
      expect(planRollout({ ...input, hosts: renamed }).batches.map((batch) => batch.hosts)).toEqual(
        plan.batches.map((batch) => batch.hosts.map((name) => `x${name}`)),
      )
    })
  })
})

describe('planRollback', () => {
  it('takes every host once, in batches that keep the rules and could not be larger', () => {
    forPlans((input, plan) => {
      const limit = input.isProtected ? protectedBatchLimit(input.hosts.length) : input.hosts.length
      const batches = membersOf(input, plan)
      expect(batches.flat().length).toBe(input.hosts.length)
      expect(new Set(batches.flat()).size).toBe(input.hosts.length)
      let serving = servingIn(input.hosts)
      for (const [position, members] of batches.entries()) {
        const taken = servingIn(members)
        const servingAfter = serving - taken
        expect(plan.batches[position]).toMatchObject({ index: position + 1, kind: 'batch', servingAfter })
        expect(taken === 0 || servingAfter >= plan.floor).toBe(true)
        expect(members.length).toBeLessThanOrEqual(limit)
        const isFull = members.length === limit || taken === Math.max(0, serving - plan.floor)
        expect(isFull || position === batches.length - 1).toBe(true)
        serving += members.length - taken
      }
    }, planRollback)
  })

  it('takes the hosts that do not serve before any batch without one', () => {
    forPlans((input, plan) => {
      const idle = membersOf(input, plan).map((members) => members.length - servingIn(members))
      const firstWithout = idle.includes(0) ? idle.indexOf(0) : idle.length
      expect(idle.slice(firstWithout).every((count) => count === 0)).toBe(true)
    }, planRollback)
  })
})
