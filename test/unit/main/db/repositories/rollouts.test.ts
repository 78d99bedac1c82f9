import { describe, expect, it } from 'vitest'
import {
  findOpenRollout,
  findRollout,
  insertRollout,
  listRollbacksOf,
  listRollouts,
  listRolloutsById,
  listSettlings,
  updateRolloutResult,
  type RolloutFilter,
} from '../../../../../src/main/db/repositories/rollouts'
import { appendEvents } from '../../../../../src/main/db/repositories/journal'
import { asRolloutId } from '../../../../../src/shared/domain/ids'
import { newRollout, plansOf, tempDb } from '../../../../helpers/temp-db'

const id = asRolloutId

describe('insertRollout', () => {
  it('refuses a second one in progress on a cluster, and says which is', () => {
    const db = tempDb()
    insertRollout(db, newRollout())
    insertRollout(db, newRollout({ id: id('beta'), environment: 'beta' }))
    expect(() => insertRollout(db, newRollout({ id: id('second') }))).toThrow(
      expect.objectContaining({
        code: 'rollout.cluster-busy',
        details: { app: 'shop', environment: 'production', rollout: 'aaaaaaaaaa', state: 'release of 1.1.0' },
      }),
    )
    updateRolloutResult(db, newRollout().id, 'failed', 5)
    insertRollout(db, newRollout({ id: id('second') }))
    expect(findOpenRollout(db, 'shop', 'production')?.id).toBe('second')
  })

  it('reads back what was stored', () => {
    const db = tempDb()
    insertRollout(db, newRollout())
    updateRolloutResult(db, newRollout().id, 'failed', 5)
    const rollback = newRollout({ id: id('back'), kind: 'rollback', rollsBack: newRollout().id, createdAtMs: 6 })
    insertRollout(db, rollback)
    expect(findRollout(db, newRollout().id)).toEqual({ ...newRollout(), result: 'failed', finishedAtMs: 5 })
    expect(findRollout(db, id('back'))).toEqual(rollback)
    expect(listRollbacksOf(db, newRollout().id)).toEqual([rollback])
    expect(findRollout(db, id('none'))).toBeUndefined()
  })
})

describe('updateRolloutResult', () => {
  it('keeps the first result', () => {
    const db = tempDb()
    insertRollout(db, newRollout())
    expect(updateRolloutResult(db, newRollout().id, 'succeeded', 5)).toBe(true)
    expect(updateRolloutResult(db, newRollout().id, 'failed', 6)).toBe(false)
    expect(findRollout(db, newRollout().id)).toMatchObject({ result: 'succeeded', finishedAtMs: 5 })
  })
})

describe('listRollouts', () => {
  it('filters, limits and puts the newest first', () => {
    const db = tempDb()
    for (const [n, environment] of ['dev', 'test', 'beta', 'production'].entries()) {
      insertRollout(db, newRollout({ id: id(`r${n}`), environment, createdAtMs: n }))
    }
    updateRolloutResult(db, id('r0'), 'revoked', 9)
    const ids = (list: readonly { id: string }[]) => list.map((rollout) => rollout.id)
    expect(ids(listRollouts(db))).toEqual(['r3', 'r2', 'r1', 'r0'])
    expect(ids(listRollouts(db, { limit: 2 }))).toEqual(['r3', 'r2'])
    expect(ids(listRollouts(db, { app: 'shop', environment: 'beta' }))).toEqual(['r2'])
    expect(ids(listRollouts(db, { app: 'other' }))).toEqual([])
  })

  it('finds rollouts by state, result, person, time and text, all together', () => {
    const db = tempDb()
    const people = ['ann', 'bob', 'Ann Lee', '100%']
    for (const [n, startedBy] of people.entries()) {
      insertRollout(db, newRollout({ id: id(`r${n}`), environment: `e${n}`, startedBy, createdAtMs: n * 10 }))
    }
    updateRolloutResult(db, id('r0'), 'failed', 50)
    updateRolloutResult(db, id('r1'), 'succeeded', 60)
    const ids = (filter: RolloutFilter) => listRollouts(db, filter).map((rollout) => rollout.id)
    expect(ids({ isOpen: true })).toEqual(['r3', 'r2'])
    expect(ids({ isOpen: true, limit: 1 })).toEqual(['r3'])
    expect(ids({ isOpen: false })).toEqual(['r1', 'r0'])
    expect(ids({ result: 'failed' })).toEqual(['r0'])
    expect(ids({ startedBy: 'bob' })).toEqual(['r1'])
    expect(ids({ fromMs: 10, toMs: 30 })).toEqual(['r2', 'r1'])
    expect(ids({ text: 'ANN' })).toEqual(['r2', 'r0'])
    expect(ids({ text: '0%' })).toEqual(['r3'])
    expect(ids({ text: 'r_' })).toEqual([])
    expect(ids({ text: 'e1', result: 'succeeded', fromMs: 10, startedBy: 'bob', app: 'shop' })).toEqual(['r1'])
    expect(ids({ kind: 'rollback' })).toEqual([])
  })

  it('lists all that are in progress, however many there are', () => {
    const db = tempDb()
    for (let n = 0; n < 101; n += 1) insertRollout(db, newRollout({ id: id(`r${n}`), environment: `e${n}` }))
    expect(listRollouts(db, { isOpen: true })).toHaveLength(101)
    expect(listRollouts(db)).toHaveLength(100)
  })
})

