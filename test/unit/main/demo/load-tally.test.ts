import { describe, expect, it } from 'vitest'
import { LoadTally } from '../../../../src/main/demo/load-tally'

const served = (atMs: number, version = '1.0.0', durationMs = 5) => ({ atMs, durationMs, host: 'web-01', version })
const failed = (atMs: number) => ({ atMs, durationMs: 900, failure: 'status 502' })

describe('LoadTally', () => {
  it('counts answers by outcome and version', () => {
    const tally = new LoadTally()
    for (const answer of [served(0), served(1, '1.1.0'), served(2, '1.1.0'), failed(3)]) tally.add(answer)
    expect(tally.report()).toEqual({
      servedCount: 3,
      failedCount: 1,
      byVersion: { '1.0.0': 1, '1.1.0': 2 },
      firstFailures: [failed(3)],
      heldBackCount: 0,
      p50Ms: 5,
      p99Ms: 900,
    })
  })

  it('reports an empty run', () => {
    expect(new LoadTally().report()).toMatchObject({ servedCount: 0, p50Ms: 0, p99Ms: 0 })
  })

  it('rounds the error rate up, so that 0 means none', () => {
    const tally = new LoadTally()
    for (let i = 0; i < 999; i += 1) tally.add(served(1_000))
    expect(tally.errorPercent(1_500)).toBe(0)
    tally.add(failed(1_000))
    expect(tally.errorPercent(1_500)).toBe(1)
  })

  it('forgets failures after ten seconds', () => {
    const tally = new LoadTally()
    tally.add(failed(1_000))
    tally.add(served(9_000))
    expect([tally.errorPercent(10_999), tally.errorPercent(12_000)]).toEqual([50, 0])
  })

  it('keeps the first failures only', () => {
    const tally = new LoadTally()
    for (let i = 0; i < 50; i += 1) tally.add(failed(i))
    expect(tally.report().firstFailures.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 20 }, (_, i) => i))
    expect(tally.report().failedCount).toBe(50)
  })
})
