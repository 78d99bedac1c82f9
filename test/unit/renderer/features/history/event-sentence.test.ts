import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { groupOf } from '../../../../../src/renderer/features/history/event-groups'
import { eventKinds, eventSentence } from '../../../../../src/renderer/features/history/event-sentence'
import { asDebtId, asGateId, asHostName, asRolloutId } from '../../../../../src/shared/domain/ids'
import type { RolloutEvent } from '../../../../../src/shared/domain/rollout-event'
import { startTestTexts } from '../../../../helpers/page-texts'
import { settingsFixture } from '../../../../helpers/rollout-fixture'

const gates = { beforeBatch: [{ id: 'told', ask: 'Is on-call told?', kind: 'tick' }] }
const settings = settingsFixture({ batches: [1, 2], hasCanary: true, isProtected: true, gates })
const host = asHostName('web-07')
const gate = asGateId('before-batch-1')
const debt = asDebtId('d1')
const holder = { lock: 'l2', by: 'ben', machine: 'laptop', folder: '/data', rollout: 'xyz' }
const step = { host, step: 'verify', attempt: 1 } as const

/** One of each kind, and of each kind that is told in several ways one of each way. */
const events: readonly RolloutEvent[] = [
  { kind: 'rollout-created', settings },
  { kind: 'rollout-created', settings: { ...settings, type: 'rollback' } },
  { kind: 'gate-reached', gate },
  { kind: 'item-answered', gate, item: 'told', answer: true },
  { kind: 'item-answered', gate, item: 'told', answer: 'CHG-1' },
  { kind: 'item-waived', gate, item: 'told', reason: 'asleep' },
  { kind: 'check-recorded', gate, item: 'floor', holds: true, evidence: '3 of 3', checkedAtMs: 1 },
  { kind: 'check-recorded', gate, item: 'floor', holds: false, evidence: '1 of 3', checkedAtMs: 1 },
  { kind: 'gate-rechecked', gate },
  { kind: 'gate-signed', gate, by: 'ben', record: { answers: {}, waivers: {}, checks: {}, facts: {} } },
  { kind: 'gate-opened', gate },
  { kind: 'batch-started', batch: 0 },
  { kind: 'batch-finished', batch: 1, failed: 0 },
  { kind: 'batch-finished', batch: 1, failed: 2 },
  { kind: 'soak-started', batch: 0, untilMs: 1_000 },
  { kind: 'soak-finished', batch: 0 },
  { kind: 'pause-started', batch: 1, untilMs: 1_000 },
  { kind: 'pause-finished', batch: 1 },
  { kind: 'host-started', host },
  { kind: 'step-started', ...step, purpose: 'forward' },
  { kind: 'step-started', ...step, attempt: 2, purpose: 'forward' },
  { kind: 'step-started', ...step, purpose: 'undo' },
  { kind: 'step-finished', ...step, outcome: 'ok', durationMs: 1_200 },
  { kind: 'step-finished', ...step, outcome: 'ok', durationMs: 1_200, withheld: 'TOKEN is not set' },
  { kind: 'step-finished', ...step, outcome: 'skipped', durationMs: 0 },
  { kind: 'step-finished', ...step, outcome: 'skipped', durationMs: 0, reason: 'not configured' },
  { kind: 'step-finished', ...step, outcome: 'failed', durationMs: 1, code: 'step.failed', reason: 'HTTP 500' },
  { kind: 'undo-planned', host, steps: ['admit', 'unmute'], after: { kind: 'returned', reason: 'braked' } },
  { kind: 'undo-advanced', host, step: 'admit' },
  { kind: 'host-rested', host, after: 'fetch' },
  { kind: 'host-finished', host, version: '1.1.0' },
  { kind: 'host-skipped', host, version: '1.1.0' },
  { kind: 'host-failed', host, step: 'verify', code: 'step.failed', reason: 'HTTP 500' },
  { kind: 'host-returned', host, reason: 'braked' },
  { kind: 'host-excluded', host, reason: 'broken disk' },
  { kind: 'host-retried', host },
  { kind: 'debt-recorded', host, debt, debtKind: 'mute' },
  { kind: 'debt-recorded', host, debt, debtKind: 'drain' },
  { kind: 'debt-settled', host, debt, debtKind: 'mute', how: 'shown' },
  { kind: 'debt-settled', host, debt, debtKind: 'drain', how: 'shown' },
  { kind: 'settling-started', host, debt, debtKind: 'mute', attempt: 1 },
  { kind: 'settling-started', host, debt, debtKind: 'drain', attempt: 1 },
  { kind: 'settling-failed', host, debt, debtKind: 'mute', reason: 'no route' },
  { kind: 'settling-failed', host, debt, debtKind: 'drain', reason: 'no route' },
  { kind: 'host-came-back', host },
  { kind: 'host-given-back', host, debt, debtKind: 'mute' },
  { kind: 'host-given-back', host, debt, debtKind: 'drain' },
  { kind: 'brake-pulled', cause: 'hand', reason: 'odd' },
  { kind: 'brake-pulled', cause: 'budget', reason: 'too many' },
  { kind: 'brake-released' },
  { kind: 'revoke-requested', reason: 'wrong version' },
  { kind: 'release-blocked', reason: 'bad' },
  { kind: 'rolled-back', by: asRolloutId('abc') },
  { kind: 'lock-taken', lock: 'l1', host: 'web-01' },
  { kind: 'lock-broken', holder, silentMs: 400_000, reason: 'its laptop is gone' },
  { kind: 'lock-lost', lock: 'l1', reason: 'ben took it' },
  { kind: 'lock-waived', reason: 'web-01 is gone' },
  { kind: 'lock-released', lock: 'l1' },
  { kind: 'lock-released', lock: 'l1', to: asRolloutId('def') },
  { kind: 'console-restarted', interrupted: [step] },
  { kind: 'step-found', ...step, found: { kind: 'never-started' } },
  { kind: 'step-found', ...step, found: { kind: 'running', runningForMs: 12_000 } },
  { kind: 'step-found', ...step, found: { kind: 'finished', exitCode: 3, logBytes: 1_200 } },
  { kind: 'step-found', ...step, found: { kind: 'finished', logBytes: 1_200 } },
  { kind: 'step-found', ...step, found: { kind: 'finished', logBytes: 1_200, withheld: 'TOKEN is not set' } },
  { kind: 'step-found', ...step, found: { kind: 'unreachable', reason: 'no route' } },
  { kind: 'time-jumped', cause: 'forward', byMs: 60_000 },
  { kind: 'time-jumped', cause: 'back', byMs: 60_000 },
  { kind: 'time-jumped', cause: 'stopped', byMs: 60_000 },
  { kind: 'rollout-finished', result: 'succeeded' },
  { kind: 'rollout-finished', result: 'failed', reason: 'too many' },
]

