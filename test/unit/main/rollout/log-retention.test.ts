import { describe, expect, it } from 'vitest'
import { SqlitePruningBook } from '../../../../src/main/db/pruning-book'
import { recordRollout } from '../../../../src/main/db/record-rollout'
import { findJournalHead, readJournal } from '../../../../src/main/db/repositories/journal'
import { findPruningFlaw, insertPrunings } from '../../../../src/main/db/repositories/prunings'
import { SqliteRolloutBook } from '../../../../src/main/db/rollout-book'
import { verifyJournal } from '../../../../src/main/db/verify-journal'
import { LogRetention } from '../../../../src/main/rollout/log-retention'
import { asRolloutId } from '../../../../src/shared/domain/ids'
import { FakeClock, turns } from '../../../helpers/fake-clock'
import { tempDb } from '../../../helpers/temp-db'

const dayMs = 86_400_000
const nowMs = 1_000 * dayMs

/** Rollouts that began and ended so many days ago (`open`: did not end), with logs of 10 bytes each. */
function setup(agesDays: Readonly<Record<string, number>>, open: readonly string[] = []) {
  const db = tempDb()
  for (const [id, ageDays] of Object.entries(agesDays)) {
    const rollout = asRolloutId(id)
    const atMs = nowMs - ageDays * dayMs
    const row = {
      id: rollout,
      app: id,
      environment: 'production',
      version: '1',
      kind: 'release',
      startedBy: 'ann',
    } as const
    const event = (kind: string) => ({ at: atMs, actor: 'ann', kind, payload: {} })
    const index = { kind: 'insert', row: { ...row, createdAtMs: atMs } } as const
    recordRollout(db, { rollout, expectedSeq: 0, events: [event('rollout-created')], index })
    if (open.includes(id)) continue
    const finish = { kind: 'finish', result: 'succeeded', finishedAtMs: atMs } as const
    recordRollout(db, { rollout, expectedSeq: 1, events: [event('rollout-finished')], index: finish })
  }
  const book = new SqliteRolloutBook(db)
  const removed: string[] = []
  const clock = new FakeClock(nowMs)
  const retention = new LogRetention({
    logs: {
      readTotals: () =>
        Promise.resolve(
          Object.entries(agesDays).map(([rollout, age]) => ({
            rollout,
            storedBytes: 10,
            lastAtMs: nowMs - age * dayMs,
          })),
        ),
      prune: (rollouts) => {
        // recorded before it is done
        expect(rollouts.every((rollout) => book.findPruning(rollout, 'logs'))).toBe(true)
        removed.push(...rollouts)
        return Promise.resolve()
      },
    },
    book,
    clock,
    listOpenShells: () => [{ shell: 's1' }],
    prunings: new SqlitePruningBook(db),
    readLimits: () => ({ keepDays: 100, maxBytes: 1_000 }),
  })
  return { db, book, removed, retention, clock }
}

describe('pruning logs', () => {
  it('removes what is too old, but nothing that is under way, and records who did it and why', async () => {
    const { book, removed, retention } = setup({ old: 200, s1: 300, live: 400, new: 1 }, ['live'])
    expect((await retention.plan({})).pruned.map(({ rollout }) => rollout)).toEqual(['old'])
    expect(await retention.prune({}, 'bea')).toMatchObject({
      pruned: [{ rollout: 'old', because: 'age' }],
      keptBytes: 30,
    })
    expect(removed).toEqual(['old'])
    expect(book.findPruning('old', 'logs')).toEqual({
      ...{ rollout: 'old', what: 'logs', atMs: nowMs, actor: 'bea', reason: 'older than 100 days', sizeBytes: 10 },
    })
  })

  it('removes the oldest when there is too much, by limits that are given for once', async () => {
    const { book, removed, retention } = setup({ old: 20, new: 1 })
    await retention.prune({ maxBytes: 10 }, 'bea')
    expect([removed, book.findPruning('old', 'logs')?.reason]).toEqual([['old'], 'more than 10 B of logs'])
  })

  it('happens a minute after the start and then each day', async () => {
    const { removed, retention, clock } = setup({ old: 99.5 })
    retention.start()
    clock.advance(60_000)
    await turns(20)
    expect(removed).toEqual([])
    clock.advance(dayMs)
    await turns(20)
    expect(removed).toEqual(['old'])
    retention.dispose()
  })
})

describe('pruning journals', () => {
  const limits = { keepDays: 100, keepRollouts: 1 }

  it('leaves the line in the list and the last hash; what stays can still be verified, and so can what went', async () => {
    const { db, book, retention } = setup({ old: 200, older: 300, live: 400, new: 1 }, ['live'])
    const before = verifyJournal(db, asRolloutId('old'))
    expect(await retention.pruneJournals(limits, 'bea')).toEqual(['older', 'old'])
    expect(readJournal(db, asRolloutId('old'))).toEqual([])
    expect(verifyJournal(db, asRolloutId('old'))).toEqual({ ...before, rows: 0, prunedAtMs: nowMs })
    for (const rollout of ['live', 'new']) expect(verifyJournal(db, asRolloutId(rollout))).toMatchObject({ ok: true })
    const pruned = book.list({}).map(({ rollout, prunedAtMs }) => [rollout, prunedAtMs])
    expect(pruned).toEqual([
      ['new', undefined],
      ['old', nowMs],
      ['older', nowMs],
      ['live', undefined],
    ])
    expect(await retention.pruneJournals(limits, 'bea')).toEqual([])
  })

  it('is finished by the next time when a console ended in the middle of it', async () => {
    const { db, retention } = setup({ old: 200, older: 300, new: 1 })
    const old = asRolloutId('old')
    insertPrunings(db, [
      { rollout: old, what: 'journal', atMs: 5, actor: 'ann', reason: 'old', head: findJournalHead(db, old) },
    ])
    db.exec("DELETE FROM journal WHERE rollout = 'old' AND seq = 1")
    expect(verifyJournal(db, old)).toMatchObject({ ok: true, rows: 0, prunedAtMs: 5 })
    expect(await retention.pruneJournals(limits, 'bea')).toEqual(['older'])
    expect(readJournal(db, old)).toEqual([])
  })

  it('cannot be done past the record, and the record cannot be changed unnoticed', async () => {
    const { db, retention } = setup({ old: 200, new: 1 })
    const remove = () => db.exec("DELETE FROM journal WHERE rollout = 'old'")
    expect(remove).toThrow(/append-only/)
    await retention.pruneJournals(limits, 'bea')
    expect(() => db.exec("UPDATE prunings SET actor = 'somebody'")).toThrow(/never change/)
    expect(findPruningFlaw(db)).toBeUndefined()
    db.exec("DROP TRIGGER prunings_update; UPDATE prunings SET actor = 'somebody'")
    expect(findPruningFlaw(db)).toBe(1)
    expect(verifyJournal(db, asRolloutId('old'))).toMatchObject({ ok: false })
  })
})
