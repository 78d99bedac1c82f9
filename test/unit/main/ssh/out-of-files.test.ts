import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { KnownHostsFile } from '../../../../src/main/ssh/known-hosts-file'
import { PrivateKeys } from '../../../../src/main/ssh/private-keys'
import { tempFolder } from '../../../helpers/temp-folder'

const limit = vi.hoisted(() => ({ isReached: false }))

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  const readFile = (...args: Parameters<typeof real.readFile>) =>
    limit.isReached ? Promise.reject(Object.assign(new Error('EMFILE'), { code: 'EMFILE' })) : real.readFile(...args)
  return { ...real, readFile }
})
afterEach(() => {
  limit.isReached = false
})

/** A file that was there all the time. */
function fileWith(text: string): string {
  const file = join(tempFolder(), 'file')
  writeFileSync(file, text)
  return file
}

describe('when no more files can be opened', () => {
  it('a key is not called unusable, now or later', async () => {
    const keys = new PrivateKeys()
    const file = fileWith('hello')
    limit.isReached = true
    await expect(keys.load(file)).rejects.toMatchObject({ code: 'console.out-of-files' })
    limit.isReached = false
    await vi.waitFor(async () => expect(await keys.load(file)).toMatchObject({ kind: 'unusable', isMissing: false }))
  })

  it('no host is called unknown, also by who looks right after', async () => {
    const file = new KnownHostsFile(fileWith(''))
    limit.isReached = true
    const looks = [file.refresh(), file.refresh()]
    for (const look of looks) await expect(look).rejects.toMatchObject({ code: 'console.out-of-files' })
    await expect(file.refresh()).rejects.toMatchObject({ code: 'console.out-of-files' })
    limit.isReached = false
    await file.refresh()
  })
})
