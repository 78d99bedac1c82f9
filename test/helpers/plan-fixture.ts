import fc from 'fast-check'
import { asHostName } from '../../src/shared/domain/ids'
import { planRollout, type Plan, type PlanHost, type PlanInput } from '../../src/shared/domain/plan'
import type { Amount } from '../../src/shared/domain/spec-fields'
import type { Strategy } from '../../src/shared/domain/strategy'
import { AppError } from '../../src/shared/errors/app-error'

/** A strategy of plain batches of one host; name what differs. */
export function strategyOf(changes: Partial<Strategy> = {}): Strategy {
  return {
    kind: 'rolling',
    batches: [{ hosts: 1 }],
    soakMs: 0,
    pauseMs: 0,
    budget: { batch: { hosts: 0 }, rollout: { hosts: 0 } },
    signOff: { approvers: 1 },
    ...changes,
  }
}

/**
 * Hosts written as words: `a1` is a host in zone a, `1` one without a zone; `a1*` is marked as canary, `a1-` does not
 * serve.
 */
export function hostsOf(text: string): PlanHost[] {
  const words = text.split(/\s+/).filter((word) => word !== '')
  return words.map((word) => {
    const name = word.replace(/[*-]/g, '')
    const zone = /^[a-z]+/.exec(name)?.[0]
    return {
      name: asHostName(name),
      ...(zone === undefined ? {} : { zone }),
      isCanary: word.includes('*'),
      isServing: !word.includes('-'),
    }
  })
}

/** As many serving hosts in one zone as are asked for, the first of them marked as canary. */
export function manyHosts(count: number, zones = 1): PlanHost[] {
  return Array.from({ length: count }, (_, i) => ({
    name: asHostName(`web-${i + 1}`),
    zone: `zone-${i % zones}`,
    isCanary: i === 0,
    isServing: true,
  }))
}

export function planInput(hosts: readonly PlanHost[], changes: Partial<Strategy> = {}, isProtected = false): PlanInput {
  return {
    app: 'shop',
    environment: isProtected ? 'production' : 'test',
    isProtected,
    strategy: strategyOf(changes),
    hosts,
  }
}

/** Clusters of 0 to `max` hosts in 0 to 6 zones, some of them not serving, some marked as canary; small ones often. */
export function clusters(max: number): fc.Arbitrary<PlanHost[]> {
  const host = (zones: number) =>
    fc.record({
      zone: zones === 0 ? fc.constant(undefined) : fc.integer({ min: 1, max: zones }).map((zone) => `zone-${zone}`),
      isCanary: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
      isServing: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 1),
    })
  return fc
    .tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom(Math.min(6, max), max))
    .chain(([zones, maxLength]) => fc.array(host(zones), { maxLength, size: 'max' }))
    .map((hosts) => hosts.map((each, i) => ({ ...each, name: asHostName(`h${i}`) })))
}

const amounts: fc.Arbitrary<Amount> = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((hosts) => ({ hosts })),
  fc.integer({ min: 0, max: 1_000 }).map((tenths) => ({ percent: tenths / 10 })),
)

/** Every kind of strategy, legal or not. */
export const strategies: fc.Arbitrary<Strategy> = fc
  .record({
    kind: fc.constantFrom<Strategy['kind']>('canary', 'canary', 'rolling', 'rolling', 'all-at-once'),
    canaryHosts: fc.integer({ min: 1, max: 2 }),
    batches: fc.array(amounts, { minLength: 1, maxLength: 4 }),
    maxUnavailable: fc.option(amounts, { nil: undefined }),
  })
  .map(({ kind, canaryHosts, batches, maxUnavailable }) =>
    strategyOf({
      kind,
      batches,
      ...(kind === 'canary' ? { canary: { hosts: canaryHosts, soakMs: 0 } } : {}),
      ...(maxUnavailable ? { maxUnavailable } : {}),
    }),
  )

/** Any question a planner may be asked about clusters of at most `max` hosts. */
export function planInputs(max: number): fc.Arbitrary<PlanInput> {
  return fc
    .tuple(clusters(max), strategies, fc.boolean())
    .map(([hosts, strategy, isProtected]) => ({ ...planInput(hosts, {}, isProtected), strategy }))
}

export type Refusal = { readonly code: string; readonly nearest: number; readonly error: AppError }
export type Answer = { readonly code: 'plan'; readonly plan: Plan } | Refusal

/** Plan and tell how it went; anything but a plan or an AppError is a bug and fails the test. */
export function ask(input: PlanInput, planner: (input: PlanInput) => Plan = planRollout): Answer {
  try {
    return { code: 'plan', plan: planner(input) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { code: error.code, nearest: Number(error.details['nearest']), error }
  }
}
