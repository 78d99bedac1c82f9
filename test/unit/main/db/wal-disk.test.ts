import { describe, expect, it, onTestFinished } from 'vitest'
import { change, firstRow } from '../../../../src/main/db/query'
import { WalDisk } from '../../../../src/main/db/wal-disk'
import { tempDb } from '../../../helpers/temp-db'

/** A disk that does as it is told. */
function opened() {
  const db = tempDb()
  const syncs: PromiseWithResolvers<void>[] = []
  const disk = new WalDisk(db, () => {
    const sync = Promise.withResolvers<void>()
    syncs.push(sync)
    return sync.promise
  })
  onTestFinished(() => disk.dispose())
  return { db, disk, syncs }
}
const levelOf = (db: ReturnType<typeof tempDb>) => db.pragma('synchronous', { simple: true })
const moment = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('WalDisk', () => {
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
    const { disk, syncs } = opened()
    const done: string[] = []
    const flush = (name: string) => void disk.flush().then(() => done.push(name))
    flush('first')
    flush('second')
    flush('third')
    await moment()
    expect(syncs).toHaveLength(1)
    syncs.shift()?.resolve()
    await moment()
    expect([done, syncs.length]).toEqual([['first'], 1])
    syncs.shift()?.resolve()
    await moment()
    expect(done).toEqual(['first', 'second', 'third'])
  })

  it('says what failed, and tries anew for the next', async () => {
    const { disk, syncs } = opened()
    const first = disk.flush()
    const second = disk.flush()
    syncs.shift()?.reject(new Error('EIO: i/o error, fdatasync'))
    await expect(first).rejects.toMatchObject({
      code: 'db.io-failed',
      details: { reason: 'EIO: i/o error, fdatasync' },
    })
    await moment()
    syncs.shift()?.resolve()
    await expect(second).resolves.toBeUndefined()
  })

  it('puts the log of a real database on disk', async () => {
    const db = tempDb()
    const disk = new WalDisk(db)
    disk.quickly(() => change(db, "INSERT INTO meta (key, value) VALUES ('a', 'b')"))
    await expect(disk.flush()).resolves.toBeUndefined()
    await disk.dispose()
  })
})
