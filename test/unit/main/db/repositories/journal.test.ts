import { describe, expect, it } from 'vitest'
import {
  appendEvents,
  findJournalHead,
  listHostsOfRollout,
  readJournal,
} from '../../../../../src/main/db/repositories/journal'
import { openDb } from '../../../../../src/main/db/open'
import { verifyJournal } from '../../../../../src/main/db/verify-journal'
import { asRolloutId } from '../../../../../src/shared/domain/ids'
import { newRollout, plansOf, tempDbWithRollout } from '../../../../helpers/temp-db'

const rollout = newRollout().id
const event = (n: number) => ({ at: n, actor: 'ada', kind: 'step-finished', payload: { n } })

describe('appendEvents', () => {
  it('numbers events without gaps and reads them back as they were', () => {
    const db = tempDbWithRollout()
    const payload = { z: [1, { b: null, a: 'ü\u0000失败' }], a: 1.5 }
    appendEvents(db, rollout, 0, [event(1), { ...event(2), payload }])
    appendEvents(db, rollout, 2, [event(3)])
    expect(readJournal(db, rollout)).toEqual([
      { rollout, seq: 1, ...event(1) },
      { rollout, seq: 2, ...event(2), payload },
      { rollout, seq: 3, ...event(3) },
    ])
    expect(readJournal(db, rollout, 3)).toEqual([{ rollout, seq: 3, ...event(3) }])
  })

  it.each([0, 1, 3])('refuses to append after %i rows when there are two', (expectedSeq) => {
    const db = tempDbWithRollout()
    appendEvents(db, rollout, 0, [event(1), event(2)])
    expect(() => appendEvents(db, rollout, expectedSeq, [event(3)])).toThrow(
      expect.objectContaining({ code: 'db.journal-conflict', details: { rollout, expected: expectedSeq, actual: 2 } }),
    )
    expect(findJournalHead(db, rollout).seq).toBe(2)
  })

  it('stores all events of a call or none', () => {
    const db = tempDbWithRollout()
    const cyclic: Record<string, unknown> = {}
    cyclic['self'] = cyclic
    expect(() => appendEvents(db, rollout, 0, [event(1), { ...event(2), payload: cyclic }])).toThrow()
    expect([readJournal(db, rollout), findJournalHead(db, rollout).seq]).toEqual([[], 0])
  })

  it('knows the hosts a rollout was created with', () => {
    const db = tempDbWithRollout()
    const settings = { hosts: [{ name: 'web-02' }, { name: 'web-01' }] }
    appendEvents(db, rollout, 0, [{ ...event(1), kind: 'rollout-created', payload: { settings } }, event(2)])
    expect([listHostsOfRollout(db, rollout), listHostsOfRollout(db, asRolloutId('nobody'))]).toEqual([
      ['web-02', 'web-01'],
      [],
    ])
  })

  it('refuses a rollout that is not in the list', () => {
    expect(() => appendEvents(tempDbWithRollout(), asRolloutId('nobody'), 0, [event(1)])).toThrow(/FOREIGN KEY/)
  })

  it('takes text that was cut in the middle of a character', () => {
    const db = tempDbWithRollout()
    appendEvents(db, rollout, 0, [{ at: 1, actor: 'a\ud83d', kind: 'k', payload: { tail: '\ude00 done' } }])
    expect(verifyJournal(db, rollout)).toMatchObject({ ok: true, rows: 1 })
    expect(readJournal(db, rollout)[0]).toMatchObject({ actor: 'a\ufffd', payload: { tail: '\ufffd done' } })
  })

  it.each([
    ['UPDATE journal SET actor = actor'],
    ['DELETE FROM journal'],
    ["INSERT OR REPLACE INTO journal SELECT rollout, seq, 9, 'eve', kind, payload, prev_hash, hash FROM journal"],
  ])('the file itself refuses: %s', (sql) => {
    const db = tempDbWithRollout()
    appendEvents(db, rollout, 0, [event(1)])
    expect(() => db.exec(sql)).toThrow(/append-only/)
    const other = openDb(db.name)
    expect(() => other.exec(sql)).toThrow(/append-only/)
    other.close()
  })

  it('finds the end and reads by the primary key', () => {
    const plans = plansOf(tempDbWithRollout(), (db) => {
      findJournalHead(db, rollout)
      readJournal(db, rollout, 5)
      listHostsOfRollout(db, rollout)
    })
    expect(plans.map((plan) => plan.split('; ')[0])).toEqual([
      'SEARCH journal USING PRIMARY KEY (rollout=?)',
      'SEARCH journal USING PRIMARY KEY (rollout=? AND seq>? AND seq<?)',
      'SEARCH journal USING PRIMARY KEY (rollout=? AND seq=?)',
    ])
  })
})
