import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitIntoSizes } from '../../../../src/shared/domain/batch-size'
import type { PlanHost } from '../../../../src/shared/domain/plan'
import { splitZones } from '../../../../src/shared/domain/zone-split'
import { clusters, hostsOf } from '../../../helpers/plan-fixture'

const free = { isFixed: () => false, firstMixed: 0, maxServing: Infinity }
const names = (batches: readonly (readonly PlanHost[])[]) =>
  batches.map((batch) => batch.map((host) => host.name).join(' '))

/** How many zones of two or more hosts (all of them, and the serving ones) one batch holds entirely. */
function countWhole(batches: readonly (readonly PlanHost[])[]): number {
  const holders = new Map<string, number[]>()
  for (const [position, batch] of batches.entries()) {
    for (const { zone, isServing } of batch) {
      if (zone === undefined) continue
      for (const key of isServing ? [`all ${zone}`, `serving ${zone}`] : [`all ${zone}`])
        holders.set(key, [...(holders.get(key) ?? []), position])
    }
  }
  return [...holders.values()].filter((held) => held.length > 1 && new Set(held).size === 1).length
}

/** The fewest whole zones of any way to fill batches of these sizes, by trying them all. */
function fewestWhole(hosts: readonly PlanHost[], batches: readonly (readonly PlanHost[])[]): number {
  const filled: PlanHost[][] = batches.map(() => [])
  const place = (next: number): number => {
    const host = hosts[next]
    if (!host) return countWhole(filled)
    const counts = filled.map((batch, position) => {
      if (batch.length >= (batches[position]?.length ?? 0)) return Infinity
      batch.push(host)
      const count = place(next + 1)
      batch.pop()
      return count
    })
    return Math.min(...counts)
  }
  return place(0)
}

const cut = (hosts: readonly PlanHost[], sizes: readonly number[]) => {
  const rest = [...hosts]
  return splitIntoSizes(hosts.length, sizes).map((size) => rest.splice(0, size))
}

describe('splitZones', () => {
  it('swaps a host of a whole zone with one of another batch', () => {
    expect(names(splitZones([hostsOf('a1'), hostsOf('b1 a2 b2'), hostsOf('a3')], free))).toEqual([
      'b1',
      'a1 a2 b2',
      'a3',
    ])
  })

  it('leaves batches alone in which no zone is whole', () => {
    const batches = [hostsOf('a1 b1'), hostsOf('b2 a2')]
    expect(splitZones(batches, free)).toEqual(batches)
  })

  it('keeps the serving hosts of a zone apart even when others of that zone are elsewhere', () => {
    const split = splitZones([hostsOf('a1- b1'), hostsOf('a2 a3'), hostsOf('b2')], free)
    expect(countWhole(split)).toBe(0)
  })

  it('swaps hosts of unlike status only where that is allowed and leaves room above the floor', () => {
    const batches = [hostsOf('a1 a2'), hostsOf('b1- b2-'), hostsOf('b3-')]
    expect(countWhole(splitZones(batches, { ...free, maxServing: 1 }))).toBe(0)
    expect(splitZones(batches, { ...free, maxServing: 0 })).toEqual(batches)
    expect(splitZones(batches, { ...free, firstMixed: 1 })).toEqual(batches)
  })

  it('never moves a host that is fixed', () => {
    const batches = [hostsOf('a1* a2*'), hostsOf('b1 b2 c1')]
    expect(names(splitZones(batches, { ...free, isFixed: (host) => host.isCanary }))).toEqual(['a1 a2', 'b1 b2 c1'])
  })

  it('leaves as few whole zones as any other way to fill the batches would', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(clusters(7), sizes, (hosts, listed) => {
        const batches = cut(hosts, listed)
        const split = splitZones(batches, free)
        expect(split.flat().toSorted(byName)).toEqual(batches.flat().toSorted(byName))
        expect(split.map((batch) => batch.length)).toEqual(batches.map((batch) => batch.length))
        expect(countWhole(split)).toBe(fewestWhole(hosts, batches))
      }),
      { numRuns: 400 },
    )
  })

  it('copes with a thousand hosts in five hundred zones', () => {
    const hosts = Array.from({ length: 500 }, (_, i) => hostsOf(`${letters(i)}1 ${letters(i)}2`)).flat()
    const split = splitZones(cut(hosts, [900, 100]), free)
    expect(countWhole(split)).toBe(2 * 400)
  })
})

const byName = (a: PlanHost, b: PlanHost) => a.name.localeCompare(b.name)
const letters = (i: number) => String(i).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)))
