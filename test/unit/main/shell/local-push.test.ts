import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pushLocally } from '../../../../src/main/shell/local-push'

describe('pushLocally', () => {
  let home: string
  const seen: [number, number][] = []
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'lastmile-push-'))
    seen.length = 0
  })
  afterEach(() => rmSync(home, { recursive: true }))
  const push = (remotePath: string, signal?: AbortSignal) =>
    pushLocally({
      localPath: join(home, 'source'),
      remotePath,
      home,
      onProgress: (sent, total) => void seen.push([sent, total]),
      signal,
    })

  it('copies below the home directory, keeps the mode and leaves no part', async () => {
    writeFileSync(join(home, 'source'), Buffer.alloc(600_000, 7))
    chmodSync(join(home, 'source'), 0o750)
    await push('a/b/target')
    expect(readFileSync(join(home, 'a/b/target')).equals(Buffer.alloc(600_000, 7))).toBe(true)
    expect(statSync(join(home, 'a/b/target')).mode & 0o777).toBe(0o750)
    expect(readdirSync(join(home, 'a/b'))).toEqual(['target'])
    expect(seen).toEqual([0, 262_144, 524_288, 600_000].map((sent) => [sent, 600_000]))
  })

  it('continues a part and replaces an older target', async () => {
    writeFileSync(join(home, 'source'), 'new content')
    writeFileSync(join(home, 'target.part'), 'NEW ')
    writeFileSync(join(home, 'target'), 'old')
    await push(join(home, 'target'))
    expect(readFileSync(join(home, 'target'), 'utf8')).toBe('NEW content')
    expect(seen[0]).toEqual([4, 11])
  })

  it('starts over when the part is longer than the file', async () => {
    writeFileSync(join(home, 'source'), 'short')
    writeFileSync(join(home, 'target.part'), 'much longer')
    await push('target')
    expect(readFileSync(join(home, 'target'), 'utf8')).toBe('short')
  })

  it('keeps the part when it is aborted', async () => {
    writeFileSync(join(home, 'source'), 'content')
    const reason = new Error('brake')
    await expect(push('target', AbortSignal.abort(reason))).rejects.toBe(reason)
    expect(readdirSync(home).sort()).toEqual(['source', 'target.part'])
  })

  it('names the file that is not there', async () => {
    await expect(push('target')).rejects.toMatchObject({
      code: 'remote.push-failed',
      details: { localPath: join(home, 'source'), remotePath: 'target' },
    })
  })
})
