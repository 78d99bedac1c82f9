import { copyFileSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { WorkerLogSink } from '../../../../src/main/logs/log-sink'
import { findLogEnd, listLogGaps, listLogs, readLog } from '../../../../src/main/logs/log-store'
import { openLogs, type LogsDb } from '../../../../src/main/logs/logs-db'
import type { LogKey } from '../../../../src/main/ports/logs'
import { tempFolder } from '../../../helpers/temp-folder'
import { eventually } from '../../../helpers/eventually'
import { logKey, tempLogs, writeAll } from '../../../helpers/temp-logs'

const contentOf = (db: LogsDb, key: LogKey) => Buffer.concat([...readLog(db, key)].map(({ bytes }) => bytes)).toString()
const piecesOf = (db: LogsDb, key: LogKey) =>
  [...readLog(db, key)].map(({ offset, bytes }) => [offset, bytes.toString()])

describe('WorkerLogSink', () => {
  it('stores what is written, apart for every attempt of a step on a host', async () => {
    const { db, sink } = tempLogs()
    const other = logKey({ attempt: 2 })
    await writeAll(sink, [
      [logKey(), 'first '],
      [other, 'second attempt'],
      [logKey(), 'and more\n'],
    ])
    expect([contentOf(db, logKey()), contentOf(db, other), contentOf(db, logKey({ host: 'web-02' }))]).toEqual([
      'first and more\n',
      'second attempt',
      '',
    ])
  })

  it('stores an offset once, also across flushes and writers', async () => {
    const { db, sink } = tempLogs()
    const write = (to: WorkerLogSink, offset: number, text: string) => to.write(logKey(), offset, Buffer.from(text))
    write(sink, 0, '01234')
    write(sink, 0, '01234')
    write(sink, 3, '34567')
    await sink.flush()
    write(sink, 0, '0123456789')
    await sink.dispose()
    const next = new WorkerLogSink(db.name, { isIndexing: false })
    write(next, 8, '89abc')
    await next.dispose()
    expect(contentOf(db, logKey())).toBe('0123456789abc')
  })

  it('keeps a gap visible until it is filled', async () => {
    const { db, sink } = tempLogs()
    sink.write(logKey(), 0, Buffer.from('abc'))
    sink.write(logKey(), 6, Buffer.from('ghi'))
    await sink.flush()
    expect([piecesOf(db, logKey()), listLogGaps(db, logKey()), findLogEnd(db, logKey())]).toEqual([
      [
        [0, 'abc'],
        [6, 'ghi'],
      ],
      [{ from: 3, to: 6 }],
      3,
    ])
    sink.write(logKey(), 2, Buffer.from('cdefg'))
    await sink.flush()
    expect([contentOf(db, logKey()), listLogGaps(db, logKey()), findLogEnd(db, logKey())]).toEqual(['abcdefghi', [], 9])
  })

  it('pauses its writers when the queue is full, and loses nothing', async () => {
    const { db, sink } = tempLogs()
    const chunk = Buffer.alloc(1024 * 1024, 'z')
    let offset = 0
    let isOpen = true
    while (isOpen) {
      isOpen = sink.write(logKey(), offset, chunk)
      offset += chunk.length
    }
    expect(offset).toBe(8 * 1024 * 1024)
    await sink.drained()
    expect(sink.write(logKey(), offset, chunk)).toBe(true)
    await sink.flush()
    expect(listLogs(db, {})).toEqual([
      expect.objectContaining({ ...logKey(), sizeBytes: offset + chunk.length, endOffset: offset + chunk.length }),
    ])
  })

  it('compresses', async () => {
    const { db, sink } = tempLogs()
    await writeAll(sink, [[logKey(), 'the same line again\n'.repeat(50_000)]])
    const [log] = listLogs(db, {})
    expect(log?.sizeBytes).toBe(1_000_000)
    expect(log?.storedBytes).toBeLessThan(10_000)
  })

  it('says when it cannot store, keeps the bytes and stores them later', async () => {
    const troubles: unknown[] = []
    const { db, sink } = tempLogs({ busyTimeoutMs: 1, onTrouble: (error) => troubles.push(error) })
    await writeAll(sink, [[logKey(), 'before ']])
    const full = new Database(db.name)
    full.exec('BEGIN IMMEDIATE')
    const random = Buffer.from(Array.from({ length: 1_000 }, (_, at) => (at * at * 31) % 251))
    sink.write(logKey(), 7, random)
    await expect(sink.flush()).rejects.toMatchObject({ code: 'db.locked' })
    full.exec('ROLLBACK')
    full.close()
    await sink.flush()
    expect([findLogEnd(db, logKey()), troubles]).toEqual([
      1_007,
      [expect.objectContaining({ code: 'db.locked' }), undefined],
    ])
  })

  it('says so when its worker has died, leaves out what is written meanwhile, and goes on with another one', async () => {
    const { db } = tempLogs()
    db.pragma('wal_checkpoint(TRUNCATE)')
    const troubles: unknown[] = []
    const leftOut: LogKey[] = []
    const file = join(tempFolder(), 'not-a-folder', 'logs.db')
    const onTrouble = (error: unknown) => troubles.push(error)
    const bad = new WorkerLogSink(file, { onTrouble, onLeftOut: (key) => leftOut.push(key) })
    await expect(bad.flush()).rejects.toMatchObject({ code: 'logs.writer-stopped' })
    expect(bad.write(logKey(), 0, Buffer.from('x'))).toBe(true)
    await bad.drained()
    mkdirSync(dirname(file))
    copyFileSync(db.name, file)
    await eventually(() => troubles.at(-1) === undefined)
    bad.write(logKey(), 0, Buffer.from('again'))
    await bad.dispose()
    const read = openLogs(file)
    expect([contentOf(read, logKey()), leftOut, troubles]).toEqual([
      'again',
      [logKey()],
      [expect.objectContaining({ code: 'logs.writer-stopped' }), undefined],
    ])
    read.close()
  })

  it('leaves out what is kept elsewhere once nothing can be stored and memory is full; other output waits', async () => {
    const leftOut: LogKey[] = []
    const { db, sink } = tempLogs({
      busyTimeoutMs: 1,
      isKeptElsewhere: ({ step }) => step !== 'shell',
      onLeftOut: (key) => leftOut.push(key),
    })
    const holder = new Database(db.name)
    holder.exec('BEGIN IMMEDIATE')
    const chunk = Buffer.alloc(1024 * 1024, 'z')
    let offset = 0
    for (; leftOut.length === 0; offset += chunk.length) if (!sink.write(logKey(), offset, chunk)) await sink.drained()
    // 16 MiB wait in the writer and 8 MiB in the queue
    expect(offset / chunk.length).toBeLessThan(30)
    const shell = logKey({ step: 'shell' })
    expect(sink.write(shell, 0, Buffer.from('typed'))).toBe(false)
    const drained = sink.drained()
    holder.exec('ROLLBACK')
    holder.close()
    await drained
    await sink.flush()
    // it is fetched again from its beginning
    for (let at = 0; at < offset; at += chunk.length) if (!sink.write(logKey(), at, chunk)) await sink.drained()
    await sink.flush()
    expect([contentOf(db, shell), findLogEnd(db, logKey()), listLogGaps(db, logKey())]).toEqual(['typed', offset, []])
  })

  it('forgets logs it has not seen for long, and still stores offsets once', async () => {
    const { db, sink } = tempLogs()
    sink.write(logKey(), 0, Buffer.from('abc'))
    for (let n = 0; n < 10_050; n += 1) sink.write(logKey({ host: `h${n}` }), 0, Buffer.from('x'))
    sink.write(logKey(), 0, Buffer.from('abcdef'))
    await sink.flush()
    expect([contentOf(db, logKey()), listLogs(db, {}).length]).toEqual(['abcdef', 10_051])
  })

  it('keeps the file to its owner', () => {
    const { db } = tempLogs()
    expect(statSync(db.name).mode & 0o777).toBe(0o600)
  })
})
