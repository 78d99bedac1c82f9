import { describe, expect, it } from 'vitest'
import { saveApp } from '../../../../../src/main/db/repositories/apps'
import { countHosts, listAppHeads, listClusterHeads } from '../../../../../src/main/db/repositories/clusters'
import { recordHostStates } from '../../../../../src/main/db/repositories/host-states'
import { appSpec } from '../../../../../src/shared/domain/app-spec'
import { asHostName } from '../../../../../src/shared/domain/ids'
import { plansOf, tempDb } from '../../../../helpers/temp-db'

const environment = (name: string, hosts: readonly string[]) => ({
  name,
  protected: name === 'production',
  hosts: hosts.map((host) => ({ name: host })),
  otherHosts: [{ name: 'lb-01' }],
})

function filled() {
  const db = tempDb()
  const environments = [environment('test', ['t-01']), environment('production', ['p-01', 'p-02', 'p-03', 'p-04'])]
  saveApp(db, appSpec.parse({ app: 'shop', tier: 1, environments }))
  saveApp(db, appSpec.parse({ app: 'cart', owner: 'ann' }))
  const seen = { app: 'shop', environment: 'production', observedAtMs: 9 }
  recordHostStates(db, [
    { ...seen, host: asHostName('p-01'), version: '1', health: 'healthy' },
    { ...seen, host: asHostName('p-02'), version: '1', health: 'unhealthy', observedAtMs: 5 },
    { ...seen, host: asHostName('p-03'), health: 'unknown', detail: 'refused' },
  ])
  return db
}

describe('clusters', () => {
  it('are told without their hosts', () => {
    const db = filled()
    expect(listAppHeads(db)).toEqual([
      { app: 'cart', owner: 'ann' },
      { app: 'shop', tier: '1' },
    ])
    expect(listClusterHeads(db)).toEqual([
      { app: 'shop', environment: 'test', isProtected: false },
      { app: 'shop', environment: 'production', isProtected: true },
    ])
  })

  it('count their hosts by version, without those that only help', () => {
    const production = { app: 'shop', environment: 'production' }
    const none = { healthy: 0, unhealthy: 0, unreachable: 0, unknown: 0 }
    expect(countHosts(filled())).toEqual([
      { ...production, hosts: 2, ...none, unreachable: 1, unknown: 1, observedAtMs: 9 },
      { ...production, version: '1', hosts: 2, ...none, healthy: 1, unhealthy: 1, observedAtMs: 5 },
      { app: 'shop', environment: 'test', hosts: 1, ...none, unknown: 1 },
    ])
  })

  it('look up each host’s state by its key', () => {
    expect(plansOf(filled(), (db) => void countHosts(db))).toEqual([
      expect.stringContaining('SEARCH s USING PRIMARY KEY (app=? AND environment=? AND host=?)'),
    ])
  })
})
