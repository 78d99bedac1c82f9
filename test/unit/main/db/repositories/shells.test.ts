import { describe, expect, it } from 'vitest'
import {
  findShell,
  insertShell,
  listOpenShells,
  listShells,
  updateShellEnd,
  type NewShell,
} from '../../../../../src/main/db/repositories/shells'
import { asHostName, asRolloutId } from '../../../../../src/shared/domain/ids'
import { plansOf, tempDbWithRollout } from '../../../../helpers/temp-db'

const newShell = (change: Partial<NewShell> = {}): NewShell => ({
  id: 's1',
  app: 'shop',
  environment: 'production',
  host: asHostName('web-01'),
  openedBy: 'ada',
  openedAtMs: 1_000,
  ...change,
})

function dbWithShells() {
  const db = tempDbWithRollout()
  insertShell(db, newShell())
  insertShell(db, newShell({ id: 's2', rollout: asRolloutId('aaaaaaaaaa'), openedAtMs: 3_000 }))
  insertShell(db, newShell({ id: 's3', host: asHostName('web-02'), openedAtMs: 2_000 }))
  return db
}

describe('listShells', () => {
  it('lists the newest first, all or those that are asked for', () => {
    const db = dbWithShells()
    const idsOf = (filter = {}) => listShells(db, filter).map(({ id }) => id)
    expect(idsOf()).toEqual(['s2', 's3', 's1'])
    expect(idsOf({ rollout: 'aaaaaaaaaa' })).toEqual(['s2'])
    expect(idsOf({ app: 'shop', environment: 'production', host: 'web-01' })).toEqual(['s2', 's1'])
    expect(idsOf({ app: 'other' })).toEqual([])
  })
})

describe('updateShellEnd', () => {
  it('records the first end only', () => {
    const db = dbWithShells()
    expect(listOpenShells(db).map(({ id }) => id)).toEqual(['s1', 's3', 's2'])
    expect([updateShellEnd(db, 's1', 9_000, 42), updateShellEnd(db, 's1', 9_999, 0)]).toEqual([true, false])
    expect(findShell(db, 's1')).toEqual({ ...newShell(), closedAtMs: 9_000, sizeBytes: 42 })
    expect(listOpenShells(db).map(({ id }) => id)).toEqual(['s3', 's2'])
    expect(findShell(db, 's9')).toBeUndefined()
  })
})

describe('shells', () => {
  it('belong to a rollout that exists, and are never deleted', () => {
    const db = dbWithShells()
    expect(() => insertShell(db, newShell({ id: 's4', rollout: asRolloutId('nothing') }))).toThrow(/FOREIGN KEY/)
    expect(() => db.exec("DELETE FROM shells WHERE id = 's1'")).toThrow(/never deleted/)
  })

  it('are found by indexes', () => {
    const plans = plansOf(dbWithShells(), (watched) => {
      listShells(watched)
      listShells(watched, { rollout: 'aaaaaaaaaa' })
      listShells(watched, { app: 'shop', environment: 'production', host: 'web-01' })
      listOpenShells(watched)
      findShell(watched, 's1')
    })
    expect(plans).toEqual([
      'SCAN shells USING INDEX shells_by_time',
      'SEARCH shells USING INDEX shells_by_rollout (rollout=?)',
      'SEARCH shells USING INDEX shells_by_host (app=? AND environment=? AND host=?)',
      'SCAN shells USING INDEX shells_open',
      'SEARCH shells USING PRIMARY KEY (id=?)',
    ])
  })
})
