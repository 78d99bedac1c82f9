import { describe, expect, it } from 'vitest'
import { endingOf, floorOf, judgeDemo } from '../../../../src/main/demo/demo-claims'
import type { DemoEnding, DemoFacts } from '../../../../src/main/demo/demo-facts'
import { demoFacts, rolledBackFacts, rolloutView } from '../../../helpers/demo-facts-fixture'

const lies = (facts: DemoFacts, ending: DemoEnding) =>
  judgeDemo(facts, ending)
    .filter(({ holds }) => !holds)
    .map(({ id, seen }) => `${id}: ${seen}`)

describe('judgeDemo', () => {
  it('believes a good release and a good rollback', () => {
    expect([lies(demoFacts(), 'released'), lies(rolledBackFacts(), 'rolled-back')]).toEqual([[], []])
  })

  it.each<[string, Partial<DemoFacts>, string[]]>([
    ['a failed request', { load: { ...demoFacts().load, failedCount: 1 } }, ['requests: 1 failed, 900 served']],
    [
      'customers who were never served',
      { load: { ...demoFacts().load, servedCount: 0 } },
      ['requests: 0 failed, 0 served'],
    ],
    [
      'a host on another version',
      {
        versions: new Map([
          ['web-01', '1.1.0'],
          ['web-02', '1.0.0'],
          ['web-03', undefined],
        ]),
      },
      ['versions: web-02 1.0.0, web-03 does not answer'],
    ],
    ['nobody to ask', { versions: new Map(), serving: [] }, ['versions: nobody was asked']],
    ['too few hosts in traffic', { fewestServing: 1 }, ['floor: fewest 1, floor 2']],
    ['a host that stays out', { serving: ['web-01', 'web-02'] }, ['traffic: out: web-03; muted: none']],
    ['a host that stays muted', { silenced: ['web-02'] }, ['traffic: out: none; muted: web-02']],
    [
      'a journal that was changed',
      { journals: [{ rollout: 'a', ok: false, seq: 7, why: 'has another hash' }] },
      ['journal: a row 7 has another hash'],
    ],
    ['no journal at all', { journals: [] }, ['journal: none']],
    ['a debt', { openDebts: [{ host: 'web-02', kind: 'mute' }] }, ['debts: web-02 (mute)']],
    ['a release that failed', { rollouts: [rolloutView({ state: 'failed' })] }, ['result: release failed']],
    ['no rollout', { rollouts: [] }, ['result: no rollout', 'floor: fewest 2, floor unknown']],
    [
      'a rollback that nobody wanted',
      { rollouts: [rolloutView({ state: 'failed' }), rolloutView({ type: 'rollback' })] },
      ['result: release failed, rollback succeeded'],
    ],
  ])('finds %s', (_, wrong, expected) => {
    expect(lies({ ...demoFacts(), ...wrong }, 'released')).toEqual(expected)
  })

  it('finds a failure that was not made on purpose', () => {
    const other = { ...rolledBackFacts(), faults: [{ host: 'web-01', step: 'drain' as const }] }
    expect(lies(other, 'rolled-back')).toEqual(['fault: web-02:verify'])
  })

  it('finds that what was broken on purpose did not fail', () => {
    const [release, rollback] = [rolloutView({ state: 'failed' }), rolloutView({ type: 'rollback' })]
    expect(lies({ ...rolledBackFacts(), rollouts: [release, rollback] }, 'rolled-back')).toEqual(['fault: none'])
  })

  it('names a few of many hosts', () => {
    const versions = new Map(Array.from({ length: 9 }, (_, i) => [`web-${i + 1}`, '1.0.0']))
    const [first] = lies({ ...demoFacts(), versions, serving: [...versions.keys()] }, 'released')
    expect(first).toBe('versions: web-1 1.0.0, web-2 1.0.0, web-3 1.0.0, web-4 1.0.0, web-5 1.0.0 and 4 more')
  })
})

describe('endingOf', () => {
  it.each([
    ['a release', demoFacts(), 'released'],
    ['a rollback', rolledBackFacts(), 'rolled-back'],
    ['a release that waits', { ...demoFacts(), rollouts: [rolloutView({ state: 'waiting' })] }, undefined],
    ['nothing', { ...demoFacts(), rollouts: [] }, undefined],
  ])('tells how %s ended', (_, facts, expected) => {
    expect(endingOf(facts)).toBe(expected)
  })
})

describe('floorOf', () => {
  it('takes the highest of all rollouts', () => {
    expect(floorOf({ ...demoFacts(), rollouts: [rolloutView({ floor: 2 }), rolloutView({ floor: 3 })] })).toBe(3)
  })
})
