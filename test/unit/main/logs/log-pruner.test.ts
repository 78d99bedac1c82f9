import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { indexSome } from '../../../../src/main/logs/log-index'
import { searchLogs } from '../../../../src/main/logs/log-search'
import { listLogs } from '../../../../src/main/logs/log-store'
import { logKey, tempLogs, writeAll } from '../../../helpers/temp-logs'

const noise = (seed: number, lines: number) =>
  Array.from({ length: lines }, (_, n) => `needle ${Math.imul(n + seed, 2_654_435_761) >>> 0} ${n * seed}\n`).join('')

describe('pruning', () => {
  it('removes the logs of a rollout and nothing else, while others are written, and gives the space back', async () => {
    const { db, sink } = tempLogs()
    await writeAll(sink, [
      [logKey({ rollout: 'old' }), noise(1, 40_000)],
      [logKey({ rollout: 'old', host: 'web-02' }), noise(2, 20_000)],
      [logKey({ rollout: 'kept' }), noise(3, 500)],
    ])
    while (indexSome(db, 50).hasMore);
    db.pragma('wal_checkpoint(TRUNCATE)')
    const before = statSync(db.name).size
    const [pruned] = await Promise.all([
      sink.ask({ kind: 'prune', rollouts: ['old'] }),
      writeAll(sink, [[logKey({ rollout: 'live' }), 'written meanwhile\n']]),
    ])
    expect(pruned).toBeUndefined()
    expect(listLogs(db, {}).map(({ rollout }) => rollout)).toEqual(['kept', 'live'])
    expect(statSync(db.name).size).toBeLessThan(before / 3)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(searchLogs(db, { text: 'needle', limit: 1_000 }).hits.length).toBe(500)
    // the same offset again is new
    await writeAll(sink, [[logKey({ rollout: 'old' }), 'once more\n']])
    expect(listLogs(db, {}).at(-1)).toMatchObject({ rollout: 'old', sizeBytes: 10 })
  })

  it('gives space back of a file that was made without that in mind', async () => {
    const { db, sink } = tempLogs()
    db.pragma('auto_vacuum = NONE')
    db.exec('VACUUM')
    await writeAll(sink, [[logKey({ rollout: 'old' }), noise(1, 200_000)]])
    await sink.ask({ kind: 'prune', rollouts: ['old'] })
    expect(statSync(db.name).size).toBeLessThan(200_000)
  })

  it('tells how much is stored of each rollout', async () => {
    const { db, sink } = tempLogs()
    await writeAll(sink, [
      [logKey({ rollout: 'one' }), 'a\n'],
      [logKey({ rollout: 'one', host: 'web-02' }), 'b\n'],
      [logKey({ rollout: 'two' }), 'c\n'],
    ])
    const totals = await sink.ask({ kind: 'sizes' })
    const rows = new Database(db.name).prepare('SELECT count(*) AS count, sum(length(data)) AS size FROM blocks').get()
    expect(totals.map(({ rollout }) => rollout)).toEqual(['one', 'two'])
    expect(rows).toEqual({ count: 3, size: totals.reduce((sum, { storedBytes }) => sum + storedBytes, 0) })
  })
})
