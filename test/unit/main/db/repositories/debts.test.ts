import { describe, expect, it } from 'vitest'
import {
  hadDebt,
  insertDebts,
  listDebtsOfRollout,
  listOpenDebts,
  settleDebt,
  type NewDebt,
} from '../../../../../src/main/db/repositories/debts'
import { asDebtId, asHostName } from '../../../../../src/shared/domain/ids'
import { newRollout, plansOf, tempDbWithRollout } from '../../../../helpers/temp-db'

const debt = (id: string, change: Partial<NewDebt> = {}): NewDebt => ({
  id: asDebtId(id),
  app: 'shop',
  environment: 'production',
  host: asHostName('web-01'),
  kind: 'drain',
  rollout: newRollout().id,
  recordedAtMs: 10,
  ...change,
})

describe('listOpenDebts', () => {
  it('shows what is owed, by any filter, oldest first', () => {
    const db = tempDbWithRollout()
    const mute = debt('m', { kind: 'mute', recordedAtMs: 5, expiresAtMs: 6 })
    insertDebts(db, [debt('a'), mute, debt('b', { host: asHostName('web-02') }), debt('c', { environment: 'beta' })])
    const ids = (filter?: Parameters<typeof listOpenDebts>[1]) => listOpenDebts(db, filter).map((open) => open.id)
    expect([
      ids(),
      ids({ environment: 'production' }),
      ids({ app: 'shop', environment: 'production', host: 'web-01' }),
      ids({ app: 'other' }),
    ]).toEqual([['m', 'a', 'b', 'c'], ['m', 'a', 'b'], ['m', 'a'], []])
    expect(listOpenDebts(db)[0]).toEqual(mute)
  })

  it('reads the index of open debts only, however many were settled', () => {
    const plans = plansOf(tempDbWithRollout(), (db) => {
      listOpenDebts(db)
      listOpenDebts(db, { app: 'a', environment: 'e', host: 'h' })
      listDebtsOfRollout(db, newRollout().id)
      hadDebt(db, newRollout().id, asHostName('web-01'), 'drain')
    })
    const sorting = '; USE TEMP B-TREE FOR ORDER BY'
    expect(plans).toEqual([
      `SCAN debts USING INDEX debts_open${sorting}`,
      `SEARCH debts USING INDEX debts_open (app=? AND environment=? AND host=?)${sorting}`,
      `SEARCH debts USING INDEX debts_by_rollout (rollout=?)${sorting}`,
      'SEARCH debts USING INDEX debts_by_rollout (rollout=?)',
    ])
  })
})

describe('settleDebt', () => {
  it('settles once and keeps who did it', () => {
    const db = tempDbWithRollout()
    insertDebts(db, [debt('a'), debt('b')])
    expect([
      settleDebt(db, asDebtId('a'), { atMs: 20, by: 'ada', how: 'by hand' }),
      settleDebt(db, asDebtId('a'), { atMs: 30, by: 'eve' }),
      settleDebt(db, asDebtId('none'), { atMs: 30, by: 'eve' }),
    ]).toEqual([true, false, false])
    expect(listOpenDebts(db)).toEqual([debt('b')])
    expect(listDebtsOfRollout(db, newRollout().id)).toEqual([
      { ...debt('a'), settled: { atMs: 20, by: 'ada', how: 'by hand' } },
      debt('b'),
    ])
  })
})

describe('hadDebt', () => {
  it('knows also what was settled since', () => {
    const db = tempDbWithRollout()
    insertDebts(db, [debt('a')])
    settleDebt(db, asDebtId('a'), { atMs: 20, by: 'ada' })
    const had = (host: string, kind: 'drain' | 'mute') => hadDebt(db, newRollout().id, asHostName(host), kind)
    expect([had('web-01', 'drain'), had('web-01', 'mute'), had('web-02', 'drain')]).toEqual([true, false, false])
  })
})

describe('the table', () => {
  it('never forgets a debt', () => {
    const db = tempDbWithRollout()
    insertDebts(db, [debt('a')])
    expect(() => db.exec('DELETE FROM debts')).toThrow(/settled, never deleted/)
  })
})
