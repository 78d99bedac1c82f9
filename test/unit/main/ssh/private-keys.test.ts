import { generateKeyPairSync } from 'node:crypto'
import { statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { PrivateKeys } from '../../../../src/main/ssh/private-keys'
import type { Prompter } from '../../../../src/main/ssh/prompter'
import { makeKeyPair } from '../../../helpers/scripted-ssh-server'
import { tempFolder } from '../../../helpers/temp-folder'

class FakePrompter implements Prompter {
  readonly asked: string[] = []
  readonly #answers: (string | undefined)[]
  constructor(...answers: (string | undefined)[]) {
    this.#answers = answers
  }
  async askSecret(question: string): Promise<string | undefined> {
    this.asked.push(question)
    return this.#answers.shift()
  }
  async askHostKey(): Promise<false> {
    return false
  }
}

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
    const prompter = new FakePrompter('secret')
    const keys = new PrivateKeys(prompter)
    const file = fileWith(text)
    await Promise.all([keys.unlock(file), keys.unlock(file), keys.unlock(file)])
    expect(prompter.asked).toEqual([`Passphrase for ${file}`])
    expect(await keys.load(file)).toMatchObject({ kind: 'ready' })
  })

  it('asks again after a wrong passphrase, three times', async () => {
    const keys = new PrivateKeys(new FakePrompter('wrong', 'no', 'never', 'secret'))
    const file = fileWith(encrypted.private)
    await expect(keys.unlock(file)).rejects.toMatchObject({ code: 'ssh.passphrase-wrong', details: { file } })
    await keys.unlock(file)
    expect(await keys.load(file)).toMatchObject({ kind: 'ready' })
  })

  it('does not ask again when the person declined', async () => {
    const keys = new PrivateKeys(new FakePrompter(undefined))
    const file = fileWith(encrypted.private)
    expect(keys.canAsk(file)).toBe(true)
    await keys.unlock(file)
    expect([keys.canAsk(file), (await keys.load(file)).kind]).toEqual([false, 'locked'])
  })
})
