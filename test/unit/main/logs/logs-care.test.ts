import {
  openSync,
  closeSync,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readLog } from '../../../../src/main/logs/log-store'
import { LogsCare } from '../../../../src/main/logs/logs-care'
import type { LogKey } from '../../../../src/main/ports/logs'
import { tempFolder } from '../../../helpers/temp-folder'
import { logKey } from '../../../helpers/temp-logs'
import { eventually } from '../../../helpers/eventually'

const newFile = () => join(tempFolder(), 'logs.db')
const hosts = ['web-01', 'web-02', 'web-03']
/** Different for every host, and too little alike to be packed away. */
const textOf = (host: string) =>
  Array.from({ length: 20_000 }, (_, n) => `${host} line ${n} ${Math.imul(n, 2_654_435_761) >>> 0}\n`).join('')

function openCare(file: string) {
  const problems: (string | undefined)[] = []
  let replaced = 0
  const care = new LogsCare(file, {
    nowMs: () => Date.now(),
    onProblem: (problem) => problems.push(problem?.code),
    onReplaced: () => (replaced += 1),
  })
  onTestFinished(() => care.dispose().catch(() => undefined))
  return { care, problems, replaced: () => replaced }
}

const contentOf = (care: LogsCare, key: LogKey) =>
  care.read((db) => Buffer.concat([...readLog(db, key)].map(({ bytes }) => bytes)).toString())

async function writeHosts(care: LogsCare): Promise<void> {
  for (const host of hosts) {
    const text = Buffer.from(textOf(host))
    for (let at = 0; at < text.length; at += 250_000) {
      if (!care.sink.write(logKey({ host }), at, text.subarray(at, at + 250_000))) await care.sink.drained()
      await care.sink.flush()
    }
  }
}

/** A file with the logs of three hosts, closed. */
async function storedFile(): Promise<string> {
  const file = newFile()
  const { care } = openCare(file)
  await writeHosts(care)
  await care.dispose()
  return file
}

/** Overwrite whole pages. */
function spoil(file: string, fromPage: number, pages: number): void {
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(pages * 4096, 0xa5), 0, pages * 4096, fromPage * 4096)
  closeSync(handle)
}

const isSaved = (care: LogsCare) => care.health().setAside.every(({ isFinished }) => isFinished)
const asideOf = (file: string) => readdirSync(dirname(file)).filter((name) => /\.damaged-\d{8}T\d{9}Z$/.test(name))

describe('a damaged file', () => {
  it.each([
    ['is not SQLite at all', (file: string) => spoil(file, 0, 2)],
    ['was cut off', (file: string) => truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096)],
  ])('that %s is set aside when it is opened, and a new one is begun', async (_, damage) => {
    const file = await storedFile()
    damage(file)
    const { care } = openCare(file)
    await eventually(() => isSaved(care))
    care.sink.write(logKey({ host: 'new' }), 0, Buffer.from('goes on'))
    await care.settle()
    expect([contentOf(care, logKey({ host: 'new' })), asideOf(file).length]).toEqual(['goes on', 1])
    expect(care.health()).toMatchObject({
      setAside: [{ isFinished: true, reason: expect.stringMatching(/\w/) as string }],
    })
  })

  it('gives what can be read of it to the new one, once, beside what is written meanwhile', async () => {
    const file = await storedFile()
    const pages = statSync(file).size / 4096
    // behind the roots of the tables, where the first blocks lie
    spoil(file, 20, Math.floor(pages / 4))
    const { care } = openCare(file)
    // an attempt that is joined again is written from its beginning while old blocks are saved
    const whole = Buffer.from(textOf('web-01'))
    care.sink.write(logKey(), 0, whole.subarray(0, 300_000))
    const reading = () => {
      try {
        return hosts.map((host) => contentOf(care, logKey({ host })))
      } catch {
        return []
      }
    }
    await eventually(() => (reading(), care.health().setAside.length > 0))
    await eventually(() => isSaved(care))
    care.sink.write(logKey(), 0, whole)
    await care.settle()
    const [setAside] = care.health().setAside
    expect(setAside?.saved).toBeGreaterThan(1)
    expect(setAside?.lost).toBeGreaterThan(0)
    expect(contentOf(care, logKey())).toBe(textOf('web-01'))
    // what was saved is what was stored, only with gaps
    for (const host of hosts) {
      const text = textOf(host)
      const pieces = care.read((db) => [...readLog(db, logKey({ host }))])
      for (const { offset, bytes } of pieces) expect(bytes.toString()).toBe(text.slice(offset, offset + bytes.length))
    }
  })
})

describe('a file that is deleted while it is open', () => {
  it.each([
    ['', []],
    [' with all that belongs to it', ['-wal', '-shm']],
  ])('is written again%s, with everything', async (_, ends) => {
    const file = newFile()
    const { care, replaced } = openCare(file)
    await writeHosts(care)
    for (const end of ['', ...ends]) rmSync(file + end)
    care.sink.write(logKey({ host: 'late' }), 0, Buffer.from('after that'))
    await eventually(() => replaced() === 1)
    await care.settle()
    expect(existsSync(file)).toBe(true)
    expect(care.health().rewrittenAtMs).toBeTypeOf('number')
    expect(hosts.map((host) => contentOf(care, logKey({ host })))).toEqual(hosts.map(textOf))
    expect(contentOf(care, logKey({ host: 'late' }))).toBe('after that')
    await care.dispose()
    const { care: next } = openCare(file)
    expect(contentOf(next, logKey({ host: 'late' }))).toBe('after that')
  })

  it('is written again beside another file that was put in its place', async () => {
    const file = await storedFile()
    const { care, replaced } = openCare(file)
    await care.settle()
    const other = newFile()
    new Database(other).exec('CREATE TABLE other (id)').close()
    renameSync(other, file)
    await eventually(() => replaced() === 1)
    expect([contentOf(care, logKey()), asideOf(file).length]).toEqual([textOf('web-01'), 1])
  })
})

describe('a file that another process holds', () => {
  it('does not keep the console from opening, and takes what was written meanwhile once it is free', async () => {
    const file = await storedFile()
    const holder = new Database(file)
    holder.pragma('locking_mode = EXCLUSIVE')
    holder.exec('BEGIN EXCLUSIVE')
    const { care, problems } = openCare(file)
    expect(care.health().problem).toMatchObject({ code: 'db.locked' })
    expect(() => contentOf(care, logKey())).toThrow(expect.objectContaining({ code: 'db.locked' }))
    care.sink.write(logKey({ host: 'late' }), 0, Buffer.from('waits'))
    await care.settle()
    holder.exec('ROLLBACK')
    holder.close()
    await eventually(() => problems.at(-1) === undefined)
    await care.settle()
    expect([contentOf(care, logKey()), contentOf(care, logKey({ host: 'late' }))]).toEqual([textOf('web-01'), 'waits'])
  })
})
