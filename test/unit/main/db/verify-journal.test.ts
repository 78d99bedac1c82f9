import { describe, expect, it } from 'vitest'
import type { WritableDb } from '../../../../src/main/db/handles'
import { firstPrevHash } from '../../../../src/main/db/journal-hash'
import { appendEvents, findJournalHead } from '../../../../src/main/db/repositories/journal'
import { insertRollout } from '../../../../src/main/db/repositories/rollouts'
import { verifyJournal } from '../../../../src/main/db/verify-journal'
import { asRolloutId } from '../../../../src/shared/domain/ids'
import { newRollout, tempDbWithRollout } from '../../../helpers/temp-db'

const rollout = newRollout().id

function journalOf(count: number): WritableDb {
  const db = tempDbWithRollout()
  const events = Array.from({ length: count }, (_, i) => ({ at: i, actor: 'ada', kind: 'k', payload: { n: i } }))
  appendEvents(db, rollout, 0, events)
  return db
}

/** What somebody with an SQLite shell could do. */
function tamper(db: WritableDb, sql: string): void {
  db.exec(`DROP TRIGGER journal_update; DROP TRIGGER journal_delete; ${sql}`)
}

describe('verifyJournal', () => {
  it('accepts what was appended, and an empty journal', () => {
    const db = journalOf(20)
    const { hash } = findJournalHead(db, rollout)
    expect(verifyJournal(db, rollout)).toEqual({ ok: true, rows: 20, lastHash: hash })
    expect(verifyJournal(db, asRolloutId('nobody'))).toEqual({ ok: true, rows: 0, lastHash: firstPrevHash })
  })

  it.each([
    ['a changed payload', `UPDATE journal SET payload = '{"n":99}' WHERE seq = 7`, 7, /changed/],
    ['white space in a payload', `UPDATE journal SET payload = '{"n": 6}' WHERE seq = 7`, 7, /changed/],
    ['a changed time', 'UPDATE journal SET at_ms = 999 WHERE seq = 7', 7, /changed/],
    ['a changed actor', "UPDATE journal SET actor = 'eve' WHERE seq = 20", 20, /changed/],
    ['a changed kind in the first row', "UPDATE journal SET kind = 'x' WHERE seq = 1", 1, /changed/],
    ['a changed hash', `UPDATE journal SET hash = '${'1'.repeat(64)}' WHERE seq = 7`, 7, /changed/],
    ['a broken link', `UPDATE journal SET prev_hash = '${'1'.repeat(64)}' WHERE seq = 7`, 7, /not linked/],
    ['a missing row', 'DELETE FROM journal WHERE seq = 7', 7, /missing/],
    ['a missing first row', 'DELETE FROM journal WHERE seq = 1', 1, /missing/],
    ['rows missing at the end', 'DELETE FROM journal WHERE seq > 18', 19, /missing: the journal had 20 rows/],
    ['a journal that is gone', 'DELETE FROM journal', 1, /missing/],
    [
      'a row closed up behind a missing one',
      'DELETE FROM journal WHERE seq = 7; UPDATE journal SET seq = 7 WHERE seq = 8',
      7,
      /not linked/,
    ],
    [
      'two rows in the other order',
      'UPDATE journal SET seq = 100 WHERE seq = 7; UPDATE journal SET seq = 7 WHERE seq = 8; UPDATE journal SET seq = 8 WHERE seq = 100',
      7,
      /not linked/,
    ],
    [
      'a row of another rollout',
      `INSERT INTO rollouts (id, app, environment, version, kind, started_by, created_at_ms) VALUES ('other', 'b', 'e', '1', 'release', 'ada', 1);
       UPDATE journal SET rollout = 'other' WHERE seq = 7`,
      7,
      /missing/,
    ],
  ])('names the row for %s', (_, sql, seq, why) => {
    const db = journalOf(20)
    tamper(db, sql)
    expect(verifyJournal(db, rollout)).toEqual({ ok: false, seq, why: expect.stringMatching(why) })
  })

  it('names a row that was added past the recorded end', () => {
    const db = journalOf(3)
    const stored = db.prepare('SELECT seq, hash FROM journal_heads').get() as { seq: number; hash: string }
    appendEvents(db, rollout, 3, [{ at: 9, actor: 'eve', kind: 'k', payload: {} }])
    db.prepare('UPDATE journal_heads SET seq = @seq, hash = @hash').run(stored)
    expect(verifyJournal(db, rollout)).toMatchObject({ ok: false, seq: 4 })
  })

  it('judges each rollout by itself', () => {
    const db = journalOf(3)
    const other = newRollout({ id: asRolloutId('bbbbbbbbbb'), environment: 'beta' })
    insertRollout(db, other)
    appendEvents(db, other.id, 0, [{ at: 1, actor: 'ada', kind: 'k', payload: {} }])
    tamper(db, `UPDATE journal SET payload = '{}' WHERE rollout = '${rollout}' AND seq = 2`)
    expect([verifyJournal(db, rollout).ok, verifyJournal(db, other.id).ok]).toEqual([false, true])
  })
})
