import { describe, expect, it } from 'vitest'
import { debtInvariant } from '../../faults/stage/truth-hosts'
import { floorInvariant } from '../../faults/stage/truth-journal'
import { onceInvariant } from '../../faults/stage/truth-steps'
import type { Records, RolloutRecords } from '../../faults/stage/records'
import type { Effect, Site } from '../../faults/stage/site'
import { asHostName, asRolloutId } from '../../../src/shared/domain/ids'
import type { RolloutEvent } from '../../../src/shared/domain/rollout-event'

const rollout = asRolloutId('r1')
const host = asHostName('web-01')
const step = { host, step: 'restart', attempt: 1 } as const
const started: RolloutEvent = { kind: 'step-started', purpose: 'forward', ...step }
const finished: RolloutEvent = { kind: 'step-finished', outcome: 'ok', durationMs: 1, ...step }
const began: Effect = { rollout, step: 'restart', attempt: 1, word: 'begin' }

type Facts = {
  readonly events?: readonly RolloutEvent[]
  readonly effects?: readonly Effect[]
  readonly owed?: readonly string[]
  readonly isServing?: boolean
  readonly lowest?: number
}

/** One host and one rollout with a floor of 3, as far as the invariants look at them. */
function at({ events = [], effects = [], owed = [], isServing = true, lowest = 3 }: Facts) {
  const report = { looks: 9, lowest, longestGapMs: 5, changes: [{ atMs: 1, serving: ['web-01'] }] }
  const site: Site = {
    names: [host],
    firstVersion: '1.0.0',
    observer: { report: () => Promise.resolve(report) },
    versionOf: () => '1.0.0',
    isServing: () => isServing,
    isMuted: () => false,
    homes: () => [],
  }
  const recorded = events.map((event) => ({ event, atMs: 1, actor: 'console' }))
  const state = { settings: { plan: { floor: 3 } } }
  const records = {
    rollouts: [{ rollout, events: recorded, state } as unknown as RolloutRecords],
    openDebts: owed.map((kind) => ({ host, kind })),
  } as unknown as Records
  return { site, effects: new Map([[host, effects]]), records, dataFolder: '/nowhere' }
}

describe('onceInvariant', () => {
  it('holds where each attempt of the journal began once', async () => {
    expect(await onceInvariant.findProblems(at({ events: [started, finished], effects: [began] }))).toEqual([])
  })

  it.each<[string, Facts, string]>([
    ['ran twice', { events: [started, finished], effects: [began, began] }, 'r1 web-01 restart.1 ran 2 times'],
    [
      'ran unknown to the journal',
      { events: [started], effects: [began, { ...began, attempt: 2 }] },
      'r1 web-01 restart.2 ran, but the journal does not know',
    ],
    [
      'never ran and is called ok',
      { events: [started, finished], effects: [{ ...began, rollout: 'r0' }] },
      'r1 web-01 restart.1 is "ok" but never ran',
    ],
    [
      'was tried again for no reason',
      { events: [started, { ...started, attempt: 2 }], effects: [began] },
      'web-01 restart.2 was started though no attempt before it had failed',
    ],
  ])('finds a step that %s', async (_, facts, problem) => {
    expect(await onceInvariant.findProblems(at(facts))).toEqual([problem])
  })
})

describe('debtInvariant', () => {
  it('finds what was forgotten, and what is not owed', async () => {
    expect(await debtInvariant.findProblems(at({ isServing: false, owed: ['drain'] }))).toEqual([])
    expect(await debtInvariant.findProblems(at({ isServing: false }))).toHaveLength(1)
    expect(await debtInvariant.findProblems(at({ owed: ['mute'] }))).toHaveLength(1)
  })
})

describe('floorInvariant', () => {
  it('finds a moment at which fewer hosts served than the floor', async () => {
    expect(await floorInvariant.findProblems(at({ lowest: 3 }))).toEqual([])
    expect(await floorInvariant.findProblems(at({ lowest: 2 }))).toHaveLength(1)
  })
})
