import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interleaveByZone } from '../../../../src/shared/domain/zone-order'
import { clusters, hostsOf } from '../../../helpers/plan-fixture'

const order = (text: string) =>
  interleaveByZone(hostsOf(text))
    .map((host) => host.name)
    .join(' ')

describe('interleaveByZone', () => {
  it.each([
    ['a1 a2 a3 b1 b2 b3 c1 c2 c3', 'a1 b1 c1 a2 b2 c2 a3 b3 c3'],
    ['a1 a2 a3 a4 b1 b2', 'a1 b1 a2 a3 b2 a4'],
    ['a1 a2 a3 a4 b1', 'a1 a2 b1 a3 a4'],
    ['1 2 a1 a2', '1 a1 2 a2'],
    ['b2 b1', 'b2 b1'],
    ['', ''],
  ])('orders "%s" as "%s"', (hosts, expected) => {
    expect(order(hosts)).toBe(expected)
  })

  it('gives every stretch about its share of each zone', () => {
    fc.assert(
      fc.property(clusters(60), fc.nat(60), fc.nat(60), (hosts, from, length) => {
        const ordered = interleaveByZone(hosts)
        expect(new Set(ordered)).toEqual(new Set(hosts))
        const stretch = ordered.slice(from, from + length)
        for (const [zone, members] of Map.groupBy(hosts, (host) => host.zone)) {
          const here = stretch.filter((host) => host.zone === zone).length
          const share = (members.length * stretch.length) / hosts.length
          // Each of up to six zones is off by less than one host at either end.
          expect(Math.abs(here - share)).toBeLessThan(6)
        }
      }),
    )
  })
})
