import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { takeLock } from '../../../../src/main/data-folder/lock'
import { markOf, type ProcessMark } from '../../../../src/main/data-folder/running-process'
import { tempFolder } from '../../../helpers/temp-folder'

const lockFile = () => join(tempFolder(), 'console.lock')
const filesIn = (file: string) => readdirSync(dirname(file))
const nowMs = Date.UTC(2026, 0, 2)

/** A pid that nobody has: its process has just ended. */
const deadPid = () => spawnSync(process.execPath, ['-e', '0']).pid

/** A lock as another process left it. */
function leave(file: string, mark: ProcessMark, token = 'theirs'): void {
  writeFileSync(file, JSON.stringify({ ...mark, token, sinceMs: nowMs }))
}

describe('takeLock', () => {
  it('takes a free lock, and gives it back once', () => {
    const file = lockFile()
    const lock = takeLock(file, nowMs)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname(), sinceMs: nowMs })
    expect(filesIn(file)).toEqual(['console.lock'])
    lock.release()
    const next = takeLock(file)
    lock.release()
    expect(existsSync(file)).toBe(true)
    next.release()
    expect(filesIn(file)).toEqual([])
  })

  it('says who has it and since when', () => {
    const file = lockFile()
    takeLock(file, nowMs)
    expect(() => takeLock(file)).toThrow(
      expect.objectContaining({
        code: 'data.locked',
        details: { pid: process.pid, host: hostname(), since: '2026-01-02T00:00:00.000Z', folder: dirname(file), file },
      }),
    )
    expect(filesIn(file)).toEqual(['console.lock'])
  })

  it.each<[string, () => Partial<ProcessMark>]>([
    ['a dead process', () => ({ pid: deadPid() })],
    ['an earlier process with the same pid', () => ({ started: '1' })],
    ['a process of an earlier boot', () => ({ boot: 'before' })],
  ])('takes over from %s', (_, change) => {
    const file = lockFile()
    leave(file, { ...markOf(), ...change() })
    takeLock(file).release()
    expect(filesIn(file)).toEqual([])
  })

  it.each<[string, () => Partial<ProcessMark>]>([
    ['a running process', () => ({ pid: process.ppid, started: markOf(process.ppid).started })],
    ['one whose start nobody knows', () => ({ started: '' })],
    ['one of another machine', () => ({ host: 'other', pid: deadPid() })],
  ])('does not take over from %s', (_, change) => {
    const file = lockFile()
    leave(file, { ...markOf(), ...change() })
    expect(() => takeLock(file)).toThrow(expect.objectContaining({ code: 'data.locked' }))
  })

  it('takes over after somebody died while taking over', () => {
    const file = lockFile()
    const dead = { ...markOf(), pid: deadPid() }
    leave(file, dead, 'first')
    leave(`${file}.first`, dead, 'second')
    leave(`${file}.first.second`, dead, 'third')
    takeLock(file).release()
    expect(filesIn(file)).toEqual([])
  })

  it('leaves a takeover alone that is under way', () => {
    const file = lockFile()
    leave(file, { ...markOf(), pid: deadPid() }, 'first')
    leave(`${file}.first`, markOf(), 'second')
    expect(() => takeLock(file)).toThrow(expect.objectContaining({ code: 'data.locked' }))
  })

  it.each(['', '{"pid":', '{}'])('takes over a file that was never finished, once it is old: %j', (text) => {
    const file = lockFile()
    writeFileSync(file, text)
    expect(() => takeLock(file)).toThrow(expect.objectContaining({ code: 'data.locked' }))
    utimesSync(file, 1, 1)
    takeLock(file).release()
    expect(filesIn(file)).toEqual([])
  })

  it('says when the folder cannot be written', () => {
    expect(() => takeLock('/proc/nothing/console.lock')).toThrow(expect.objectContaining({ code: 'data.unusable' }))
  })
})
