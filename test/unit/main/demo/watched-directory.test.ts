import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchDirectory } from '../../../../src/main/demo/watched-directory'

describe('watchDirectory', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'lm-watched-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('tells the names at once, after a change, and no more when closed', async () => {
    writeFileSync(join(dir, 'a'), '')
    const seen: string[][] = []
    const watched = await watchDirectory(dir, (names) => {
      seen.push([...names].toSorted())
      return Promise.resolve()
    })
    expect(seen).toEqual([['a']])
    writeFileSync(join(dir, 'b'), '')
    await vi.waitFor(() => expect(seen.at(-1)).toEqual(['a', 'b']), { timeout: 5_000, interval: 5 })
    await watched.close()
    const count = seen.length
    writeFileSync(join(dir, 'c'), '')
    await new Promise((resolve) => setImmediate(resolve))
    expect(seen.length).toBe(count)
  })

  it('never tells twice at once', async () => {
    let running = 0
    let most = 0
    let told = 0
    const watched = await watchDirectory(dir, async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      told += 1
    })
    for (const name of 'abcdefgh') writeFileSync(join(dir, name), '')
    await vi.waitFor(() => expect(told).toBeGreaterThan(1), { timeout: 5_000, interval: 5 })
    await watched.close()
    expect(most).toBe(1)
  })
})