const say = (event: RolloutEvent, actor = 'ann') => eventSentence({ event, atMs: 1, actor }, settings)

beforeAll(() => startTestTexts('en'))

describe('eventSentence', () => {
  it('has an example of every kind', () => {
    expect([...new Set(events.map(({ kind }) => kind))].toSorted()).toEqual([...eventKinds].toSorted())
  })

  it.each(['en', 'zh-CN'])('tells every kind of event in %s, each in its own words', async (language) => {
    await i18next.changeLanguage(language)
    const said = events.map((event) => say(event))
    for (const sentence of said) {
      expect(sentence).not.toMatch(/\{\{|undefined|event\.|(gate|step|batch|result|position)\.[a-z]/)
    }
    expect(new Set(said).size).toBe(events.length)
  })

  it('names people, items and gates as a person reads them', async () => {
    await i18next.changeLanguage('en')
    expect(say({ kind: 'item-answered', gate, item: 'told', answer: true })).toBe('ann ticked “Is on-call told?”')
    expect(
      say({ kind: 'gate-signed', gate, by: 'ben', record: { answers: {}, waivers: {}, checks: {}, facts: {} } }),
    ).toBe('ben signed off the gate: Before batch 1')
    expect(say({ kind: 'brake-pulled', cause: 'budget', reason: 'web-07 failed' }, 'console')).toBe(
      'The console braked by itself: web-07 failed',
    )
  })

  it('tells an event that it does not know by its kind', () => {
    expect(say({ kind: 'moon-rose' } as unknown as RolloutEvent)).toBe('moon-rose')
  })
})

describe('groupOf', () => {
  it('puts events that this page does not know where they are seen', () => {
    expect(groupOf({ kind: 'moon-rose' } as unknown as RolloutEvent)).toBe('trouble')
    expect(groupOf({ kind: 'host-failed', host, step: 'verify', code: 'x', reason: '' })).toBe('trouble')
  })
})
