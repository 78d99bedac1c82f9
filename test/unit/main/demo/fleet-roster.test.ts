import { describe, expect, it } from 'vitest'
import { planRoster, resolveFaultHosts } from '../../../../src/main/demo/fleet-roster'

describe('planRoster', () => {
  it('names hosts, deals them to zones in turn and marks the first as canary', () => {
    expect(planRoster(4, 3)).toEqual([
      { name: 'web-01', zone: 'a', isCanary: true },
      { name: 'web-02', zone: 'b', isCanary: false },
      { name: 'web-03', zone: 'c', isCanary: false },
      { name: 'web-04', zone: 'a', isCanary: false },
    ])
  })

  it('gives all names the same length', () => {
    const names = planRoster(200, 3).map(({ name }) => name)
    expect([names[0], names[6], names.at(-1)]).toEqual(['web-001', 'web-007', 'web-200'])
  })

  it.each([
    [0, 3, 'demo.bad-host-count'],
    [1.5, 3, 'demo.bad-host-count'],
    [1_001, 3, 'demo.bad-host-count'],
    [12, 0, 'demo.bad-zone-count'],
    [12, 27, 'demo.bad-zone-count'],
  ])('refuses %d hosts in %d zones', (hosts, zones, code) => {
    expect(() => planRoster(hosts, zones)).toThrow(expect.objectContaining({ code }))
  })
})

describe('resolveFaultHosts', () => {
  it.each([
    ['web-7', 12, 'web-07'],
    ['web-07', 12, 'web-07'],
    ['web-007', 12, 'web-07'],
    ['web-7', 200, 'web-007'],
    ['web-10', 200, 'web-010'],
  ])('takes %s of %d hosts for %s', (host, count, name) => {
    expect(resolveFaultHosts(planRoster(count, 3), [{ host, step: 'drain' }])).toEqual([{ host: name, step: 'drain' }])
  })

  it.each(['web-04', 'web-0', 'db-01', 'web-', '7'])('names the hosts there are when asked for %s', (host) => {
    expect(() => resolveFaultHosts(planRoster(3, 3), [{ host, step: 'drain' }])).toThrow(
      `The demo fleet has no host ${host} to let fail. Its hosts are web-01 to web-03.`,
    )
  })
})
