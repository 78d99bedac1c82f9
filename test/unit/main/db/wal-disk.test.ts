import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { change, firstRow } from '../../../../src/main/db/query'
import { WalDisk } from '../../../../src/main/db/wal-disk'
import { tempDb } from '../../../helpers/temp-db'

const syncs: ((error: Error | null) => void)[] = []
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>()
  return { ...fs, fdatasync: (_handle: number, done: (error: Error | null) => void) => void syncs.push(done) }
})

const opened = () => {
  const db = tempDb()
  return { db, disk: new WalDisk(db) }
}
const levelOf = (db: ReturnType<typeof tempDb>) => db.pragma('synchronous', { simple: true })
const moment = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('WalDisk', () => {
  beforeEach(() => void (syncs.length = 0))
  afterEach(() => syncs.forEach((done) => done(null)))

  it('commits without waiting for the disk, and only what it is asked to', () => {
    const { db, disk } = opened()
    const level = disk.quickly(() => {
      change(db, "INSERT INTO meta (key, value) VALUES ('a', 'b')")
      return levelOf(db)
    })
    expect([level, levelOf(db)]).toEqual([1, 2])
    expect(firstRow(db, "SELECT value FROM meta WHERE key = 'a'")).toEqual({ value: 'b' })
    expect(() => disk.quickly(() => change(db, 'INSERT INTO meta (key) VALUES (NULL)'))).toThrow()
    expect(levelOf(db)).toBe(2)
  })

  it('shares a flush among all who came while another one ran, which may have begun before their commits', async () => {
    const { disk } = opened()
    const done: string[] = []
    const flush = (name: string) => void disk.flush().then(() => done.push(name))
    flush('first')
    flush('second')
    flush('third')
    await moment()
    expect(syncs).toHaveLength(1)
    syncs.shift()?.(null)
    await moment()
    expect([done, syncs.length]).toEqual([['first'], 1])
    syncs.shift()?.(null)
    await moment()
    expect(done).toEqual(['first', 'second', 'third'])
  })

  it('says what failed, and tries anew for the next', async () => {
    const { disk } = opened()
    const first = disk.flush()
    const second = disk.flush()
    syncs.shift()?.(new Error('EIO: i/o error, fdatasync'))
    await expect(first).rejects.toMatchObject({
      code: 'db.io-failed',
      details: { reason: 'EIO: i/o error, fdatasync' },
    })
    await moment()
    syncs.shift()?.(null)
    await expect(second).resolves.toBeUndefined()
  })
})
