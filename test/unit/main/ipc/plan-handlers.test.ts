import { describe, expect, it } from 'vitest'
import { SqliteChecklistBook } from '../../../../src/main/db/checklist-book'
import { SqliteInventory } from '../../../../src/main/db/inventory'
import { planHandlers } from '../../../../src/main/ipc/plan-handlers'
import { dispatch } from '../../../../src/main/ipc/router'
import type { HostObservation } from '../../../../src/main/ports/inventory'
import type { ClusterFacts } from '../../../../src/main/rollout/create-rollout'
import { asHostName, type HostName } from '../../../../src/shared/domain/ids'
import type { Handlers, WirePlan } from '../../../../src/shared/ipc/contract'
import { FakeFleet } from '../../../helpers/fake-fleet'
import { specFixture } from '../../../helpers/rollout-fixture'
import { noSecrets } from '../../../helpers/secrets'
import { tempDb } from '../../../helpers/temp-db'

const wanted = { app: 'shop', environment: 'production', version: '1.1.0', live: false }

function opened(parts: Partial<Parameters<typeof specFixture>[0]> = {}) {
  const db = tempDb()
  const inventory = new SqliteInventory(db)
  inventory.saveApp(specFixture({ hosts: 4, strategy: { batches: [1], soak: '5s' }, ...parts }))
  const seen = ['1.0.0', '1.0.0', '0.9.0'].map((version, n): [HostName, HostObservation] => {
    const host = asHostName(`web-0${n + 1}`)
    return [host, { host, version, isServing: n !== 2, observedAtMs: 1 }]
  })
  const facts: ClusterFacts = { observations: new Map(seen), openDebts: [] }
  const nothing: ClusterFacts = { observations: new Map(), openDebts: [] }
  const services = {
    inventory,
    checklists: new SqliteChecklistBook(db),
    secrets: noSecrets,
    survey: () => Promise.resolve(facts),
    remembered: () => nothing,
    pace: () => Promise.resolve({ batchMs: 1_000, stepMs: {} }),
    releases: { find: () => undefined },
    shell: new FakeFleet([]),
    httpGet: () => Promise.resolve({ status: 404, body: '' }),
  }
  const handlers = planHandlers(services) as unknown as Handlers
  return async (more: object = {}) => {
    const result = await dispatch(handlers, 'plan:make', { ...wanted, ...more })
    return result.ok ? (result.value as WirePlan) : result.error.code
  }
}

const hostsOf = (plan: string | WirePlan) => (typeof plan === 'string' ? plan : plan.batches.map(({ hosts }) => hosts))

describe('plan:make', () => {
  it('tells all that a rollout would be, from what was seen last or now', async () => {
    const make = opened()
    expect(await make()).toMatchObject({ serving: 4, running: [] })
    expect(await make({ live: true })).toMatchObject({
      hosts: 4,
      floor: 0,
      serving: 3,
      strategy: { kind: 'rolling', batches: [{ hosts: 1 }], soakMs: 5_000 },
      running: [
        { version: '1.0.0', hosts: 2 },
        { version: '0.9.0', hosts: 1 },
      ],
      expectedMs: 4 * (1_000 + 5_000),
      gates: [
        { gate: 'before-launch', items: [] },
        { gate: 'before-batch-1', batch: 1, items: [{ id: 'floor' }] },
        { gate: 'before-batch-2' },
        { gate: 'before-batch-3' },
        { gate: 'before-batch-4' },
      ],
    })
    expect(await make({ environment: 'test' })).toBe('rollout.environment-unknown')
  })

  it('takes a strategy for this time only', async () => {
    const make = opened()
    expect(hostsOf(await make({ strategy: { batches: ['50%'] } }))).toEqual([
      ['web-01', 'web-02'],
      ['web-03', 'web-04'],
    ])
    expect(hostsOf(await make())).toHaveLength(4)
    expect(await make({ strategy: { batches: ['many'] } })).toBe('plan.bad-strategy')
  })

  it('warns first of what a start would refuse about the package, where that is asked', async () => {
    const make = opened({ isProtected: true })
    const codesOf = (plan: string | WirePlan) =>
      typeof plan === 'string' ? plan : plan.warnings.map(({ code }) => code).slice(0, 1)
    expect(codesOf(await make({ checkRelease: true }))).toEqual(['release.no-digest'])
    expect(codesOf(await make({ checkRelease: true, sha256: '1'.repeat(64) }))).not.toContain('release.no-digest')
    expect(codesOf(await make())).not.toContain('release.no-digest')
  })

  it('passes over hosts that are left out, which go on serving', async () => {
    const make = opened({ strategy: { batches: [2] } })
    expect(await make({ exclude: ['web-02'] })).toMatchObject({
      batches: [
        { hosts: ['web-01'], servingAfter: 3 },
        { hosts: ['web-03', 'web-04'], servingAfter: 2 },
      ],
    })
    expect(await make({ exclude: ['db-01'] })).toBe('rollout.no-such-host')
  })
})
