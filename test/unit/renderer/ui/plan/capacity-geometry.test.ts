import { describe, expect, it } from 'vitest'
import { planCapacity, spreadLabels } from '../../../../../src/renderer/ui/plan/capacity-geometry'

describe('planCapacity', () => {
  const batches = [
    { hosts: ['a'], servingAfter: 9 },
    { hosts: ['b', 'c', 'd'], servingAfter: 7 },
    { hosts: ['e', 'f', 'g'], servingAfter: 7 },
  ]
  const cluster = { hosts: 10, floor: 6, serving: 10 }
  it('goes down for each batch and up again between them', () => {
    const { line } = planCapacity(batches.slice(0, 1), cluster)
    // all of 10 stand at 6 %, 9 of 10 one tenth of the remaining 94 % lower
    expect(line).toBe('M0 6 H14 V15.4 H86 V6 H100')
  })
  it('names the first of the lowest points and the floor below it', () => {
    const { lowest, floorY } = planCapacity(batches, cluster)
    expect(lowest).toMatchObject({ x: 50, serving: 7, batch: 1 })
    expect(floorY).toBeGreaterThan(lowest?.y ?? 100)
  })
  it('starts where hosts that do not serve leave it', () => {
    const { servingY } = planCapacity(batches, { ...cluster, serving: 5 })
    expect(servingY).toBe(53)
  })
  it('draws a level line without batches', () => {
    expect(planCapacity([], cluster)).toMatchObject({ line: 'M0 6 H100', lowest: undefined })
  })
})

describe('spreadLabels', () => {
  it('leaves labels alone that are apart', () => {
    expect(spreadLabels([6, 40, 80], 14)).toEqual([6, 40, 80])
  })
  it('moves those apart that would cover each other, in their order', () => {
    expect(spreadLabels([6, 30, 20], 14)).toEqual([6, 34, 20])
  })
  it('keeps all of them above the ground', () => {
    expect(spreadLabels([90, 95, 99], 14)).toEqual([72, 86, 100])
  })
})
