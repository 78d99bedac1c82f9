import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { SafeKeychain } from '../../../../src/main/desktop/safe-keychain'
import { NoKeychain } from '../../../../src/main/open-client'
import { answers, resetElectron } from '../../../helpers/fake-electron'
import { tempFolder } from '../../../helpers/temp-folder'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
beforeEach(resetElectron)

function keychain(platform: NodeJS.Platform = 'linux') {
  const file = join(tempFolder(), 'keychain.json')
  const system = { find: (service: string, account: string) => Promise.resolve(`system ${service} ${account}`) }
  return { file, safe: new SafeKeychain(file, system, platform) }
}

describe('SafeKeychain', () => {
  it('keeps a value encrypted, in a file for its owner only', async () => {
    const { file, safe } = keychain()
    await safe.keep('shop', 'api-key', 'hunter2-hunter2')
    expect(await safe.find('shop', 'api-key')).toBe('hunter2-hunter2')
    expect(readFileSync(file, 'utf8')).not.toMatch(/hunter2|aHVudGVyMi1odW50ZXIy/)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('encrypts a value anew when the key of the system has changed', async () => {
    const { file, safe } = keychain()
    // with the key of before, which the fake reads as well
    const old = JSON.stringify({ version: 1, entries: { 'shop/a': 'Yg==', 'shop/b': 'ZG==' } })
    writeFileSync(file, old)
    expect([await safe.find('shop', 'b'), readFileSync(file, 'utf8')]).toEqual(['d', old])
    answers.isKeyOld = true
    expect(await safe.find('shop', 'b')).toBe('d')
    expect(readFileSync(file, 'utf8')).toBe(old.replace('ZG==', 'ZA=='))
  })

  it('gives a value that it cannot encrypt anew, and puts none over a newer one', async () => {
    const { file, safe } = keychain()
    await safe.keep('shop', 'token', 'old')
    answers.isKeyOld = true
    const found = safe.find('shop', 'token')
    await Promise.all([safe.keep('shop', 'token', 'new'), safe.keep('shop', 'other', 'mine'), found])
    expect([await found, await safe.find('shop', 'token'), await safe.find('shop', 'other')]).toEqual([
      'old',
      'new',
      'mine',
    ])
    mkdirSync(`${file}.part`)
    expect(await safe.find('shop', 'token')).toBe('new')
  })

  it('asks the keychain of the system for what it does not keep, and again once that is forgotten', async () => {
    const { safe } = keychain()
    expect(await safe.find('shop', 'token')).toBe('system shop token')
    await safe.keep('shop', 'token', 'mine')
    await safe.keep('shop', 'token', '')
    expect(await safe.find('shop', 'token')).toBe('system shop token')
  })

  it.each(['basic_text', 'unknown'])('keeps nothing on a Linux desktop without a keyring (%s)', async (keyring) => {
    answers.keyring = keyring
    const { safe } = keychain('linux')
    await expect(safe.keep('shop', 'token', 'mine')).rejects.toThrow(NoKeychain)
    const elsewhere = keychain('darwin').safe
    await elsewhere.keep('shop', 'token', 'mine')
    expect(await elsewhere.find('shop', 'token')).toBe('mine')
  })

  it('keeps nothing while the keychain is locked', async () => {
    answers.isEncryptionAvailable = false
    await expect(keychain().safe.keep('shop', 'token', 'mine')).rejects.toThrow(/locked/)
  })

  it('has nothing else to ask on Windows', async () => {
    expect(await keychain('win32').safe.find('shop', 'token')).toBeUndefined()
  })

  it('says when its file is not what it wrote', async () => {
    const { file, safe } = keychain()
    writeFileSync(file, '{"version":2}')
    await expect(safe.find('shop', 'token')).rejects.toThrow(/is not what this program wrote/)
  })
})
