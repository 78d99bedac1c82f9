import { describe, expect, it } from 'vitest'
import { recordRollout, type RolloutRecord } from '../../../../src/main/db/record-rollout'
import { listOpenDebts, type NewDebt } from '../../../../src/main/db/repositories/debts'
import { listHostStates } from '../../../../src/main/db/repositories/host-states'
import { readJournal } from '../../../../src/main/db/repositories/journal'
import { findRelease } from '../../../../src/main/db/repositories/releases'
import { findOpenRollout, findRollout } from '../../../../src/main/db/repositories/rollouts'
import { asDebtId, asHostName } from '../../../../src/shared/domain/ids'
import { newRollout, tempDb } from '../../../helpers/temp-db'

const { id: rollout } = newRollout()
const event = (kind: string) => ({ at: 1, actor: 'ada', kind, payload: {} })
const debt: NewDebt = {
  id: asDebtId('d1'),
  app: 'shop',
  environment: 'production',
  host: asHostName('web-01'),
  kind: 'drain',
  rollout,
  recordedAtMs: 1,
}
const state = {
  app: 'shop',
  environment: 'production',
  host: asHostName('web-01'),
  health: 'healthy' as const,
  observedAtMs: 1,
}

const created: RolloutRecord = {
  rollout,
  expectedSeq: 0,
  events: [event('rollout-created'), event('debt-recorded')],
  index: { kind: 'insert', row: newRollout() },
  debts: { recorded: [debt], settled: [] },
  hostStates: [state],
}

describe('recordRollout', () => {
  it('stores the events with everything they mean', () => {
    const db = tempDb()
    expect(recordRollout(db, created).map((row) => row.seq)).toEqual([1, 2])
    expect([
      findOpenRollout(db, 'shop', 'production')?.id,
      listOpenDebts(db),
      listHostStates(db, 'shop', 'production'),
    ]).toEqual([rollout, [debt], [state]])
    recordRollout(db, {
      rollout,
      expectedSeq: 2,
      events: [event('debt-settled'), event('rollout-finished')],
      debts: { recorded: [], settled: [{ id: debt.id, atMs: 9, by: rollout }] },
      index: { kind: 'finish', result: 'failed', finishedAtMs: 9 },
      releaseBlock: { app: 'shop', version: '1.1.0', by: 'ada', atMs: 9, reason: 'bad' },
    })
    expect([findRollout(db, rollout)?.result, listOpenDebts(db), readJournal(db, rollout).length]).toEqual([
      'failed',
      [],
      4,
    ])
    expect(findRelease(db, 'shop', '1.1.0')?.blocked?.reason).toBe('bad')
  })

  it.each([
    ['a journal that went on elsewhere', { ...created, index: undefined, expectedSeq: 1 }],
    ['a busy cluster', { ...created, rollout: newRollout().id }],
  ])('changes nothing for %s', (_, { index, ...record }) => {
    const db = tempDb()
    recordRollout(db, created)
    const before = db.serialize()
    const again: RolloutRecord = { ...record, ...(index ? { index } : {}), hostStates: [{ ...state, observedAtMs: 7 }] }
    expect(() => recordRollout(db, again)).toThrow()
    expect(db.serialize()).toEqual(before)
  })
})
