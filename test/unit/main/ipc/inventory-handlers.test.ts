import { describe, expect, it } from 'vitest'
import { checkCommand } from '../../../../src/main/commands/command-template'
import { insertDebts } from '../../../../src/main/db/repositories/debts'
import { updateRolloutResult } from '../../../../src/main/db/repositories/rollouts'
import { SqliteInventory } from '../../../../src/main/db/inventory'
import { SqliteRolloutBook } from '../../../../src/main/db/rollout-book'
import { settleDebt } from '../../../../src/main/db/repositories/debts'
import { inventoryHandlers, type InventoryServices } from '../../../../src/main/ipc/inventory-handlers'
import { dispatch } from '../../../../src/main/ipc/router'
import { removeApp } from '../../../../src/main/rollout/remove-app'
import { exportSpec } from '../../../../src/main/spec/spec-export'
import { parseSpecFile } from '../../../../src/main/spec/spec-file'
import { parseSpecJson, writeSpecJson } from '../../../../src/main/spec/spec-json'
import { asDebtId, asHostName } from '../../../../src/shared/domain/ids'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { specFixture } from '../../../helpers/rollout-fixture'
import { newRollout, tempDbWithRollout } from '../../../helpers/temp-db'

function opened() {
  const db = tempDbWithRollout()
  const changed: string[] = []
  const inventory = new SqliteInventory(db, (app) => changed.push(app))
  inventory.saveApp(specFixture({ hosts: 3, strategy: { batches: [1], pause: '30s' } }))
  const services: InventoryServices = {
    inventory,
    parseSpecs: parseSpecFile,
    exportSpec,
    writeSpec: writeSpecJson,
    readSpec: (data) => parseSpecJson(data, checkCommand),
    removeApp: (app) => removeApp({ inventory, book: new SqliteRolloutBook(db) }, app),
  }
  const handlers = inventoryHandlers(services) as unknown as Handlers
  const ask = async (name: string, input: object) => {
    const result = await dispatch(handlers, name, input)
    return result.ok ? result.value : result.error.code
  }
  const read = async () => ((await ask('spec:read', { app: 'shop' })) as { spec: Record<string, unknown> }).spec
  return { ask, read, inventory, db, changed, handlers }
}

describe('inventoryHandlers', () => {
  it('show what a file would change, and store it when it is applied', async () => {
    const { ask, inventory } = opened()
    const { text } = (await ask('spec:export', { app: 'shop' })) as { text: string }
    const file = { text: `${text}owner: ops\n`, fileName: '/srv/lastmile.yml' }
    const changes = [{ app: 'shop', changes: [{ kind: 'added', path: 'owner', after: 'ops' }] }]
    expect(await ask('spec:preview', file)).toEqual(changes)
    expect(inventory.findApp('shop')?.owner).toBeUndefined()
    expect(await ask('spec:apply', file)).toEqual(changes)
    expect(inventory.findApp('shop')?.owner).toBe('ops')
    expect(await ask('spec:export', { app: 'none' })).toBe('rollout.app-unknown')
  })

  it('give an app to edit as a file would write it, and take it back', async () => {
    const { ask, read, inventory, changed } = opened()
    const before = await read()
    expect(before).toMatchObject({ environments: [{ strategy: { batches: [1], pause: '30s' } }] })
    const spec = { ...before, owner: 'ops' }
    const changes = [{ kind: 'added', path: 'owner', after: 'ops' }]
    expect(await ask('spec:save', { spec, before, preview: true })).toEqual(changes)
    expect([inventory.findApp('shop')?.owner, changed]).toEqual([undefined, ['shop']])
    expect(await ask('spec:save', { spec, before, preview: false })).toEqual(changes)
    expect([inventory.findApp('shop')?.owner, changed]).toEqual(['ops', ['shop', 'shop']])
    expect(await ask('spec:save', { spec: before, before, preview: false })).toBe('spec.changed-since')
    expect(await ask('spec:save', { spec: { app: 'cart' }, before: spec, preview: false })).toBe('spec.changed-since')
    expect(await ask('spec:save', { spec: { app: 'cart' }, preview: false })).toEqual([
      { kind: 'added', path: 'app', after: 'cart' },
    ])
  })

  it('say at which place an edited app is wrong', async () => {
    const { handlers, read } = opened()
    const spec = await read()
    const wrong = {
      ...spec,
      lifecycle: { restart: { run: "sh -c 'echo {version}'" } },
      environments: (spec['environments'] as object[]).map((each) => ({ ...each, strategy: { soak: 'long' } })),
    }
    const soak = await dispatch(handlers, 'spec:save', { spec: wrong, preview: true })
    expect(soak).toMatchObject({
      error: {
        code: 'spec.invalid',
        message: expect.stringContaining('environments[production].strategy.soak: "long" is not a duration'),
        details: { problems: [{ at: ['environments', 0, 'strategy', 'soak'] }] },
      },
    })
    const command = await dispatch(handlers, 'spec:save', { spec: { ...wrong, environments: [] }, preview: true })
    expect(command).toMatchObject({ error: { details: { problems: [{ at: ['lifecycle', 'restart', 'run'] }] } } })
  })

  it('list apps, and forget one that is neither being released nor owes anything', async () => {
    const { ask, db } = opened()
    expect(await ask('app:list', {})).toEqual([
      { app: 'shop', environments: [{ name: 'production', isProtected: false, hosts: 3 }] },
    ])
    expect(await ask('app:remove', { app: 'shop' })).toBe('rollout.app-in-use')
    const { id: rollout, app, environment } = newRollout()
    updateRolloutResult(db, rollout, 'failed', 5)
    const debt = { id: asDebtId('d1'), kind: 'mute', host: asHostName('web-01'), recordedAtMs: 1 } as const
    insertDebts(db, [{ ...debt, rollout, app, environment }])
    expect(await ask('app:remove', { app: 'shop' })).toBe('rollout.app-in-use')
    settleDebt(db, debt.id, { atMs: 2, by: 'ann' })
    expect(await ask('app:remove', { app: 'shop' })).toEqual({})
    expect(await ask('app:list', {})).toEqual([])
    expect(await ask('app:remove', { app: 'shop' })).toBe('rollout.app-unknown')
  })
})
