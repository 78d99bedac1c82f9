import { describe, expect, it } from 'vitest'
import { parseAppWords } from '../../../../src/main/desktop/app-words'
import { keepSecret } from '../../../../src/main/desktop/keep-secret'
import type { Cli } from '../../../../src/main/cli/cli'

describe('parseAppWords', () => {
  it.each([
    [[], { kind: 'window', words: [] }],
    [['--cli'], { kind: 'cli', argv: [] }],
    [['--cli', 'run', 'shop', '--json'], { kind: 'cli', argv: ['run', 'shop', '--json'] }],
    [['--no-sandbox', '--ozone-platform=headless', '--cli', 'history'], { kind: 'cli', argv: ['history'] }],
    [['--cli', '--'], { kind: 'cli', argv: [] }],
    [
      ['--no-sandbox', '--cli', '--', 'brake', '--user-data-dir=x'],
      { kind: 'cli', argv: ['brake', '--user-data-dir=x'] },
    ],
    // one only: the next is a word of the verb
    [['--cli', '--', '--', 'x'], { kind: 'cli', argv: ['--', 'x'] }],
    [['--cli', 'hosts', '--', 'x'], { kind: 'cli', argv: ['hosts', '--', 'x'] }],
    [['--', '--cli', 'history'], { kind: 'cli', argv: ['history'] }],
    [['lastmile.yml', '--cli'], { kind: 'window', words: ['lastmile.yml', '--cli'] }],
    [['lastmile://rollout/k7m2'], { kind: 'window', words: ['lastmile://rollout/k7m2'] }],
  ])('of %j is %j', (words, started) => {
    expect(parseAppWords(words)).toEqual(started)
  })
})

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

  it.each([[[]], [['shop']], [['/key']], [['shop/key', 'hunter2']]])('refuses %j', async (words) => {
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
