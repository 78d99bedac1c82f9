import { describe, expect, it } from 'vitest'
import { main } from '../../../../src/main/cli/main'
import { FakeCli } from '../../../helpers/fake-cli'
import { FakeConsole } from '../../../helpers/fake-console'

async function lastmile(...words: string[]) {
  const cli = new FakeCli()
  return { exitCode: await main(words, cli), out: cli.stdout.text, err: cli.stderr.text }
}

describe('main', () => {
  it.each([[[]], [['--help']], [['help']]])('shows help for %j', async (words) => {
    const { exitCode, out } = await lastmile(...words)
    expect(exitCode).toBe(0)
    expect(out).toContain('Usage: lastmile')
    expect(out).toContain(
      'Exit codes: 0 succeeded, 1 failed, 2 usage or refused, 3 waiting for a person or braked, 4 revoked.',
    )
  })

  it('hides exec', async () => expect((await lastmile('--help')).out).not.toMatch(/^ +exec /m))

  it.each([[['run', '--help']], [['help', 'run']]])('shows the help of a verb for %j', async (words) => {
    const { exitCode, out } = await lastmile(...words)
    expect(exitCode).toBe(0)
    expect(out).toContain('Examples:\n  lastmile run shop-api 1.4.0 --env production')
  })

  it.each([
    [['debts', 'settle', '--help']],
    [['help', 'debts', 'settle']],
    [['debts', 'help', 'settle']],
    [['help', 'debts', 'settle', '--json']],
  ])('shows the help of a verb below a verb for %j', async (words) => {
    const { exitCode, out } = await lastmile(...words)
    expect(exitCode).toBe(0)
    expect(out).toContain('Usage: lastmile debts settle ')
    expect(out).toContain('--by-hand')
  })

  it.each([[['debts', 'help']], [['help', 'debts']]])(
    'shows the help of a verb with others below it for %j',
    async (words) => {
      const { exitCode, out } = await lastmile(...words)
      expect(exitCode).toBe(0)
      expect(out).toContain('Usage: lastmile debts ')
    },
  )

  it.each([
    [['export', 'help'], 'spec:export', { app: 'help' }],
    [['debts', '--app', 'help'], 'debt:list', { app: 'help' }],
  ])('takes the word help for an app in %j', async (words, name, input) => {
    const client = new FakeConsole({ replies: { 'spec:export': () => ({ text: '' }), 'debt:list': () => [] } })
    expect(await main(words, new FakeCli({ client }))).toBe(0)
    expect(client.requested).toEqual([[name, input]])
  })

  it('prints its version', async () => expect((await lastmile('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/))

  it.each([
    [
      'an unknown verb',
      ['rnu'],
      'lastmile: There is no verb "rnu". (Did you mean run?) `lastmile --help` lists them.\n',
    ],
    [
      'help for an unknown verb',
      ['help', 'rnu'],
      'lastmile: There is no verb "rnu". (Did you mean run?) `lastmile --help` lists them.\n',
    ],
    [
      'help for an unknown verb below a verb',
      ['help', 'debts', 'nonsense'],
      'lastmile: "debts" has no verb "nonsense". `lastmile debts --help` shows how it is used.\n',
    ],
    [
      'an unknown option',
      ['history', '--nope'],
      "lastmile: unknown option '--nope'. `lastmile history --help` shows how it is used.\n",
    ],
    [
      'a missing argument',
      ['show'],
      "lastmile: missing required argument 'rollout'. `lastmile show --help` shows how it is used.\n",
    ],
    [
      'too many arguments',
      ['show', 'a', 'b'],
      "lastmile: too many arguments for 'show'. Expected 1 argument but got 2: a, b. `lastmile show --help` shows how it is used.\n",
    ],
  ])('refuses %s in one sentence with 2', async (_, words, sentence) => {
    expect(await lastmile(...words)).toEqual({ exitCode: 2, out: '', err: sentence })
  })

  it('prints usage errors as an object with --json', async () => {
    const { exitCode, out } = await lastmile('show', '--json')
    expect(exitCode).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'cli.usage' } })
  })

  it('does not take a --json that belongs to the command of exec', async () => {
    expect((await lastmile('exec', '--timeout', 'x', '--', 'ls', '--json')).out).toBe('')
  })

  it('calls a bug a bug and ends with 1', async () => {
    const client = new FakeConsole()
    client.request = () => Promise.reject(new TypeError('x is undefined'))
    const cli = new FakeCli({ client })
    expect(await main(['history'], cli)).toBe(1)
    expect(cli.stderr.text).toBe('lastmile: A bug in Lastmile: x is undefined\n')
    expect(client.isClosed).toBe(true)
  })
})
