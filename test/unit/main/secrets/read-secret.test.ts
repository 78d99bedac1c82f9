import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSecret } from '../../../../src/main/secrets/read-secret'
import { SystemKeychain } from '../../../../src/main/secrets/system-keychain'
import { FakeKeychain } from '../../../helpers/secrets'
import { tempFolder } from '../../../helpers/temp-folder'

const ports = { env: { SHORT: 'abc', GOOD: 'hunter2', EMPTY: '' }, keychain: new FakeKeychain({ 'shop/key': 'k3y!' }) }
const read = (source: Parameters<typeof readSecret>[1], more: object = {}) =>
  readSecret('db', source, { ...ports, ...more })

function file(content: string | Buffer, mode: number): string {
  const path = join(tempFolder(), 'secret')
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}

describe('readSecret', () => {
  it('reads a variable, a file as it is, and an entry of the keychain', async () => {
    const home = tempFolder()
    writeFileSync(join(home, 'token'), 'line one\nline two\n', { mode: 0o600 })
    expect(await read({ env: 'GOOD' })).toBe('hunter2')
    expect(await read({ file: '~/token' }, { home })).toBe('line one\nline two\n')
    expect(await read({ keychain: 'shop/key' })).toBe('k3y!')
  })

  it.each([
    [{ env: 'UNSET' }, 'secret.env-missing'],
    [{ env: 'EMPTY' }, 'secret.env-missing'],
    [{ env: 'SHORT' }, 'secret.too-short'],
    [{ file: '/nowhere/at/all' }, 'secret.file-unreadable'],
    [{ keychain: 'shop/other' }, 'secret.keychain-missing'],
  ])('refuses %o with %s', async (source, code) => {
    await expect(read(source)).rejects.toMatchObject({ code })
  })

  it.each([
    ['hunter2', 0o640, 'secret.file-open'],
    ['hunter2', 0o604, 'secret.file-open'],
    ['x'.repeat(65_537), 0o600, 'secret.file-too-large'],
    [Buffer.from([0xff, 0xfe, 0x41, 0x42, 0x43]), 0o600, 'secret.not-text'],
    ['hunter\0two', 0o600, 'secret.not-text'],
    ['abc\n\n', 0o400, 'secret.too-short'],
  ])('refuses a file of %j with mode %o: %s', async (content, mode, code) => {
    await expect(read({ file: file(content, mode) })).rejects.toMatchObject({ code })
  })

  it('says how to close a file that others may read', async () => {
    const path = file('hunter2', 0o644)
    await expect(read({ file: path })).rejects.toThrow(`(mode 0644), so it was not used. Run: chmod 600 ${path}`)
  })
})

describe('SystemKeychain', () => {
  const withTool = (body: string) => {
    const folder = tempFolder()
    const tool = join(folder, 'secret-tool')
    writeFileSync(tool, `#!/bin/sh\n${body}\n`)
    chmodSync(tool, 0o755)
    return { keychain: new SystemKeychain('linux', { PATH: `${folder}:/usr/bin:/bin` }) }
  }

  it('asks secret-tool by service and account', async () => {
    expect(await read({ keychain: 'shop/api/key' }, withTool('echo "$*"'))).toBe('lookup service shop account api/key')
  })

  it.each([
    ['exit 1', 'secret.keychain-missing'],
    ['echo locked >&2; exit 1', 'secret.keychain-failed'],
  ])('tells from %j that it is %s', async (body, code) => {
    await expect(read({ keychain: 'shop/key' }, withTool(body))).rejects.toMatchObject({ code })
  })

  it.each(['linux', 'win32'] as const)('says why there is none on %s', async (platform) => {
    const keychain = new SystemKeychain(platform, { PATH: tempFolder() })
    await expect(read({ keychain: 'shop/key' }, { keychain })).rejects.toMatchObject({ code: 'secret.no-keychain' })
  })
})
