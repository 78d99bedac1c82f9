import { describe, expect, it } from 'vitest'
import { addressText, conditionsOf } from '../../../../../src/renderer/features/fleet/host-condition'
import {
  countConditions,
  everything,
  filterHosts,
  versionsOf,
} from '../../../../../src/renderer/features/fleet/host-filter'
import type { WireHost } from '../../../../../src/shared/ipc/requests/inventory-requests'

const host = (name: string, more: Partial<WireHost> = {}): WireHost => ({
  app: 'shop',
  environment: 'production',
  name,
  address: `10.0.0.${name.length}`,
  labels: {},
  isCanary: false,
  debts: [],
  ...more,
})

const hosts = [
  host('web-01', { labels: { zone: 'a', rack: '12' }, version: '4.1.7', isHealthy: true, isServing: true }),
  host('web-02', { labels: { zone: 'b' }, version: '4.1.7', isHealthy: false, isServing: false }),
  host('web-03', { labels: { zone: 'ab' }, version: '4.2.1', isHealthy: true, debts: ['mute', 'drain'] }),
  host('web-04', { address: 'fe80::3', isHealthy: true, problem: 'it does not answer' }),
  host('web-05'),
]
const namesOf = (found: readonly WireHost[]) => found.map(({ name }) => name)

describe('filterHosts', () => {
  it.each([
    ['', ['web-01', 'web-02', 'web-03', 'web-04', 'web-05']],
    ['WEB-01', ['web-01']],
    ['zone:a', ['web-01']],
    ['zone:', ['web-01', 'web-02', 'web-03']],
    ['Zone:A rack:12', ['web-01']],
    ['zone:a web-02', []],
    ['fe80::3', ['web-04']],
    ['4.2', ['web-03']],
    ['12', ['web-01']],
  ])('finds by "%s"', (text, names) => {
    expect(namesOf(filterHosts(hosts, { ...everything, text }))).toEqual(names)
  })

  it('shows a host in which one of the wanted conditions holds', () => {
    expect(namesOf(filterHosts(hosts, { ...everything, conditions: ['out', 'unknown'] }))).toEqual([
      'web-02',
      'web-03',
      'web-05',
    ])
  })

  it('asks for words, condition and version at once', () => {
    const filter = { text: 'web', conditions: ['healthy' as const], version: '4.1.7' }
    expect(namesOf(filterHosts(hosts, filter))).toEqual(['web-01'])
  })

  it('gives the same array when nothing is asked for, so that nothing is drawn again', () => {
    expect(filterHosts(hosts, { ...everything, text: '  ' })).toBe(hosts)
  })
})

describe('conditionsOf', () => {
  it('takes a host that could not be read for unreachable, whatever was known before', () => {
    expect(hosts.map(conditionsOf)).toEqual([
      ['healthy'],
      ['unhealthy', 'out'],
      ['healthy', 'out', 'muted'],
      ['unreachable'],
      ['unknown'],
    ])
  })
})

describe('countConditions', () => {
  it('counts a host in each of its conditions', () => {
    expect(countConditions(hosts)).toEqual({ healthy: 2, unhealthy: 1, unreachable: 1, out: 2, muted: 1, unknown: 1 })
  })
})

describe('versionsOf', () => {
  it('names what most hosts run first and leaves out what is not known', () => {
    expect(versionsOf(hosts)).toEqual([
      { version: '4.1.7', hosts: 2 },
      { version: '4.2.1', hosts: 1 },
    ])
  })
})

describe('addressText', () => {
  it.each([
    [{ address: 'a.example.com' }, 'a.example.com'],
    [{ address: '10.0.0.1', port: 2222 }, '10.0.0.1:2222'],
    [{ address: 'fe80::3', port: 22 }, '[fe80::3]:22'],
    [{ address: 'fe80::3' }, 'fe80::3'],
  ])('writes %j', (at, text) => {
    expect(addressText(at)).toBe(text)
  })
})
