import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { WritableDb } from '../../src/main/db/handles'
import { openDb } from '../../src/main/db/open'
import { insertRollout, type NewRollout } from '../../src/main/db/repositories/rollouts'
import { asRolloutId } from '../../src/shared/domain/ids'
import { tempFolder } from './temp-folder'

/** A new `lastmile.db`, closed and removed after the test. */
export function tempDb(file: string = join(tempFolder(), 'lastmile.db')): WritableDb {
  const db = openDb(file)
  onTestFinished(() => void db.close())
  return db
}

/** A rollout as it is stored, with the given fields changed. */
export function newRollout(change: Partial<NewRollout> = {}): NewRollout {
  return {
    id: asRolloutId('aaaaaaaaaa'),
    app: 'shop',
    environment: 'production',
    version: '1.1.0',
    kind: 'release',
    startedBy: 'ada',
    createdAtMs: 1_000,
    ...change,
  }
}

/** A database with one rollout in progress. */
export function tempDbWithRollout(): WritableDb {
  const db = tempDb()
  insertRollout(db, newRollout())
  return db
}

/**
 * The query plans of every statement that `work` prepares, one text each. Values do not matter to a plan, so they are
 * all NULL; repositories prepare through the handle, which is watched here.
 */
export function plansOf(db: WritableDb, work: (watched: WritableDb) => void): string[] {
  const plans: string[] = []
  const watched = new Proxy(db, {
    get(target, key) {
      if (key === 'prepare') {
        return (sql: string) => {
          const named = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, null]))
          const values = Object.keys(named).length > 0 ? named : [...sql.matchAll(/\?/g)].map(() => null)
          const rows = target.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values) as { detail: string }[]
          plans.push(rows.map((row) => row.detail).join('; '))
          return target.prepare(sql)
        }
      }
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  work(watched)
  return plans
}
