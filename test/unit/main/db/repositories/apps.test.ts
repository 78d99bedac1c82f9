import { describe, expect, it } from 'vitest'
import { findApp, listApps, saveApp } from '../../../../../src/main/db/repositories/apps'
import { listEnvironmentSummaries } from '../../../../../src/main/db/repositories/environments'
import { listHostStates, recordHostStates } from '../../../../../src/main/db/repositories/host-states'
import { listHosts, listPlacesOfHost } from '../../../../../src/main/db/repositories/hosts'
import { appSpec, type AppSpec } from '../../../../../src/shared/domain/app-spec'
import { asHostName } from '../../../../../src/shared/domain/ids'
import { plansOf, tempDb } from '../../../../helpers/temp-db'

const host = (name: string) => ({ name, address: `10.0.0.${name.slice(-1)}`, labels: { zone: 'a' } })

function shop(hosts: readonly string[], more: Record<string, unknown> = {}): AppSpec {
  return appSpec.parse({
    app: 'shop',
    owner: 'team shop',
    package: { url: 'http://x/{version}.tgz', root: '/srv/shop' },
    lifecycle: { restart: { run: 'restart', timeout: '1m30s' } },
    environments: [
      { name: 'test', hosts: [{ name: 'test-1', user: 'me', port: 2222, canary: true }] },
      {
        name: 'production',
        protected: true,
        hosts: hosts.map(host),
        otherHosts: [host('lb-9')],
        strategy: { canary: { hosts: 1, soak: '10m' }, batches: [1, '10%'] },
        gates: { beforeBatch: [{ id: 'on-call', ask: 'Informed?', kind: 'tick', why: 'INC-2031' }] },
        ...more,
      },
    ],
  })
}

const seen = (name: string) => ({
  app: 'shop',
  environment: 'production',
  host: asHostName(name),
  version: '1.0.0',
  digest: 'ab12',
  health: 'healthy' as const,
  isServing: true,
  observedAtMs: 5,
})

describe('saveApp', () => {
  it('gives back what was saved, in its order', () => {
    const db = tempDb()
    const spec = shop(['web-2', 'web-1'])
    saveApp(db, spec, 7)
    expect(findApp(db, 'shop')).toEqual(spec)
    expect(listApps(db)).toEqual([{ name: 'shop', updatedAtMs: 7 }])
    expect(listHosts(db, 'shop', 'production').hosts.map(({ name }) => name)).toEqual(['web-2', 'web-1'])
    expect(listEnvironmentSummaries(db, 'shop')).toEqual([
      { name: 'test', isProtected: false, hostCount: 1 },
      { name: 'production', isProtected: true, hostCount: 2 },
    ])
    expect(findApp(db, 'other')).toBeUndefined()
  })

  it('replaces environments and hosts, and keeps what was seen of hosts that remain', () => {
    const db = tempDb()
    saveApp(db, shop(['web-1', 'web-2']), 1)
    recordHostStates(db, [seen('web-1'), seen('web-2')])
    const next = shop(['web-3', 'web-2'], { protected: false })
    saveApp(db, { ...next, environments: next.environments.slice(1) }, 2)
    expect(findApp(db, 'shop')?.environments.map(({ name, hosts }) => [name, hosts.length])).toEqual([
      ['production', 2],
    ])
    expect(listHostStates(db, 'shop', 'production')).toEqual([seen('web-2')])
  })

  it('stores an app wholly or not at all', () => {
    const db = tempDb()
    saveApp(db, shop(['web-1']), 1)
    const broken = shop(['web-1', 'web-2'])
    broken.environments[1]?.otherHosts.push({ name: 'web-2', labels: {}, canary: false })
    expect(() => saveApp(db, broken, 2)).toThrow(/UNIQUE/)
    expect([findApp(db, 'shop'), listApps(db)[0]?.updatedAtMs]).toEqual([shop(['web-1']), 1])
  })

  it('says which table has a row it cannot read', () => {
    const db = tempDb()
    saveApp(db, shop(['web-1']), 1)
    db.exec(`UPDATE hosts SET labels = '{"zone":5}' WHERE name = 'web-1'`)
    expect(() => findApp(db, 'shop')).toThrow(
      expect.objectContaining({ code: 'db.bad-row', details: expect.objectContaining({ table: 'hosts' }) }),
    )
  })
})

describe('listPlacesOfHost', () => {
  it('finds a host by name or address', () => {
    const db = tempDb()
    saveApp(db, shop(['web-1']), 1)
    const place = { app: 'shop', environment: 'production', host: 'web-1' }
    expect([listPlacesOfHost(db, 'web-1'), listPlacesOfHost(db, '10.0.0.1'), listPlacesOfHost(db, 'x')]).toEqual([
      [place],
      [place],
      [],
    ])
  })
})

describe('recordHostStates', () => {
  it('keeps the newest observation', () => {
    const db = tempDb()
    recordHostStates(db, [seen('web-1')])
    recordHostStates(db, [{ ...seen('web-1'), observedAtMs: 4, health: 'unhealthy' }])
    expect(listHostStates(db, 'shop', 'production')).toEqual([seen('web-1')])
    const { isServing: _, version: __, digest: ___, ...blank } = seen('web-1')
    const unknown = { ...blank, health: 'unknown' as const, observedAtMs: 6, detail: 'no answer' }
    recordHostStates(db, [unknown])
    expect(listHostStates(db, 'shop', 'production')).toEqual([unknown])
  })
})

describe('hot queries', () => {
  it('use the primary keys', () => {
    const plans = plansOf(tempDb(), (db) => {
      findApp(db, 'shop')
      listHosts(db, 'shop', 'production')
      listHostStates(db, 'shop', 'production')
    })
    expect(plans.every((plan) => plan.startsWith('SEARCH') && !plan.includes('SCAN'))).toBe(true)
    expect(plans.length).toBe(3)
  })
})
