import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildLockScript, parseLockAnswer, type LockVerb } from '../../../../src/main/commands/lock-script'
import { tempFolder } from '../../../helpers/temp-folder'
import { eachShell, runScript, type Shell } from './shell-matrix'

/** One host with its locks, asked by any number of consoles. */
class LockHost {
  readonly directory = join(tempFolder(), "lo'cks")
  readonly lock = join(this.directory, 'shop%2Eapi.production')
  readonly #shell: Shell

  constructor(shell: Shell) {
    this.#shell = shell
  }

  async ask(verb: LockVerb, lock: string, broken?: string) {
    const about = { by: `${lock} "$(touch pwned)"\nlock=ours`, machine: 'm', folder: '/d', rollout: `r-${lock}` }
    const cluster = { app: 'shop.api', environment: 'production' }
    const more = broken === undefined ? {} : { broken }
    const script = buildLockScript({
      verb,
      directory: this.directory,
      ...cluster,
      lock,
      expirySeconds: 300,
      about,
      ...more,
    })
    const { log, exitCode } = await runScript(this.#shell, script)
    expect(exitCode, log).toBe(0)
    return parseLockAnswer(log)
  }

  /** Let the last sign of life of a console be some seconds ago. */
  age(lock: string, seconds: number): void {
    writeFileSync(join(this.lock, `beat.${lock}`), `${Math.floor(Date.now() / 1_000) - seconds}\n`)
  }
}

eachShell('buildLockScript', (shell) => {
  it('gives the lock to one console, which takes, renews and releases it as often as it likes', async () => {
    const host = new LockHost(shell)
    expect(await host.ask('renew', 'one')).toEqual({ kind: 'free' })
    expect(await host.ask('take', 'one')).toEqual({ kind: 'ours' })
    expect(await host.ask('take', 'one')).toEqual({ kind: 'ours' })
    const atOnce = await Promise.all(Array.from({ length: 4 }, () => host.ask('renew', 'one')))
    expect(new Set(atOnce.map((answer) => answer?.kind))).toEqual(new Set(['ours']))
    expect(await host.ask('take', 'two')).toMatchObject({
      kind: 'held',
      lock: 'one',
      about: { by: 'one "$(touch pwned)" lock=ours', machine: 'm', folder: '/d', rollout: 'r-one' },
      isStale: false,
    })
    await host.ask('release', 'two')
    expect(await host.ask('renew', 'one')).toEqual({ kind: 'ours' })
    await host.ask('release', 'one')
    expect(readdirSync(host.directory)).toEqual([])
    expect(await host.ask('take', 'two')).toEqual({ kind: 'ours' })
  })

  it('is taken by one of many that come at once', async () => {
    const host = new LockHost(shell)
    const names = Array.from({ length: 8 }, (_, i) => `console${i}`)
    const answers = await Promise.all(names.map((name) => host.ask('take', name)))
    expect(answers.filter((answer) => answer?.kind === 'ours')).toHaveLength(1)
    expect(answers.every((answer) => answer?.kind !== 'free' && answer?.kind !== 'failed')).toBe(true)
  })

  it('is taken up by its console while signs of life of the same one are under way', async () => {
    const host = new LockHost(shell)
    await host.ask('take', 'one')
    const verbs = Array.from({ length: 12 }, (_, i): LockVerb => (i % 2 === 0 ? 'take' : 'renew'))
    const answers = await Promise.all(verbs.map((verb) => host.ask(verb, 'one')))
    expect(answers).toEqual(verbs.map(() => ({ kind: 'ours' })))
  })

  it('is broken only without a sign of life, only from the one that was seen, and by one of many', async () => {
    const host = new LockHost(shell)
    await host.ask('take', 'one')
    host.age('one', 240)
    expect(await host.ask('break', 'two', 'one')).toMatchObject({ kind: 'held', lock: 'one', isStale: false })
    host.age('one', 301)
    expect(await host.ask('take', 'two')).toMatchObject({ kind: 'held', isStale: true })
    expect(await host.ask('break', 'two', 'somebody')).toMatchObject({ kind: 'held', lock: 'one' })
    const names = Array.from({ length: 6 }, (_, i) => `console${i}`)
    const answers = await Promise.all(names.map((name) => host.ask('break', name, 'one')))
    expect(answers.filter((answer) => answer?.kind === 'ours')).toHaveLength(1)
    const winner = names[answers.findIndex((answer) => answer?.kind === 'ours')]
    expect(await host.ask('renew', 'one')).toMatchObject({ kind: 'held', lock: winner, isStale: false })
    expect(await host.ask('release', 'one')).toEqual({ kind: 'free' })
    expect(await host.ask('renew', winner ?? '')).toEqual({ kind: 'ours' })
    await host.ask('release', winner ?? '')
    expect(readdirSync(host.directory)).toEqual([])
  })

  it('goes stale although its last sign of life is from a time to come, once it has not changed for long enough', async () => {
    const host = new LockHost(shell)
    await host.ask('take', 'one')
    host.age('one', -86_400)
    expect(await host.ask('take', 'two')).toMatchObject({ kind: 'held', silentMs: 0, isStale: false })
    const seen = join(host.lock, 'seen.one')
    const firstSeen = (seconds: number | string) => {
      const [beat] = readFileSync(seen, 'utf8').split(' ')
      writeFileSync(seen, `${beat} ${seconds}\n`)
    }
    const longAgo = Math.floor(Date.now() / 1_000) - 301
    firstSeen(longAgo)
    expect(await host.ask('take', 'two')).toMatchObject({ kind: 'held', isStale: true })
    // another one: somebody is there
    host.age('one', -90_000)
    expect(await host.ask('take', 'two')).toMatchObject({ kind: 'held', isStale: false })
    firstSeen('nonsense')
    expect(await host.ask('break', 'two', 'one')).toMatchObject({ kind: 'held', isStale: false })
    firstSeen(longAgo)
    expect(await host.ask('break', 'two', 'one')).toEqual({ kind: 'ours' })
    await host.ask('release', 'two')
    expect(readdirSync(host.directory)).toEqual([])
  })

  it('is free again after somebody ended in the middle of taking it, but not at once', async () => {
    const host = new LockHost(shell)
    mkdirSync(host.lock, { recursive: true })
    writeFileSync(join(host.lock, 'new.gone'), '')
    expect(await host.ask('take', 'one')).toEqual({ kind: 'taking' })
    const longAgo = Date.now() / 1_000 - 180
    utimesSync(host.lock, longAgo, longAgo)
    expect(await host.ask('take', 'one')).toEqual({ kind: 'ours' })
    expect(existsSync(join(host.lock, 'new.gone'))).toBe(false)
  })

  it('says why it cannot be written', async () => {
    const host = new LockHost(shell)
    writeFileSync(host.directory, 'in the way')
    const answer = await host.ask('take', 'one')
    expect(answer).toMatchObject({ kind: 'failed' })
    expect(answer?.kind === 'failed' && answer.why).toMatch(/exists/i)
    expect(readFileSync(host.directory, 'utf8')).toBe('in the way')
  })
})

describe('parseLockAnswer', () => {
  it('knows an answer that is none', () => expect(parseLockAnswer('sh: date: not found\n')).toBeUndefined())
})
