import { generateKeyPairSync } from 'node:crypto'
import { statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { PrivateKeys } from '../../../../src/main/ssh/private-keys'
import { TroubleNews } from '../../../../src/main/ipc/trouble-news'
import { KeptLogins } from '../../../../src/main/ssh/kept-logins'
import { FakeLoginKeychain } from '../../../helpers/fake-login-keychain'
import { FakeClock, turns } from '../../../helpers/fake-clock'
import { ScriptedPrompter } from '../../../helpers/ssh-client'
import { makeKeyPair } from '../../../helpers/scripted-ssh-server'
import { tempFolder } from '../../../helpers/temp-folder'

const encrypted = makeKeyPair('ed25519', 'secret')
const plain = makeKeyPair()
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const pem = (key: typeof rsa, type: 'pkcs1' | 'pkcs8' | 'sec1', passphrase?: string) =>
  key.export({ type, format: 'pem', ...(passphrase && { cipher: 'aes-256-cbc', passphrase }) }).toString()

function fileWith(text: string): string {
  const file = join(tempFolder(), 'id')
  writeFileSync(file, text)
  return file
}

describe('PrivateKeys.load', () => {
  it.each([
    ['OpenSSH', plain.private],
    ['OpenSSH with Windows line ends', plain.private.replaceAll('\n', '\r\n')],
    ['RSA in PEM', pem(rsa, 'pkcs1')],
    ['RSA in PKCS#8', pem(rsa, 'pkcs8')],
    ['ECDSA in PEM', pem(ec, 'sec1')],
    ['ECDSA in PKCS#8', pem(ec, 'pkcs8')],
  ])('reads a key: %s', async (_name, text) => {
    expect(await new PrivateKeys().load(fileWith(text))).toMatchObject({ kind: 'ready' })
  })

  it.each([
    ['OpenSSH', encrypted.private],
    ['RSA in PEM', pem(rsa, 'pkcs1', 'secret')],
    ['RSA in PKCS#8', pem(rsa, 'pkcs8', 'secret')],
  ])('sees that a key is encrypted: %s', async (_name, text) => {
    expect(await new PrivateKeys().load(fileWith(text))).toMatchObject({ kind: 'locked', canUnlock: true })
  })

  it('reads the public half of an encrypted key, for the agent', async () => {
    const file = await new PrivateKeys().load(fileWith(encrypted.private))
    expect(file.kind === 'locked' && file.publicBlob?.toString('base64')).toBe(encrypted.public.split(' ')[1])
  })

  it('reads a public key, and one that lies beside a missing private key', async () => {
    const locked = {
      kind: 'locked',
      canUnlock: false,
      publicBlob: Buffer.from(plain.public.split(' ')[1] ?? '', 'base64'),
    }
    expect(await new PrivateKeys().load(fileWith(plain.public))).toMatchObject(locked)
    const missing = join(tempFolder(), 'id')
    writeFileSync(`${missing}.pub`, plain.public)
    expect(await new PrivateKeys().load(missing)).toMatchObject(locked)
  })

  it.each([
    ['nothing', undefined, true],
    ['no key', 'hello\n', false],
    ['half a key', plain.private.slice(0, 150), false],
    ['a key of a kind that cannot be read', pem(generateKeyPairSync('ed25519').privateKey, 'pkcs8'), false],
  ])('says why it cannot use %s', async (_name, text, isMissing) => {
    const file = text === undefined ? join(tempFolder(), 'id') : fileWith(text)
    expect(await new PrivateKeys().load(file)).toMatchObject({
      kind: 'unusable',
      isMissing,
      reason: expect.any(String),
    })
  })

  it('reads a file again when it changed', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const keys = new PrivateKeys()
    const file = join(tempFolder(), 'id')
    expect(await keys.load(file)).toMatchObject({ kind: 'unusable' })
    writeFileSync(file, plain.private)
    vi.advanceTimersByTime(500)
    expect(await keys.load(file)).toMatchObject({ kind: 'ready' })
  })

  it('keeps no file that it could not use, though the file has not changed', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const keys = new PrivateKeys()
    const file = fileWith('hello')
    const { atime, mtime } = statSync(file)
    expect(await keys.load(file)).toMatchObject({ kind: 'unusable' })
    writeFileSync(file, plain.private)
    utimesSync(file, atime, mtime)
    vi.advanceTimersByTime(500)
    expect(await keys.load(file)).toMatchObject({ kind: 'ready' })
  })
})

