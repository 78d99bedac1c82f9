import { describe, expect, it } from 'vitest'
import { groupGates } from '../../../../../src/renderer/features/new-launch/gate-groups'

const tick = { kind: 'tick', id: 'on-call', ask: 'On-call informed', blocking: true, waivableBy: 'anyone' }
const before = (batch: number, items = [tick]) => ({
  gate: `before-batch-${batch}`,
  position: 'before-batch',
  batch,
  items,
})

describe('groupGates', () => {
  it('makes one of the gates before batches that ask the same', () => {
    const gates = [
      { gate: 'before-launch', position: 'before-launch', items: [] },
      before(1, []),
      before(2),
      before(3),
      before(4),
      { gate: 'before-closing', position: 'before-closing', items: [] },
    ]
    const groups = groupGates(gates).map(({ position, firstBatch, lastBatch, gates: count }) => [
      position,
      firstBatch,
      lastBatch,
      count,
    ])
    expect(groups).toEqual([
      ['before-launch', undefined, undefined, 1],
      ['before-batch', 1, 1, 1],
      ['before-batch', 2, 4, 3],
      ['before-closing', undefined, undefined, 1],
    ])
  })
})
