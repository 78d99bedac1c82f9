import { describe, expect, it } from 'vitest'
import { indexSome } from '../../../../src/main/logs/log-index'
import { LogScan, searchLogs, type LogQuery } from '../../../../src/main/logs/log-search'
import type { LogsDb } from '../../../../src/main/logs/logs-db'
import { asHostName } from '../../../../src/shared/domain/ids'
import { logKey, tempLogs, writeAll } from '../../../helpers/temp-logs'

const indexAll = (db: LogsDb) => {
  while (indexSome(db, 50).hasMore);
}
const textsOf = (db: LogsDb, query: LogQuery) => searchLogs(db, query).hits.map(({ text }) => text)

/** The same answer before, while and after the index is built. */
function expectAlways(db: LogsDb, query: LogQuery, expected: unknown): void {
  expect(searchLogs(db, query).hits).toEqual(expected)
  while (indexSome(db, 0).hasMore) expect(searchLogs(db, query).hits).toEqual(expected)
  indexAll(db)
  expect(searchLogs(db, query).hits).toEqual(expected)
}

describe('searchLogs', () => {
  it('shows the exact lines with their place', async () => {
    const { db, sink } = tempLogs()
    await writeAll(sink, [
      [logKey(), 'one\nConnection refused by db-01\r\n'],
      [logKey({ host: 'web-02' }), 'nothing here\n'],
      [logKey(), 'three\nagain: connection REFUSED'],
    ])
    expectAlways(db, { text: 'connection refused' }, [
      { ...logKey(), line: 2, offset: 4, text: 'Connection refused by db-01', isCut: false },
      { ...logKey(), line: 4, offset: 39, text: 'again: connection REFUSED', isCut: false },
    ])
    expect(textsOf(db, { text: 'connection refused', isCaseSensitive: true })).toEqual([])
    expect(textsOf(db, { text: 'REFUSED', isCaseSensitive: true })).toEqual(['again: connection REFUSED'])
  })

  it.each(['失败', '署失', '败', 'db', '4711', '%', 'a"b', '*', 'Größe', '😀 ok'])('finds %s', async (text) => {
    const { db, sink } = tempLogs()
    const line = '部署失败了: db 47110 100% a"b ** GRÖSSE größe 😀 ok'
    await writeAll(sink, [[logKey(), `first\n${line}\nlast\n`]])
    expectAlways(db, { text }, [{ ...logKey(), line: 2, offset: 6, text: line, isCut: false }])
  })

  it('finds nothing for an empty text, several lines, and what is not there', async () => {
    const { db, sink } = tempLogs()
    await writeAll(sink, [[logKey(), 'a\nb\n']])
    for (const text of ['', 'a\nb', 'zebra']) expectAlways(db, { text }, [])
  })

  it('finds a line that was stored in many pieces', async () => {
    const { db, sink } = tempLogs()
    let offset = 0
    const bytes = Buffer.from('before\nprogress: 失败 everywhere, done\nafter\n')
    for (const size of [9, 4, 3, 2, 2, 1, 5, 2, 100]) {
      sink.write(logKey(), offset, bytes.subarray(offset, offset + size))
      offset += size
      await sink.flush()
    }
    for (const text of ['progress', '失败', '失败 everywhere', 'everywhere, done', 'gress: 失败 e']) {
      expectAlways(db, { text }, [
        { ...logKey(), line: 2, offset: 7, text: 'progress: 失败 everywhere, done', isCut: false },
      ])
    }
  })

  it('finds what lies on both sides of a block border', async () => {
    const { db, sink } = tempLogs()
    const filler = 'x'.repeat(262_144 - 3)
    await writeAll(sink, [[logKey(), `${filler}needle in a haystack\nnext\n`]])
    indexAll(db)
    const [hit] = searchLogs(db, { text: 'needle in' }).hits
    expect(hit).toMatchObject({
      line: 1,
      offset: 0,
      isCut: true,
      text: expect.stringContaining('xxneedle in a haystack'),
    })
    expect(searchLogs(db, { text: 'needle in' }).hits.length).toBe(1)
    expect(searchLogs(db, { text: 'next' }).hits[0]).toMatchObject({ line: 2, text: 'next' })
  })

  it('looks past terminal colours, and shows them on request', async () => {
    const { db, sink } = tempLogs()
    const line = '\u001b[1;31mERR\u001b[0mOR\u001b[K: \u001b]8;;http://x\u0007link\u001b]8;;\u0007 broke'
    await writeAll(sink, [[logKey(), `ok\n${line}\n`]])
    expectAlways(db, { text: 'error: link' }, [
      { ...logKey(), line: 2, offset: 3, text: 'ERROR: link broke', isCut: false },
    ])
    expect(textsOf(db, { text: 'error', keepAnsi: true })).toEqual([line])
  })

  it('gives the newest lines up to the limit, in their order, and says that there are more', async () => {
    const { db, sink } = tempLogs()
    for (const step of ['fetch', 'restart', 'verify'])
      await writeAll(sink, [[logKey({ step }), `${step} 1 hit\n${step} 2 hit\n`]])
    const { hits, hasMore } = searchLogs(db, { text: 'hit', limit: 3 })
    expect([hits.map(({ text }) => text), hasMore]).toEqual([['restart 2 hit', 'verify 1 hit', 'verify 2 hit'], true])
    expect(searchLogs(db, { text: 'hit', limit: 6 }).hasMore).toBe(false)
  })

  it('filters by rollout, host, step and attempt', async () => {
    const { db, sink } = tempLogs()
    const keys = [logKey(), logKey({ host: 'web-02' }), logKey({ step: 'verify' }), logKey({ attempt: 2 })]
    await writeAll(
      sink,
      keys.map((key) => [key, `hit ${key.host} ${key.step} ${key.attempt}\n`] as const),
    )
    for (let round = 0; round < 2; round += 1) {
      expect([
        textsOf(db, { text: 'hit', host: asHostName('web-02') }),
        textsOf(db, { text: 'hit', step: 'verify' }),
        textsOf(db, { text: 'hit', host: asHostName('web-01'), step: 'restart', attempt: 2 }),
      ]).toEqual([['hit web-02 restart 1'], ['hit web-01 verify 1'], ['hit web-01 restart 2']])
      indexAll(db)
    }
  })

  it('survives bytes that are no text', async () => {
    const { db, sink } = tempLogs()
    sink.write(logKey(), 0, Buffer.from([0xff, 0x00, 0x0a, 0xc3, 0x28, 0x6f, 0x6b, 0x6f, 0x6b, 0x0a]))
    await sink.flush()
    expectAlways(db, { text: 'okok' }, [expect.objectContaining({ line: 2, offset: 3 })])
  })

  it('reads only what the index names', async () => {
    const { db, sink } = tempLogs()
    const noise = Array.from(
      { length: 40 },
      (_, n) => [logKey({ host: `h${n}` }), `${'noise line\n'.repeat(2_000)}`] as const,
    )
    await writeAll(sink, [...noise, [logKey(), 'one zebra\n']])
    expect(searchLogs(db, { text: 'zebra' })).toMatchObject({ blocksRead: 41, blocksUnindexed: 41 })
    indexAll(db)
    expect(searchLogs(db, { text: 'zebra' })).toMatchObject({ blocksRead: 1, blocksUnindexed: 0 })
    await writeAll(sink, [[logKey({ host: 'late' }), 'two zebras\n']])
    expect(searchLogs(db, { text: 'zebra' })).toMatchObject({ blocksRead: 2, blocksUnindexed: 1, hits: { length: 2 } })
  })
})

