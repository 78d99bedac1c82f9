import { describe, expect, it } from 'vitest'
import { SqliteInventory } from '../../../../src/main/db/inventory'
import { insertDebts } from '../../../../src/main/db/repositories/debts'
import { listHostDeeds } from '../../../../src/main/db/repositories/host-history'
import { SqliteRolloutBook } from '../../../../src/main/db/rollout-book'
import { hostHandlers, type HostServices } from '../../../../src/main/ipc/host-handlers'
import { dispatch } from '../../../../src/main/ipc/router'
import { asDebtId, asHostName } from '../../../../src/shared/domain/ids'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { specFixture } from '../../../helpers/rollout-fixture'
import { newRollout, tempDbWithRollout } from '../../../helpers/temp-db'

const cluster = { app: 'shop', environment: 'production' }

function opened() {
  const db = tempDbWithRollout()
  const inventory = new SqliteInventory(db)
  const spec = specFixture({ hosts: 3 })
  inventory.saveApp(spec)
  const asked: unknown[] = []
  const services: HostServices = {
    inventory,
    book: new SqliteRolloutBook(db),
    importHosts: (app) => ({ ...app, owner: 'imported' }),
    check: (_, hosts) => {
      asked.push(hosts)
      return Promise.resolve([])
    },
    history: (of) => listHostDeeds(db, of.app, of.environment, of.host),
    exec: (_, command, timeoutMs) => {
      asked.push([command, timeoutMs])
      return Promise.resolve([{ host: 'web-01', exitCode: 0, output: 'up' }])
    },
  }
  const handlers = hostHandlers(services) as unknown as Handlers
  const ask = async (name: string, input: object) => {
    const result = await dispatch(handlers, name, input)
    return result.ok ? result.value : result.error.code
  }
  return { ask, asked, db, inventory }
}

describe('hostHandlers', () => {
  it('import hosts, or only show what that would change', async () => {
    const { ask, inventory } = opened()
    const input = { ...cluster, format: 'csv', text: 'name\n', fileName: 'hosts.csv' }
    expect(await ask('host:import', { ...input, preview: true })).toMatchObject([{ path: 'owner' }])
    expect(inventory.findApp('shop')?.owner).toBeUndefined()
    await ask('host:import', { ...input, preview: false })
    expect(inventory.findApp('shop')?.owner).toBe('imported')
  })

  it('list hosts with what was last seen of them and what is owed to them', async () => {
    const { ask, db, inventory } = opened()
    const host = asHostName('web-02')
    inventory.recordHostStates('shop', 'production', [{ host, version: '1.0.0', isServing: true, observedAtMs: 7 }])
    const debt = { ...cluster, host, rollout: newRollout().id, recordedAtMs: 1 }
    const kinds = ['mute', 'drain', 'drain'] as const
    insertDebts(
      db,
      kinds.map((kind, n) => ({ ...debt, id: asDebtId(`d${n}`), kind })),
    )
    const hosts = (await ask('host:list', cluster)) as object[]
    expect(hosts).toMatchObject([
      { name: 'web-01', debts: [] },
      { name: 'web-02', version: '1.0.0', isServing: true, observedAtMs: 7, debts: ['mute', 'drain'] },
      { name: 'web-03', debts: [] },
    ])
    expect(await ask('host:list', {})).toEqual(hosts)
    expect(await ask('host:list', { environment: 'test' })).toEqual([])
    expect(await ask('host:list', { app: 'none' })).toBe('rollout.app-unknown')
  })

  it('check the hosts that are named, or all, and run a command on all', async () => {
    const { ask, asked } = opened()
    await ask('host:check', cluster)
    await ask('host:check', { ...cluster, hosts: ['web-02'] })
    expect(await ask('host:exec', { ...cluster, command: 'uptime', timeoutMs: 5 })).toMatchObject([{ output: 'up' }])
    expect(asked).toEqual([undefined, ['web-02'], ['uptime', 5]])
  })
})
