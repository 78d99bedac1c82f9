import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Cli } from '../../../../src/main/cli/cli'
import { keepSecret } from '../../../../src/main/desktop/keep-secret'
import { tempFolder } from '../../../helpers/temp-folder'

describe('keepSecret', () => {
  function keeping(over: { canAsk?: boolean; typed?: string; piped?: string; failure?: Error } = {}) {
    const { canAsk = false, typed, piped = '', failure } = over
    const kept: string[][] = []
    let said = ''
    const cli = {
      canAsk,
      questions: { secret: () => Promise.resolve(typed) },
      readStdin: () => Promise.resolve(piped),
      stderr: { write: (text: string) => (said += text) },
    } as unknown as Cli
    const keychain = {
      keep: (...entry: [service: string, account: string, value: string]) =>
        failure ? Promise.reject(failure) : (kept.push(entry), Promise.resolve()),
    }
    return { run: (...words: string[]) => keepSecret(words, cli, keychain), kept, said: () => said }
  }

  it('keeps what is piped to it, without the line break at its end', async () => {
    const { run, kept, said } = keeping({ piped: 'hunter2\n' })
    expect(await run('shop/api-key')).toBe(0)
    expect(kept).toEqual([['shop', 'api-key', 'hunter2']])
    expect(said()).not.toContain('hunter2')
  })

  it('asks a person, who may decline', async () => {
    const asked = keeping({ canAsk: true, typed: 'hunter2' })
    expect([await asked.run('shop/a/b'), asked.kept]).toEqual([0, [['shop', 'a/b', 'hunter2']]])
    const declined = keeping({ canAsk: true })
    expect([await declined.run('shop/key'), declined.kept]).toEqual([2, []])
  })

  it.each(['', '\n', '\r\n'])('does not take %j from an input that is no terminal for "forget it"', async (piped) => {
    const { run, kept, said } = keeping({ piped })
    expect([await run('shop/key'), kept]).toEqual([2, []])
    expect(said()).toMatch(/^lastmile: No value came over standard input.* add --forget\. .* add "--from FILE".*\n$/)
  })

  it.each<[string, string | Buffer]>([
    ['a file', 'hunter2\n'],
    ['a file of Windows', 'hunter2\r\n'],
    ['a file without a line break', 'hunter2'],
    ['a file with a mark before UTF-8', Buffer.from('\uFEFFhunter2\r\n', 'utf8')],
    ['a file of PowerShell 5', Buffer.from('\uFEFFhunter2\r\n', 'utf16le')],
  ])('keeps what stands in %s, which stays, and says so', async (_what, content) => {
    const file = join(tempFolder(), 'key.txt')
    writeFileSync(file, content)
    // as on Windows, where nothing comes
    const { run, kept, said } = keeping({ piped: '' })
    expect(await run('shop/key', '--from', file)).toBe(0)
    expect(kept).toEqual([['shop', 'key', 'hunter2']])
    const still = `lastmile: ${file} still has the value, for all who may read that file: delete it.\n`
    expect(said()).toBe(`lastmile: shop/key is kept.\n${still}`)
    expect(readFileSync(file)).toEqual(Buffer.from(content))
  })

  it('reads a file although it could ask', async () => {
    const file = join(tempFolder(), 'key.txt')
    writeFileSync(file, 'one\ntwo\n')
    const { run, kept } = keeping({ canAsk: true, typed: 'typed' })
    expect([await run('--from', file, 'shop/key'), kept]).toEqual([0, [['shop', 'key', 'one\ntwo']]])
  })

  it.each<[string, string | Buffer | undefined, string]>([
    ['is not there', undefined, 'ENOENT'],
    ['is empty', '\r\n', 'it is empty'],
    ['is larger than a secret', 'x'.repeat(65_537), 'it has 65537 bytes'],
    ['is no text', Buffer.from([0x68, 0xff, 0xfe]), 'it is not text'],
    ['is UTF-16 without its mark', Buffer.from('hunter2', 'utf16le'), 'it is not text'],
  ])('keeps nothing of a file that %s', async (_what, content, reason) => {
    const file = join(tempFolder(), 'key.txt')
    if (content !== undefined) writeFileSync(file, content)
    const { run, kept, said } = keeping()
    expect([await run('shop/key', '--from', file), kept]).toEqual([2, []])
    expect(said()).toContain(`${file} cannot be read`)
    expect(said()).toContain(reason)
    expect(said()).not.toMatch(/hunter2|still has/)
  })

  it('forgets when a person types nothing, or with a word of its own, which reads nothing', async () => {
    const typed = keeping({ canAsk: true, typed: '' })
    expect([await typed.run('shop/key'), typed.kept]).toEqual([0, [['shop', 'key', '']]])
    const told = keeping({ piped: 'hunter2' })
    expect([await told.run('shop/key', '--forget'), told.kept]).toEqual([0, [['shop', 'key', '']]])
    expect(told.said()).toBe('lastmile: shop/key is forgotten.\n')
  })

  it.each([
    [['--forget']],
    [[]],
    [['shop']],
    [['/key']],
    [['shop/key', 'hunter2']],
    [['shop/key', '--from']],
    [['shop/key', '--from', '']],
    [['--from', 'shop/key']],
    [['shop/key', '--from', 'a.txt', 'b.txt']],
    [['shop/key', '--from', 'a.txt', '--forget']],
  ])('refuses %j', async (words) => {
    const { run, kept, said } = keeping({ piped: 'x' })
    expect([await run(...words), kept]).toEqual([2, []])
    expect(said()).toContain('SERVICE/ACCOUNT')
  })

  it('says why a value is not kept', async () => {
    const { run, said } = keeping({ piped: 'hunter2', failure: new Error('this desktop has no keyring') })
    expect(await run('shop/key')).toBe(1)
    expect(said()).toBe('lastmile: the value is not kept: this desktop has no keyring.\n')
  })
})
