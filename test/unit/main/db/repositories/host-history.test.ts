import { describe, expect, it } from 'vitest'
import { listHostDeeds } from '../../../../../src/main/db/repositories/host-history'
import { countItems } from '../../../../../src/main/db/repositories/item-stats'
import { appendEvents } from '../../../../../src/main/db/repositories/journal'
import { insertRollout } from '../../../../../src/main/db/repositories/rollouts'
import { asRolloutId } from '../../../../../src/shared/domain/ids'
import { newRollout, plansOf, tempDb } from '../../../../helpers/temp-db'

const event = (at: number, kind: string, payload: Record<string, unknown>) => ({ at, actor: 'console', kind, payload })

function filled() {
  const db = tempDb()
  const first = asRolloutId('first')
  const other = asRolloutId('other')
  insertRollout(db, newRollout({ id: first }))
  insertRollout(db, newRollout({ id: other, environment: 'test' }))
  appendEvents(db, first, 0, [
    event(1, 'step-finished', { host: 'web-01', step: 'verify' }),
    event(2, 'host-failed', { host: 'web-01', step: 'verify', code: 'step.failed', reason: 'no answer' }),
    event(3, 'host-finished', { host: 'web-02', version: '1.1.0' }),
    event(4, 'host-finished', { host: 'web-01', version: '1.1.0' }),
  ])
  appendEvents(db, other, 0, [event(5, 'host-skipped', { host: 'web-01', version: '1.1.0' })])
  return db
}

describe('listHostDeeds', () => {
  it('tells what rollouts of its cluster did to a host, newest first', () => {
    const common = { rollout: 'first', version: '1.1.0', type: 'release', startedBy: 'ada' }
    expect(listHostDeeds(filled(), 'shop', 'production', 'web-01')).toEqual([
      { ...common, atMs: 4, outcome: 'succeeded', versionAfter: '1.1.0' },
      { ...common, atMs: 2, outcome: 'failed', step: 'verify', reason: 'no answer' },
    ])
  })
})

describe('countItems', () => {
  it('counts gates, not events', () => {
    const db = filled()
    const check = (at: number, gate: string, holds: boolean) =>
      event(at, 'check-recorded', { gate, item: 'errors', holds, evidence: '', checkedAtMs: at })
    appendEvents(db, asRolloutId('first'), 4, [
      check(10, 'before-launch', false),
      check(11, 'before-launch', false),
      check(12, 'before-launch', true),
      check(13, 'before-batch-1', true),
      check(14, 'before-batch-2', false),
      event(15, 'item-waived', { gate: 'before-batch-2', item: 'errors', reason: 'known' }),
      event(16, 'item-answered', { gate: 'before-launch', item: 'told', answer: true }),
      event(17, 'gate-reached', { gate: 'before-launch' }),
    ])
    expect(countItems(db)).toEqual([
      { item: 'errors', gates: 3, stopped: 2, waived: 1, lastStoppedAtMs: 15 },
      { item: 'told', gates: 1, stopped: 0, waived: 0 },
    ])
  })
})

describe('hot queries', () => {
  it('use an index', () => {
    const [deeds, items] = plansOf(filled(), (db) => {
      listHostDeeds(db, 'a', 'e', 'h')
      countItems(db)
    })
    expect(deeds).toContain('SEARCH j USING INDEX journal_by_host (<expr>=?)')
    expect(deeds).not.toContain('TEMP B-TREE')
    expect(items).toContain('SCAN journal USING INDEX journal_by_item')
  })
})