describe('listRolloutsById', () => {
  it('takes the text as it is, wildcards included', () => {
    const db = tempDb()
    for (const [createdAtMs, name] of ['ab1', 'ab2', 'a_3', 'b'].entries()) {
      insertRollout(db, newRollout({ id: id(name), environment: name, createdAtMs }))
    }
    const ids = (prefix: string) => listRolloutsById(db, prefix).map((rollout) => rollout.id)
    expect([ids('ab'), ids('a_'), ids('%'), ids('')]).toEqual([['ab2', 'ab1'], ['a_3'], [], ['b', 'a_3', 'ab2', 'ab1']])
  })
})

describe('hot queries', () => {
  it('use an index', () => {
    const plans = plansOf(tempDb(), (db) => {
      findRollout(db, id('x'))
      findOpenRollout(db, 'a', 'e')
      listRollouts(db, { isOpen: true })
      listRollouts(db, { isOpen: true, app: 'a', environment: 'e' })
      listRollouts(db)
      listRollouts(db, { result: 'failed', startedBy: 'x', text: 'y', isOpen: false })
      listRollouts(db, { fromMs: 1, toMs: 2 })
      listRollouts(db, { app: 'a', environment: 'e' })
      listRollouts(db, { app: 'a', environment: 'e', kind: 'release', result: 'succeeded', limit: 2 })
      listRolloutsById(db, 'x')
      listRollbacksOf(db, id('x'))
    })
    // whether the journal was pruned is looked up for each line, by an index
    const pruned =
      '; CORRELATED SCALAR SUBQUERY 1; SEARCH prunings USING INDEX prunings_by_rollout (rollout=? AND what=?)'
    expect(plans.every((plan) => plan.includes(pruned))).toBe(true)
    expect(plans.map((plan) => plan.replace(pruned, ''))).toEqual([
      'SEARCH rollouts USING PRIMARY KEY (id=?)',
      'SEARCH rollouts USING INDEX rollouts_in_progress (app=? AND environment=?)',
      'SCAN rollouts USING INDEX rollouts_in_progress; USE TEMP B-TREE FOR ORDER BY',
      'SEARCH rollouts USING INDEX rollouts_in_progress (app=? AND environment=?)',
      'SCAN rollouts USING INDEX rollouts_by_time',
      'SCAN rollouts USING INDEX rollouts_by_time',
      'SEARCH rollouts USING INDEX rollouts_by_time (created_at_ms>? AND created_at_ms<?)',
      'SEARCH rollouts USING INDEX rollouts_by_cluster (app=? AND environment=?)',
      'SEARCH rollouts USING INDEX rollouts_by_cluster (app=? AND environment=?)',
      'SEARCH rollouts USING PRIMARY KEY (id>? AND id<?); USE TEMP B-TREE FOR ORDER BY',
      expect.stringMatching(/^SEARCH rollouts USING INDEX rollouts_by_origin \(rolls_back=\?\)/),
    ])
  })
})

describe('listSettlings', () => {
  it('finds the rollouts of one cluster of which debts were being settled, the newest first', () => {
    const db = tempDb()
    const event = (kind: string) => ({ at: 1, actor: 'ada', kind, payload: {} })
    const add = (name: string, environment: string, createdAtMs: number, kinds: readonly string[]) => {
      insertRollout(db, newRollout({ id: id(name), environment, createdAtMs }))
      updateRolloutResult(db, id(name), 'failed', 5)
      appendEvents(db, id(name), 0, kinds.map(event))
    }
    add('first', 'production', 1, ['debt-recorded', 'settling-started', 'settling-failed', 'settling-started'])
    add('second', 'production', 2, ['debt-recorded', 'debt-settled'])
    add('third', 'production', 3, ['settling-started', 'debt-settled'])
    add('other', 'staging', 4, ['settling-started'])
    expect(listSettlings(db, { app: 'shop', environment: 'production' })).toEqual([
      { rollout: 'third', seq: 1 },
      { rollout: 'first', seq: 4 },
    ])
  })
})
