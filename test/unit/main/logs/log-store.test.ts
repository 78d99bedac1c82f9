import { describe, expect, it } from 'vitest'
import { listLogs, readLog, tailLog } from '../../../../src/main/logs/log-store'
import { openLogs } from '../../../../src/main/logs/logs-db'
import { asHostName, asRolloutId } from '../../../../src/shared/domain/ids'
import { logKey, tempLogs, writeAll } from '../../../helpers/temp-logs'

const lines = Array.from({ length: 60_000 }, (_, n) => `line ${n}\n`).join('')

describe('readLog', () => {
  it('reads any range, across blocks', async () => {
    const { db, sink } = tempLogs()
    await writeAll(sink, [[logKey(), lines]])
    const read = (from?: number, to?: number) =>
      [...readLog(db, logKey(), { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) })]
        .map(({ bytes }) => bytes.toString())
        .join('')
    expect(read()).toBe(lines)
    for (const [from, to] of [
      [0, 1],
      [262_000, 262_300],
      [5, 500_000],
      [600_000, 9e9],
      [7, 7],
      [9e9, 9e9 + 1],
    ] as const) {
      expect(read(from, to)).toBe(lines.slice(from, to))
    }
    expect([...readLog(db, logKey(), { from: 262_200, to: 262_201 })].map(({ offset }) => offset)).toEqual([262_200])
  })
})

describe('tailLog', () => {
  it('gives the last bytes', async () => {
    const { db, sink } = tempLogs()
    await writeAll(sink, [[logKey(), lines]])
    const tail = (bytes: number) => tailLog(db, logKey(), bytes)
    expect(Buffer.concat(tail(300_000).map(({ bytes }) => bytes)).toString()).toBe(lines.slice(-300_000))
    expect([tail(0), tailLog(db, logKey({ host: 'none' }), 10)]).toEqual([[], []])
    expect(tail(5)[0]?.offset).toBe(lines.length - 5)
  })
})

describe('listLogs', () => {
  it('lists by any filter in the order they were begun', async () => {
    const { db, sink } = tempLogs()
    await writeAll(sink, [
      [logKey({ step: 'restart' }), 'a'],
      [logKey({ step: 'fetch' }), 'bb'],
      [logKey({ step: 'fetch', attempt: 2 }), 'ccc'],
      [logKey({ host: 'web-02' }), 'dddd'],
      [logKey({ rollout: 'r2' }), 'eeeee'],
    ])
    const sizes = (filter: Parameters<typeof listLogs>[1]) => listLogs(db, filter).map(({ sizeBytes }) => sizeBytes)
    expect([
      sizes({}),
      sizes({ rollout: asRolloutId('r1') }),
      sizes({ rollout: asRolloutId('r1'), host: asHostName('web-01'), step: 'fetch' }),
      sizes({ attempt: 2 }),
      sizes({ rollout: asRolloutId('none') }),
    ]).toEqual([[1, 2, 3, 4, 5], [1, 2, 3, 4], [2, 3], [3], []])
  })

  it('uses the index for a rollout', () => {
    const { db } = tempLogs()
    const plan = db
      .prepare(
        'EXPLAIN QUERY PLAN SELECT 1 FROM logs JOIN blocks ON log = logs.id WHERE logs.rollout = ? AND logs.host = ?',
      )
      .all('r', 'h') as { detail: string }[]
    expect(plan.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^SEARCH logs USING COVERING INDEX .* \(rollout=\? AND host=\?\)$/),
      expect.stringMatching(/^SEARCH blocks USING COVERING INDEX .* \(log=\?\)$/),
    ])
  })
})

describe('openLogs', () => {
  it('opens a file again and refuses a newer one', () => {
    const { db } = tempLogs()
    openLogs(db.name).close()
    db.pragma('user_version = 9')
    expect(() => openLogs(db.name)).toThrow(expect.objectContaining({ code: 'db.from-the-future' }))
    expect(() => openLogs('/nowhere/at/all/logs.db')).toThrow(expect.objectContaining({ code: 'db.unreadable' }))
  })
})
