import { describe, expect, it } from 'vitest'
import { inventoryHandlers, type InventoryServices } from '../../../../src/main/ipc/inventory-handlers'
import { dispatch } from '../../../../src/main/ipc/router'
import { asHostName } from '../../../../src/shared/domain/ids'
import type { AppSpec } from '../../../../src/shared/domain/app-spec'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { specFixture } from '../../../helpers/rollout-fixture'

const cluster = { app: 'shop', environment: 'production' }

function opened() {
  const spec = specFixture({ hosts: 3, strategy: { batches: [1] } })
  const saved: AppSpec[] = []
  const facts = { observations: new Map(), openDebts: [] }
  const asked: unknown[] = []
  const services = {
    inventory: {
      findApp: (app: string) => (app === 'shop' ? spec : undefined),
      listApps: () => [spec],
      saveApp: (each: AppSpec) => void saved.push(each),
      listHostStates: () => [{ host: asHostName('web-02'), version: '1.0.0', isServing: true, observedAtMs: 7 }],
    } as unknown as InventoryServices['inventory'],
    parseSpecs: () => [spec],
    exportSpec: ({ app }) => `app: ${app}`,
    diffSpecs: (before) => [{ kind: before ? 'changed' : 'added', path: 'owner', after: 'ops' }],
    importHosts: () => ({ ...spec, owner: 'imported' }),
    survey: () => Promise.resolve(facts),
    remembered: () => facts,
    check: (_, hosts) => {
      asked.push(hosts)
      return Promise.resolve([])
    },
    exec: (_, command, timeoutMs) => {
      asked.push([command, timeoutMs])
      return Promise.resolve([{ host: 'web-01', exitCode: 0, output: 'up' }])
    },
  } as InventoryServices
  const handlers = inventoryHandlers(services) as unknown as Handlers
  const ask = async (name: string, input: object) => {
    const result = await dispatch(handlers, name, input)
    return result.ok ? result.value : result.error.code
  }
  return { ask, saved, asked }
}

describe('inventoryHandlers', () => {
  it('show what a file would change, and store it when it is applied', async () => {
    const { ask, saved } = opened()
    const file = { text: 'app: shop', fileName: 'lastmile.yml' }
    const changes = [{ app: 'shop', changes: [{ kind: 'changed', path: 'owner', after: 'ops' }] }]
    expect(await ask('spec:preview', file)).toEqual(changes)
    expect(saved).toEqual([])
    expect(await ask('spec:apply', file)).toEqual(changes)
    expect(saved).toHaveLength(1)
    expect(await ask('spec:export', { app: 'shop' })).toEqual({ text: 'app: shop' })
    expect(await ask('spec:export', { app: 'none' })).toBe('rollout.app-unknown')
  })

  it('import hosts, or only show what that would change', async () => {
    const { ask, saved } = opened()
    const input = { ...cluster, format: 'csv', text: 'name\n', fileName: 'hosts.csv' }
    expect(await ask('host:import', { ...input, preview: true })).toMatchObject([{ path: 'owner' }])
    expect(saved).toEqual([])
    await ask('host:import', { ...input, preview: false })
    expect(saved).toMatchObject([{ owner: 'imported' }])
  })

  it('list apps and hosts with what was last seen of them', async () => {
    const { ask } = opened()
    expect(await ask('app:list', {})).toEqual([
      { app: 'shop', environments: [{ name: 'production', isProtected: false, hosts: 3 }] },
    ])
    const hosts = (await ask('host:list', cluster)) as object[]
    expect(hosts).toHaveLength(3)
    expect(hosts[1]).toMatchObject({ name: 'web-02', version: '1.0.0', isServing: true, observedAtMs: 7 })
    expect(await ask('host:list', { environment: 'test' })).toEqual([])
    expect(await ask('host:list', { app: 'none' })).toBe('rollout.app-unknown')
  })

  it('check the hosts that are named, or all, and run a command on all', async () => {
    const { ask, asked } = opened()
    await ask('host:check', cluster)
    await ask('host:check', { ...cluster, hosts: ['web-02'] })
    expect(await ask('host:exec', { ...cluster, command: 'uptime', timeoutMs: 5 })).toMatchObject([{ output: 'up' }])
    expect(asked).toEqual([['web-01', 'web-02', 'web-03'], ['web-02'], ['uptime', 5]])
  })

  it('make a plan from what was seen, now or last', async () => {
    const { ask } = opened()
    for (const live of [true, false]) {
      expect(await ask('plan:make', { ...cluster, version: '1.1.0', live })).toMatchObject({
        hosts: 3,
        floor: 0,
        batches: [
          { index: 1, hosts: ['web-01'], servingAfter: 2 },
          { index: 2, hosts: ['web-02'] },
          { index: 3, hosts: ['web-03'] },
        ],
      })
    }
    expect(await ask('plan:make', { ...cluster, environment: 'test', version: '1', live: true })).toBe(
      'rollout.environment-unknown',
    )
  })
})