describe('PrivateKeys.unlock', () => {
  it.each([
    ['OpenSSH', encrypted.private],
    ['RSA in PEM', pem(rsa, 'pkcs1', 'secret')],
    ['RSA in PKCS#8', pem(rsa, 'pkcs8', 'secret')],
  ])('asks once for all who wait, and keeps the key: %s', async (_name, text) => {
    const prompter = new ScriptedPrompter(['secret'])
    const keys = new PrivateKeys(prompter)
    const file = fileWith(text)
    await Promise.all([keys.unlock(file), keys.unlock(file), keys.unlock(file)])
    expect(prompter.secretsAsked).toEqual([`Passphrase for ${file}`])
    expect(await keys.load(file)).toMatchObject({ kind: 'ready' })
  })

  it('asks again after a wrong passphrase, three times', async () => {
    const keys = new PrivateKeys(new ScriptedPrompter(['wrong', 'no', 'never', 'secret']))
    const file = fileWith(encrypted.private)
    await expect(keys.unlock(file)).rejects.toMatchObject({ code: 'ssh.passphrase-wrong', details: { file } })
    await keys.unlock(file)
    expect(await keys.load(file)).toMatchObject({ kind: 'ready' })
  })

  it('does not ask again when the person declined', async () => {
    const keys = new PrivateKeys(new ScriptedPrompter([undefined]))
    const file = fileWith(encrypted.private)
    expect(keys.canAsk(file)).toBe(true)
    await keys.unlock(file)
    expect([keys.canAsk(file), (await keys.load(file)).kind]).toEqual([false, 'locked'])
  })
})

describe('PrivateKeys with a keychain', () => {
  /** An encrypted key, and who opens it: each `open` is another start of the console. */
  function starts(parts: { answers?: (string | undefined)[]; kept?: string } = {}) {
    const { answers = [], kept } = parts
    const file = fileWith(encrypted.private)
    const secret = { kind: 'passphrase', file } as const
    const keychain = kept === undefined ? new FakeLoginKeychain() : FakeLoginKeychain.with(secret, kept)
    const prompter = new ScriptedPrompter(answers)
    prompter.isToKeep = true
    const troubles = new TroubleNews({ clock: new FakeClock(), onChange: () => undefined })
    const open = async () => {
      const keys = new PrivateKeys(prompter, new KeptLogins(keychain, troubles))
      await keys.unlock(file)
      await turns(3)
      return (await keys.load(file)).kind
    }
    return { file, keychain, prompter, troubles, open }
  }

  it('keeps a passphrase that opened its key, and asks nobody at the next start', async () => {
    const { file, keychain, prompter, open } = starts({ answers: ['wrong', 'secret'] })
    expect([await open(), await open()]).toEqual(['ready', 'ready'])
    expect([...keychain.values]).toEqual([[file, 'secret']])
    expect(prompter.keychains).toEqual(['ready', 'ready'])
  })

  it('keeps none that is wrong, and none that the person does not want kept', async () => {
    const wrong = starts({ answers: ['wrong', 'no', 'never'] })
    await expect(wrong.open()).rejects.toMatchObject({ code: 'ssh.passphrase-wrong' })
    const unwanted = starts({ answers: ['secret'] })
    unwanted.prompter.isToKeep = false
    expect(await unwanted.open()).toBe('ready')
    expect([wrong.keychain.values.size, unwanted.keychain.values.size]).toEqual([0, 0])
  })

  it('drops one that no longer opens its key, and asks', async () => {
    const { keychain, prompter, open } = starts({ kept: 'of before', answers: [undefined] })
    expect(await open()).toBe('locked')
    expect([keychain.values.size, prompter.secretsAsked.length]).toEqual([0, 1])
  })

  it('asks, and says so, when the keychain fails', async () => {
    const { file, keychain, prompter, troubles, open } = starts({ kept: 'secret', answers: ['secret', 'secret'] })
    keychain.failure = new Error('no space left')
    expect(await open()).toBe('ready')
    expect(prompter.secretsAsked).toHaveLength(1)
    const details = { name: file, reason: 'no space left' }
    expect(troubles.list()).toMatchObject([{ part: 'keychain', code: 'ssh.keychain-failed', details }])
    expect(JSON.stringify(troubles.list())).not.toContain('secret')
    keychain.failure = undefined
    expect([await open(), prompter.secretsAsked.length]).toEqual(['ready', 1])
  })

  it.each(['locked', 'no-keyring'] as const)('asks without a look into a keychain that is %s', async (state) => {
    const { keychain, prompter, troubles, open } = starts({ kept: 'secret', answers: ['secret'] })
    keychain.state = state
    expect(await open()).toBe('ready')
    expect([keychain.findCount, prompter.keychains, troubles.list()]).toEqual([0, [state], []])
  })

  it('offers nothing where there is no keychain', async () => {
    const prompter = new ScriptedPrompter(['secret'])
    await new PrivateKeys(prompter).unlock(fileWith(encrypted.private))
    expect(prompter.keychains).toEqual([undefined])
  })
})
