import { describe, expect, it } from 'vitest'
import { SqliteInventory } from '../../../../src/main/db/inventory'
import type { HostObservation } from '../../../../src/main/ports/inventory'
import { asHostName } from '../../../../src/shared/domain/ids'
import { specFixture } from '../../../helpers/rollout-fixture'
import { tempDb } from '../../../helpers/temp-db'

describe('SqliteInventory', () => {
  it('gives back apps and observations as they were', () => {
    const inventory = new SqliteInventory(tempDb())
    const spec = specFixture({ hosts: 3, isProtected: true, strategy: { batches: [1, '50%'], soak: '5m' } })
    inventory.saveApp(spec)
    expect([inventory.findApp('shop'), inventory.listApps(), inventory.findApp('x')]).toEqual([spec, [spec], undefined])
    const states: HostObservation[] = [
      { host: asHostName('web-01'), version: '1', digest: 'ab', isHealthy: false, isServing: false, observedAtMs: 5 },
      { host: asHostName('web-02'), observedAtMs: 5, problem: 'no answer' },
    ]
    inventory.recordHostStates('shop', 'production', states)
    expect(inventory.listHostStates('shop', 'production')).toEqual(states)
    expect(inventory.listHostStates('shop', 'test')).toEqual([])
  })
})
