import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { DesktopLoginKeychain, openLoginKeychain } from '../../../../src/main/desktop/login-keychain'
import { answers, fakeElectron, resetElectron } from '../../../helpers/fake-electron'
import { tempFolder } from '../../../helpers/temp-folder'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
beforeEach(resetElectron)

const key = { kind: 'passphrase', file: '/home/me/.ssh/id_ed25519' } as const
const deploy = { kind: 'password', account: 'deploy' } as const

function opened(platform: NodeJS.Platform = 'linux') {
  const file = join(tempFolder(), 'login-keychain.json')
  return { file, keychain: new DesktopLoginKeychain(file, platform) }
}

describe('DesktopLoginKeychain', () => {
  it('keeps passphrases and passwords encrypted, for its owner only, and finds them at the next start', async () => {
    const { file, keychain } = opened()
    await keychain.keep(key, 'correct horse')
    await keychain.keep(deploy, 'hunter2-hunter2')
    const next = new DesktopLoginKeychain(file, 'linux')
    expect([next.list(), await next.find(key), await next.find(deploy)]).toEqual([
      [key, deploy],
      'correct horse',
      'hunter2-hunter2',
    ])
    expect(readFileSync(file, 'utf8')).not.toMatch(/correct|hunter2|Y29ycmVjdCBob3JzZQ|aHVudGVyMi1odW50ZXIy/)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('takes a file and an account of the same name for two, and forgets one alone', async () => {
    const { keychain } = opened()
    const named = { kind: 'password', account: key.file } as const
    await keychain.keep(key, 'one')
    await keychain.keep(named, 'two')
    expect([await keychain.find(key), await keychain.find(named)]).toEqual(['one', 'two'])
    await keychain.forget(key)
    await keychain.forget(key)
    expect([keychain.list(), await keychain.find(key)]).toEqual([[named], undefined])
  })

  it.each([
    ['linux', { keyring: 'basic_text' }, 'no-keyring'],
    ['linux', { keyring: 'basic_text', isEncryptionAvailable: false }, 'no-keyring'],
    ['linux', { isEncryptionAvailable: false }, 'locked'],
    ['darwin', { keyring: 'basic_text' }, 'ready'],
    ['win32', {}, 'ready'],
  ] as const)('on %s with %j is %s', async (platform, system, state) => {
    Object.assign(answers, system)
    expect(await opened(platform).keychain.check()).toBe(state)
  })

  it('keeps nothing without a keyring', async () => {
    answers.keyring = 'basic_text'
    const { file, keychain } = opened()
    await expect(keychain.keep(key, 'correct horse')).rejects.toThrow(/no keyring/)
    expect(() => statSync(file)).toThrow(/ENOENT/)
  })

  it('keeps none for a file that has not its whole path', async () => {
    const { keychain } = opened()
    const relative = { kind: 'passphrase', file: 'keys/id' } as const
    await expect(keychain.keep(relative, 'correct horse')).rejects.toThrow('keys/id is not a whole path')
    await expect(keychain.forget(relative)).rejects.toThrow('keys/id is not a whole path')
  })

  it('waits for no system that does not answer, and writes nothing when it does so late', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { promise, resolve } = Promise.withResolvers<boolean>()
    vi.spyOn(fakeElectron.safeStorage, 'isAsyncEncryptionAvailable').mockReturnValue(promise)
    onTestFinished(() => void vi.restoreAllMocks())
    const { file, keychain } = opened()
    const state = keychain.check()
    const keeping = keychain.keep(key, 'correct horse').catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await state).toBe('locked')
    await vi.advanceTimersByTimeAsync(55_000)
    expect(await keeping).toMatchObject({ message: 'it did not answer within 60 s' })
    resolve(true)
    await new Promise((settled) => setImmediate(settled))
    expect(() => statSync(file)).toThrow(/ENOENT/)
  })

  it('says when its file is not what it wrote', () => {
    const { file, keychain } = opened()
    writeFileSync(file, '[]')
    expect(() => keychain.list()).toThrow(/is not what this program wrote/)
  })

  it('is beside the files of the window, apart from the values for lastmile.yml', async () => {
    const profile = tempFolder()
    fakeElectron.app.setPath('userData', profile)
    await openLoginKeychain().keep(deploy, 'hunter2')
    const { entries } = JSON.parse(readFileSync(join(profile, 'login-keychain.json'), 'utf8')) as { entries: object }
    expect(Object.keys(entries)).toEqual(['lastmile-ssh-password/deploy'])
    expect(() => statSync(join(profile, 'keychain.json'))).toThrow(/ENOENT/)
  })
})
