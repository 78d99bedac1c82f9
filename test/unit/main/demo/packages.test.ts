import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from '../../../../src/main/demo/packages'

describe('buildPackage', () => {
  let dir = ''
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'lm-packages-'))
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('builds a tarball that unpacks into a release directory, and its digest', async () => {
    const file = await buildPackage(dir, '1.1.0')
    const listing = execFileSync('tar', ['-tvzf', file], { encoding: 'utf8' }).trim().split('\n')
    const shape = listing.map((line) => `${line.slice(0, 10)} ${line.split(' ').at(-1)}`).toSorted()
    expect(shape).toEqual([
      expect.stringMatching(/^-rw-.* VERSION$/),
      expect.stringMatching(/^-rw-.* service.cjs$/),
      '-rwxr-xr-x bin/service',
      expect.stringMatching(/^drwx.* bin\/$/),
    ])
    const digest = createHash('sha256').update(readFileSync(file)).digest('hex')
    expect(readFileSync(`${file}.sha256`, 'utf8')).toBe(`${digest}  shop-1.1.0.tar.gz\n`)
  })

  it('says which package could not be built', async () => {
    const version = `2.0.0`
    const file = join(dir, 'shop-2.0.0.tar.gz')
    execFileSync('mkdir', [`${file}.part`])
    await expect(buildPackage(dir, version)).rejects.toMatchObject({ code: 'demo.package-failed', details: { file } })
  })
})
