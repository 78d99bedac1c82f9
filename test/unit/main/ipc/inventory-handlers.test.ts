import { describe, expect, it } from 'vitest'
import { inventoryHandlers, type InventoryServices } from '../../../../src/main/ipc/inventory-handlers'
import { dispatch } from '../../../../src/main/ipc/router'
import { SqliteInventory } from '../../../../src/main/db/inventory'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { specFixture } from '../../../helpers/rollout-fixture'
import { tempDb } from '../../../helpers/temp-db'

function opened() {
  const inventory = new SqliteInventory(tempDb())
  const spec = specFixture({ hosts: 3, strategy: { batches: [1] } })
  inventory.saveApp(spec)
  const services: InventoryServices = {
    inventory,
    parseSpecs: () => [{ ...spec, owner: 'ops' }],
    exportSpec: ({ app }) => `app: ${app}`,
  }
  const handlers = inventoryHandlers(services) as unknown as Handlers
  const ask = async (name: string, input: object) => {
    const result = await dispatch(handlers, name, input)
    return result.ok ? result.value : result.error.code
  }
  return { ask, inventory }
}

describe('inventoryHandlers', () => {
  it('show what a file would change, and store it when it is applied', async () => {
    const { ask, inventory } = opened()
    const file = { text: 'app: shop', fileName: 'lastmile.yml' }
    const changes = [{ app: 'shop', changes: [{ kind: 'added', path: 'owner', after: 'ops' }] }]
    expect(await ask('spec:preview', file)).toEqual(changes)
    expect(inventory.findApp('shop')?.owner).toBeUndefined()
    expect(await ask('spec:apply', file)).toEqual(changes)
    expect(inventory.findApp('shop')?.owner).toBe('ops')
    expect(await ask('spec:export', { app: 'shop' })).toEqual({ text: 'app: shop' })
    expect(await ask('spec:export', { app: 'none' })).toBe('rollout.app-unknown')
  })

  it('list apps', async () => {
    const { ask } = opened()
    expect(await ask('app:list', {})).toEqual([
      { app: 'shop', environments: [{ name: 'production', isProtected: false, hosts: 3 }] },
    ])
  })
})
