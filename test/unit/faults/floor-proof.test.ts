import { describe, expect, it } from 'vitest'
import type { FaultResult } from '../../faults/fault-result'
import { longestBlindMs, tellFloorProof, withFloorProof } from '../../faults/floor-proof'

const held: FaultResult = {
  id: 'console.sigkill',
  title: 'killed',
  state: 'held',
  times: 1,
  outcome: 'It succeeded.',
  checked: ['versions', 'floor over time'],
  seconds: 1,
  seed: 1,
}

describe('withFloorProof', () => {
  it('only notes the gap where the traffic was watched closely', () => {
    expect(withFloorProof(held, longestBlindMs)).toEqual({ ...held, longestGapMs: longestBlindMs })
  })

  it('says that the floor is not proven where a drain may have been missed', () => {
    expect(withFloorProof(held, 611.7)).toEqual({
      ...held,
      longestGapMs: 612,
      outcome: 'It succeeded. Not proven: that the floor was held, since nobody looked at the traffic for 612 ms.',
      checked: ['versions', 'floor over time (not proven)'],
    })
  })

  it('leaves alone what nobody watched, and what failed', () => {
    const failed: FaultResult = { ...held, state: 'failed' }
    expect(withFloorProof(held, undefined)).toEqual(held)
    expect(withFloorProof(failed, 900)).toEqual({ ...failed, longestGapMs: 900 })
  })
})

describe('tellFloorProof', () => {
  it('tells the longest gap, and where the floor is not proven', () => {
    expect(tellFloorProof([held])).toBe('nobody watched the traffic')
    expect(tellFloorProof([{ ...held, longestGapMs: 40 }])).toBe(
      'the traffic was never unwatched for longer than 40 ms (bound 250 ms)',
    )
    expect(tellFloorProof([held, { ...held, longestGapMs: 612 }])).toBe(
      'the traffic was never unwatched for longer than 612 ms (bound 250 ms); the floor is not proven in console.sigkill',
    )
  })
})
