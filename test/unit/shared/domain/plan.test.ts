import { describe, expect, it } from 'vitest'
import { strategySpec } from '../../../../src/shared/domain/app-spec'
import { asHostName } from '../../../../src/shared/domain/ids'
import { planRollback, planRollout, type Plan } from '../../../../src/shared/domain/plan'
import { resolveStrategy } from '../../../../src/shared/domain/strategy'
import { hostsOf, manyHosts, planInput } from '../../../helpers/plan-fixture'

const canary = { kind: 'canary', canary: { hosts: 1, soakMs: 0 } } as const
/** A plan on one line per batch: `0 canary: web-1 | 9 serving`. */
const lines = (plan: Plan) =>
  plan.batches.map(({ index, kind, hosts, servingAfter }) => `${index} ${kind}: ${hosts.join(' ')} | ${servingAfter}`)
const sizes = (plan: Plan) => plan.batches.map((batch) => batch.hosts.length)

describe('planRollout', () => {
  it('gives the canary, then the listed sizes, spread over the zones', () => {
    const strategy = { ...canary, batches: [{ hosts: 1 }, { percent: 25 }] }
    const plan = planRollout(planInput(hostsOf('a1 a2 a3 b1* b2 b3 c1 c2 c3-'), strategy, true))
    expect(plan).toMatchObject({ hosts: 9, floor: 5 })
    expect(lines(plan)).toEqual([
      '0 canary: b1 | 7',
      '1 batch: a1 | 7',
      '2 batch: c1 b2 | 6',
      '3 batch: a2 c3 | 7',
      '4 batch: c2 b3 | 6',
      '5 batch: a3 | 7',
    ])
  })

  it.each([
    [1, [1], 0],
    [2, [1, 1], 1],
    [3, [1, 1, 1], 2],
    [4, [1, 1, 1, 1], 3],
    [10, [1, 1, 1, 2, 2, 2, 1], 6],
    [1_000, [1, 1, 100, 250, 250, 250, 148], 501],
  ])('gives a protected cluster of %s hosts the default batches %j', (count, expected, floor) => {
    const strategy = resolveStrategy(strategySpec.parse({}), true, count)
    const plan = planRollout(planInput(manyHosts(count, 3), strategy, true))
    expect([sizes(plan), plan.floor]).toEqual([expected, floor])
  })

  it('counts batches from 1 without a canary, and ends after a canary that is the whole cluster', () => {
    expect(lines(planRollout(planInput(hostsOf('1 2*'))))).toEqual(['1 batch: 2 | 1', '2 batch: 1 | 1'])
    expect(lines(planRollout(planInput(hostsOf('1*'), canary)))).toEqual(['0 canary: 1 | 0'])
  })

  it('splits a zone that would fall into one batch', () => {
    const plan = planRollout(
      planInput(hostsOf('a1 a2 a3 b1 b2'), { batches: [{ hosts: 1 }, { hosts: 3 }, { hosts: 1 }] }),
    )
    expect(lines(plan)).toEqual(['1 batch: b1 | 4', '2 batch: a1 a2 b2 | 2', '3 batch: a3 | 4'])
  })

  it('splits a zone against the even shares of hosts that are down, but not against the floor', () => {
    const two = { batches: [{ hosts: 2 }, { hosts: 8 }] }
    const apart = planRollout(planInput(hostsOf('a1 a2 1- 2- 3- 4- 5- 6- 7- 8-'), two))
    expect(apart.batches.map((batch) => batch.servingAfter)).toEqual([1, 1])
    const tight = { batches: [{ hosts: 4 }], maxUnavailable: { hosts: 5 } }
    const full = planRollout(planInput(hostsOf('a1* a2* b1 c1 b2- c2- d1-'), tight))
    expect(lines(full)).toEqual(['1 batch: b1 a2 d1 c2 | 2', '2 batch: a1 c1 b2 | 2'])
  })

  it('takes canaries that are left over first, in their order', () => {
    const plan = planRollout(planInput(hostsOf('a1 b1* b2 a2* b3*'), { ...canary, batches: [{ hosts: 2 }] }))
    expect(lines(plan).slice(0, 2)).toEqual(['0 canary: b1 | 4', '1 batch: a2 b3 | 3'])
  })

  it('takes all hosts at once where that is asked for', () => {
    const plan = planRollout(planInput(hostsOf('a1 a2 b1-'), { kind: 'all-at-once', batches: [{ hosts: 0 }] }))
    expect(lines(plan)).toEqual(['1 batch: a1 a2 b1 | 0'])
  })

  it('puts hosts that are down where the floor needs them', () => {
    const strategy = { batches: [{ hosts: 1 }, { hosts: 1 }, { hosts: 4 }], maxUnavailable: { hosts: 4 } }
    const plan = planRollout(planInput(hostsOf('1- 2 3 4 5 6'), strategy))
    expect(lines(plan)).toEqual(['1 batch: 2 | 4', '2 batch: 3 | 4', '3 batch: 4 5 6 1 | 2'])
  })

  it('releases to hosts that are down even when too few serve already', () => {
    const plan = planRollout(planInput(hostsOf('1- 2- 3-'), { batches: [{ hosts: 2 }] }))
    expect(lines(plan)).toEqual(['1 batch: 1 2 | 0', '2 batch: 3 | 0'])
  })

  it('plans a thousand hosts in no time', () => {
    const started = performance.now()
    const hosts = manyHosts(1_000, 6).map((host, i) => ({ ...host, isServing: i % 7 > 0 }))
    planRollout(planInput(hosts, { ...canary, batches: [{ hosts: 1 }] }, true))
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

describe('planRollback', () => {
  it('takes hosts that are down first, then as many as the floor and the half allow', () => {
    const plan = planRollback(planInput(hostsOf('a1 a2 a3 a4 a5- b1 b2 b3 b4 b5'), canary, true))
    expect(lines(plan)).toEqual(['1 batch: a5 a1 b1 a2 | 6', '2 batch: b2 a3 b3 a4 | 6', '3 batch: b4 b5 | 8'])
  })

  it('takes only the targets, but counts the capacity of the whole cluster', () => {
    const targets = ['1', '4'].map(asHostName)
    const plan = planRollback({ ...planInput(hostsOf('1 2 3 4'), { maxUnavailable: { hosts: 1 } }), targets })
    expect(plan).toMatchObject({ hosts: 4, floor: 3 })
    expect(lines(plan)).toEqual(['1 batch: 1 | 3', '2 batch: 4 | 3'])
    expect(planRollback({ ...planInput(hostsOf('1 2')), targets: [] }).batches).toEqual([])
  })

  it('is not barred by the hosts that failed: once they are back there is capacity again', () => {
    const plan = planRollback(planInput(hostsOf('1- 2- 3 4'), { maxUnavailable: { hosts: 2 } }))
    expect(lines(plan)).toEqual(['1 batch: 1 2 | 2', '2 batch: 3 4 | 2'])
  })

  it('is refused when hosts that are down for other reasons leave no capacity', () => {
    const targets = [asHostName('3')]
    const input = { ...planInput(hostsOf('1- 2- 3 4'), { maxUnavailable: { hosts: 2 } }), targets }
    expect(() => planRollback(input)).toThrow('Set maxUnavailable to 3 or more')
  })
})
