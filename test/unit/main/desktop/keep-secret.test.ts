import { describe, expect, it } from 'vitest'
import type { Cli } from '../../../../src/main/cli/cli'
import { keepSecret } from '../../../../src/main/desktop/keep-secret'

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
      keep: (...entry: string[]) => (failure ? Promise.reject(failure) : (kept.push(entry), Promise.resolve())),
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
    expect(said()).toMatch(/^lastmile: No value came over standard input.* add --forget\. .*\n$/)
  })

  it('forgets when a person types nothing, or with a word of its own, which reads nothing', async () => {
    const typed = keeping({ canAsk: true, typed: '' })
    expect([await typed.run('shop/key'), typed.kept]).toEqual([0, [['shop', 'key', '']]])
    const told = keeping({ piped: 'hunter2' })
    expect([await told.run('shop/key', '--forget'), told.kept]).toEqual([0, [['shop', 'key', '']]])
    expect(told.said()).toBe('lastmile: shop/key is forgotten.\n')
  })

  it.each([[['--forget']], [[]], [['shop']], [['/key']], [['shop/key', 'hunter2']]])('refuses %j', async (words) => {
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
