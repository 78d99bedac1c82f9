import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PublishedFile } from '../../../../src/main/demo/published-file'

describe('PublishedFile', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'lm-published-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))
  const read = () => readFileSync(join(dir, 'x'), 'utf8')

  it('shows the latest text when setting it resolves', async () => {
    const file = new PublishedFile(join(dir, 'x'))
    await Promise.all(['1', '2', '3'].map((text) => file.set(text)))
    expect([read(), readdirSync(dir)]).toEqual(['3', ['x']])
  })

  it('loses no text that is set right when a write ends', async () => {
    const file = new PublishedFile(join(dir, 'x'))
    for (let i = 0; i < 20; i += 1) {
      const first = file.set(`${i}`)
      const second = first.then(() => file.set(`${i}!`))
      await second
      expect(read()).toBe(`${i}!`)
    }
  })

  it('works again after a write has failed', async () => {
    const file = new PublishedFile(join(dir, 'sub/x'))
    await expect(file.set('1')).rejects.toThrow('ENOENT')
    await expect(file.set('1')).rejects.toThrow('ENOENT')
  })
})
