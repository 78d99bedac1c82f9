import { statSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { Checkpointer } from '../../../../src/main/db/checkpointer'
import { change } from '../../../../src/main/db/query'
import { tempDb } from '../../../helpers/temp-db'

/** More than the thousand pages after which SQLite moves them by itself. */
const fill = (db: ReturnType<typeof tempDb>) => {
  for (let index = 0; index < 60; index += 1) {
    change(db, 'INSERT INTO meta (key, value) VALUES (?, ?)', [`k${index}`, 'x'.repeat(100_000)])
  }
}

describe('Checkpointer', () => {
  it('moves what was written into the database, from a thread, and no commit does', async () => {
    const db = tempDb()
    const checkpointer = new Checkpointer(db, { settleMs: 0, everyMs: 50 })
    const before = statSync(db.name).size
    fill(db)
    expect(statSync(db.name).size).toBe(before)
    await vi.waitFor(() => expect(statSync(db.name).size).toBeGreaterThan(5_000_000), 20_000)
    await checkpointer.dispose()
  })

  it('starts nothing when it is let go of at once', async () => {
    const db = tempDb()
    await new Checkpointer(db, { settleMs: 60_000 }).dispose()
    fill(db)
    expect(statSync(`${db.name}-wal`).size).toBeGreaterThan(5_000_000)
  })
})
