import { describe, expect, it } from 'vitest'
import type { Inventory } from '../../../../src/main/ports/inventory'
import {
  getCluster,
  hostNamesOf,
  machineOf,
  requireHosts,
  sshOptionsOf,
  viaMachine,
} from '../../../../src/main/rollout/cluster'
import { specFixture } from '../../../helpers/rollout-fixture'

const app = specFixture({ hosts: 2 })
const inventory = {
  findApp: (name: string) => (name === 'shop' ? app : undefined),
  listApps: () => [app],
} as unknown as Inventory

describe('getCluster', () => {
  it('finds an app in an environment, or says which there are', () => {
    const cluster = getCluster(inventory, 'shop', 'production')
    expect(hostNamesOf(cluster)).toEqual(['web-01', 'web-02'])
    expect(() => getCluster(inventory, 'shp', 'production')).toThrow(/Known: shop/)
    expect(() => getCluster(inventory, 'shop', 'prod')).toThrow(/Known: production/)
  })
})

describe('requireHosts', () => {
  it('refuses names that are no hosts of the cluster', () => {
    const cluster = getCluster(inventory, 'shop', 'production')
    requireHosts(cluster, ['web-01'])
    expect(() => requireHosts(cluster, ['web-01', 'web-1'])).toThrow(/no host "web-1" in production.*web-01, web-02/)
  })
})

describe('machineOf', () => {
  it('reaches a host at its address, or by its name as ssh does', () => {
    const ssh = { user: 'deploy', identityFile: '~/.ssh/key', knownHosts: 'known', agent: false, connectTimeout: 5_000 }
    expect(machineOf({ name: 'web-01', address: '10.0.0.1', port: 2222, user: 'root' }, ssh)).toEqual({
      kind: 'ssh',
      name: 'web-01',
      address: '10.0.0.1',
      port: 2222,
      user: 'root',
      ssh: sshOptionsOf(ssh),
    })
    expect(machineOf({ name: 'web-01' }, {})).toMatchObject({ address: 'web-01' })
    expect(sshOptionsOf(ssh)).toEqual({
      user: 'deploy',
      identityFiles: ['~/.ssh/key'],
      knownHostsFile: 'known',
      useAgent: false,
      connectTimeoutMs: 5_000,
      configFile: undefined,
    })
  })
})

describe('viaMachine', () => {
  it('is another host of the environment, a host of the cluster, or a name for ssh', () => {
    const others = [{ name: 'lb-01', address: '10.0.0.9', labels: {}, canary: false }]
    const hosts = [{ name: 'web-01', address: '10.0.0.1' }]
    const addressOf = (name: string) => viaMachine(name, hosts, others, {}).address
    expect([addressOf('lb-01'), addressOf('web-01'), addressOf('else')]).toEqual(['10.0.0.9', '10.0.0.1', 'else'])
  })

  it('does not wait behind hosts', () => {
    const hosts = [{ name: 'web-01' }]
    expect([viaMachine('web-01', hosts, [], {}).goesFirst, machineOf({ name: 'web-01' }, {}).goesFirst]).toEqual([
      true,
      undefined,
    ])
  })
})
