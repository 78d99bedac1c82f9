import { createColors } from 'picocolors'
import { describe, expect, it } from 'vitest'
import { summarise, summaryBlock } from '../../../../../src/main/cli/demo/summary-block'
import { judgeDemo } from '../../../../../src/main/demo/demo-claims'
import { demoFacts, rolledBackFacts } from '../../../../helpers/demo-facts-fixture'

const colors = createColors(false)
const linesOf = (facts = demoFacts()) => summaryBlock(summarise(facts, judgeDemo(facts, 'released')), colors)

describe('summarise', () => {
  it('counts over all rollouts of a demo', () => {
    const facts = rolledBackFacts()
    expect(summarise(facts, judgeDemo(facts, 'rolled-back'))).toMatchObject({
      ok: true,
      result: 'release failed, rollback succeeded',
      durationMs: 8_000,
      batches: 2,
      gatesSigned: 2,
      signedBy: { ann: 1, ben: 1 },
      journalRows: 150,
      journalVerified: true,
      versions: { '1.0.0': 3 },
      faults: ['web-02:verify'],
    })
  })

  it('does not call a journal verified that is not', () => {
    const facts = { ...demoFacts(), journals: [{ rollout: 'release1', ok: false, seq: 3, why: 'is gone' }] }
    expect(summarise(facts, judgeDemo(facts, 'released'))).toMatchObject({ ok: false, journalVerified: false })
  })
})

describe('summaryBlock', () => {
  it('has the failed requests on a line of their own', () => {
    expect(linesOf().filter((line) => line.startsWith('requests failed'))).toEqual(['requests failed: 0'])
  })

  it('shows the numbers and what they prove', () => {
    const lines = linesOf()
    expect(lines.slice(1, 12)).toEqual([
      'Summary',
      'duration:        3.0s',
      'hosts:           3 in 3 zones',
      'batches:         1',
      'gates signed:    1 (ben: 1)',
      'requests served: 900 (1.0.0: 500, 1.1.0: 400)',
      'answered within: 5 ms usually, 30 ms for 99 of 100',
      'requests failed: 0',
      'fewest serving:  2 hosts in traffic, floor 2',
      'journal:         100 rows, journal verified',
      'versions:        1.1.0: 3, as every host answers itself',
    ])
    expect(lines.filter((line) => line.startsWith('✓')).length).toBe(7)
  })

  it('says which claim is not true, and shows the first failures', () => {
    const facts = demoFacts()
    const failure = { atMs: 1, durationMs: 2, host: 'web-02', failure: 'status 502' }
    const lines = linesOf({ ...facts, load: { ...facts.load, failedCount: 4, firstFailures: [failure] } })
    expect(lines).toContain('requests failed: 4')
    expect(lines).toContain('  failed on web-02: status 502')
    expect(lines).toContain('✗ not true: customers were served and no request failed (seen: 4 failed, 900 served)')
  })

  it('admits when this machine could not send all requests', () => {
    const facts = demoFacts()
    const lines = linesOf({ ...facts, load: { ...facts.load, heldBackCount: 12 } })
    expect(lines.find((line) => line.startsWith('requests served'))).toContain('12 not sent, this machine was too busy')
  })
})