describe('LogScan', () => {
  it('looks at one block at a time, and finds what lies in more blocks than it numbers at a time', async () => {
    const { db, sink } = tempLogs()
    const hosts = Array.from({ length: 450 }, (_, n) => `h${n}`)
    await writeAll(
      sink,
      hosts.map((host) => [logKey({ host }), `ok of ${host}\n`] as const),
    )
    const hostsFound = () => {
      const [short, long] = [new LogScan({ text: 'k', limit: 1_000 }), new LogScan({ text: 'ok of h', limit: 1_000 })]
      for (let looks = 1; short.next(db); looks += 1) expect(short.found().blocksRead).toBeLessThanOrEqual(looks)
      while (long.next(db));
      return [short, long].map((scan) => scan.found().hits.map(({ host }) => host))
    }
    expect(hostsFound()).toEqual([hosts, hosts])
    for (let i = 0; i < 100; i += 1) indexSome(db, 0)
    expect(hostsFound()).toEqual([hosts, hosts])
    indexAll(db)
    expect(hostsFound()).toEqual([hosts, hosts])
  })
})

describe('indexSome', () => {
  it('keeps to its budget and goes on where it was', async () => {
    const { db, sink } = tempLogs()
    await writeAll(
      sink,
      Array.from({ length: 5 }, (_, n) => [logKey({ host: `h${n}` }), 'text\n'] as const),
    )
    const steps = Array.from({ length: 6 }, () => indexSome(db, 0))
    expect(steps.map(({ indexed }) => indexed)).toEqual([1, 1, 1, 1, 1, 0])
    expect(steps.at(-1)?.hasMore).toBe(false)
  })

  it('is done by the writer when it has time', async () => {
    const { db, sink } = tempLogs({ isIndexing: true })
    await writeAll(sink, [[logKey(), 'one zebra\n']])
    await expect
      .poll(() => searchLogs(db, { text: 'zebra' }).blocksUnindexed, { interval: 50, timeout: 10_000 })
      .toBe(0)
    expect(searchLogs(db, { text: 'zebra' }).hits.length).toBe(1)
  })
})
