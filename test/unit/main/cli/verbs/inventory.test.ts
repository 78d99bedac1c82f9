import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { main } from '../../../../../src/main/cli/main'
import { AppError } from '../../../../../src/shared/errors/app-error'
import { FakeCli, FakeQuestions } from '../../../../helpers/fake-cli'
import { FakeConsole } from '../../../../helpers/fake-console'

const changes = [{ kind: 'added' as const, path: 'app', after: 'shop' }]
const applied = () => [{ app: 'shop', changes }]

let file: string
beforeAll(() => {
  file = join(mkdtempSync(join(tmpdir(), 'lastmile-cli-')), 'lastmile.yml')
  writeFileSync(file, 'app: shop\n')
})

const stale = (lock: string) => ({ code: 'lock.stale', message: 'locked', details: { lock } })

/** `staleLock`: of a console that is gone, in the way of d2. */
function fake(parts: ConstructorParameters<typeof FakeCli>[0] = {}, staleLock?: string) {
  const console = new FakeConsole({
    replies: {
      'spec:preview': applied,
      'spec:apply': applied,
      'spec:export': () => ({ text: 'app: shop\n' }),
      'host:import': () => changes,
      'host:list': () => [],
      'stage:run': () => [
        { host: 'web-01', ok: true },
        { host: 'web-02', ok: false, problem: 'disk full' },
      ],
      'debt:list': () => debts,
      'debt:settle': ({ debts: ids, lock }) =>
        ids.map((debt) => {
          const isFree = debt !== 'd2' || staleLock === undefined || lock !== undefined
          return { debt, host: 'web-01', ok: isFree && debt !== 'd3', ...(isFree ? {} : { error: stale(staleLock) }) }
        }),
    },
  })
  const cli = new FakeCli({ client: console, ...parts })
  return { console, cli, lastmile: (...words: string[]) => main(words, cli) }
}

const debts = ['d1', 'd2', 'd3'].map((debt, i) => ({
  debt,
  rollout: 'r1',
  app: 'shop',
  environment: 'test',
  host: i < 2 ? 'web-01' : 'web-02',
  kind: i === 0 ? ('mute' as const) : ('drain' as const),
  recordedAtMs: 1,
}))

describe('apply', () => {
  it('shows the diff and stores it where nobody can be asked', async () => {
    const { cli, console, lastmile } = fake()
    expect(await lastmile('apply', file)).toBe(0)
    expect(cli.stdout.lines()).toEqual(['shop', '+ app: shop', 'Applied.'])
    expect(console.requested.at(-1)).toEqual(['spec:apply', { text: 'app: shop\n', fileName: file }])
  })

  it.each([
    ['yes', true, 0, ['spec:preview', 'spec:apply']],
    ['no', false, 2, ['spec:preview']],
    ['Ctrl-C', undefined, 2, ['spec:preview']],
  ])('asks on a terminal and obeys %s', async (_, answer, code, requests) => {
    const questions = new FakeQuestions([['Apply these changes?', answer]])
    const { console, lastmile } = fake({ isInteractive: true, questions })
    expect(await lastmile('apply', file)).toBe(code)
    expect(console.requested.map(([name]) => name)).toEqual(requests)
  })

  it('stores nothing with --dry-run', async () => {
    const { console, lastmile } = fake()
    expect(await lastmile('apply', file, '--dry-run', '--json')).toBe(0)
    expect(console.requested.map(([name]) => name)).toEqual(['spec:preview'])
  })

  it('reads standard input', async () => {
    const { console, lastmile } = fake({ stdin: 'app: api\n' })
    expect(await lastmile('apply', '-')).toBe(0)
    expect(console.requested[0]?.[1]).toMatchObject({ text: 'app: api\n' })
  })

  it('says which file cannot be read', async () => {
    const { cli, lastmile } = fake()
    expect(await lastmile('apply', '/nowhere/lastmile.yml')).toBe(2)
    expect(cli.stderr.text).toBe('lastmile: /nowhere/lastmile.yml cannot be read (ENOENT).\n')
  })
})

describe('import', () => {
  it('previews, then imports', async () => {
    const { console, lastmile } = fake()
    expect(await lastmile('import', 'csv', file, '--app', 'shop', '--env', 'test')).toBe(0)
    const input = { app: 'shop', environment: 'test', format: 'csv', text: 'app: shop\n', fileName: file }
    expect(console.requested).toEqual([
      ['host:import', { ...input, preview: true }],
      ['host:import', { ...input, preview: false }],
    ])
  })

  it.each([
    [
      'app',
      'There is no app "shop" to import hosts into. Known: api. Write it into a lastmile.yml, its environment "test" with `hosts: []`; then `lastmile apply lastmile.yml`, and import again.',
    ],
    [
      'environment',
      'shop has no environment "test" to import hosts into. Known: api. `lastmile export shop > lastmile.yml` writes the app as a file: add the environment there with `hosts: []`; then `lastmile apply lastmile.yml`, and import again.',
    ],
  ] as const)('names the commands that lead on where the %s does not exist', async (what, sentence) => {
    const refuse = () => {
      throw new AppError(`rollout.${what}-unknown`, { details: { app: 'shop', environment: 'test', known: 'api' } })
    }
    const cli = new FakeCli({ client: new FakeConsole({ replies: { 'host:import': refuse } }) })
    expect(await main(['import', 'csv', file, '--app', 'shop', '--env', 'test'], cli)).toBe(2)
    expect(cli.stderr.text).toBe(`lastmile: ${sentence}\n`)
  })

  it('tells of what else is refused as it is', async () => {
    const refuse = () => {
      throw new AppError('rollout.app-in-use', { details: { app: 'shop', why: 'it runs' } })
    }
    const cli = new FakeCli({ client: new FakeConsole({ replies: { 'host:import': refuse } }) })
    expect(await main(['import', 'csv', file, '--app', 'shop', '--env', 'test'], cli)).toBe(2)
    expect(cli.stderr.text).toContain('shop stays: it runs.')
  })

  it('knows three formats', async () => {
    const { cli, lastmile } = fake()
    expect(await lastmile('import', 'xml', file, '--app', 'shop', '--env', 'test')).toBe(2)
    expect(cli.stderr.text).toContain('Allowed choices are csv, ansible, ssh-config')
  })
})

describe('export', () => {
  it('writes the text as it is', async () => {
    const { cli, lastmile } = fake()
    expect(await lastmile('export', 'shop')).toBe(0)
    expect(cli.stdout.text).toBe('app: shop\n')
  })
})

describe('stage', () => {
  it('ends with 1 and names the hosts that failed', async () => {
    const { cli, lastmile } = fake()
    expect(await lastmile('stage', 'shop', '1.1.0', '--env', 'test')).toBe(1)
    expect(cli.stdout.lines()).toEqual(['  ✗ web-02  disk full', 'shop 1.1.0 is staged on 1 of 2 hosts.'])
  })
})

describe('debts', () => {
  it('lists what is owed', async () => {
    const { cli, lastmile } = fake()
    expect(await lastmile('debts', '--app', 'shop')).toBe(0)
    expect(cli.stdout.lines()[1]).toMatch(/^web-01 +shop +test +muted .* d1$/)
  })

  it.each([
    ['a debt', ['d2'], ['d2'], 0],
    ['all of a host', ['web-01'], ['d1', 'd2'], 0],
    ['everything', ['--all'], ['d1', 'd2', 'd3'], 1],
  ])('settles %s', async (_, words, ids, code) => {
    const { console, lastmile } = fake()
    expect(await lastmile('debts', 'settle', ...words)).toBe(code)
    expect(console.requested.at(-1)).toEqual([
      'debt:settle',
      { debts: ids, by: 'ann', byHand: false, reason: undefined, lock: undefined },
    ])
  })

  it('leaves the lock of another console alone, and breaks it for what it is in the way of when told so', async () => {
    const { console, lastmile } = fake({}, 'theirs')
    expect(await lastmile('debts', 'settle', 'd1', 'd2')).toBe(1)
    expect(await lastmile('debts', 'settle', 'd1', 'd2', '--break-lock')).toBe(2)
    expect(await lastmile('debts', 'settle', 'd1', 'd2', '--break-lock', '--reason', 'laptop lost')).toBe(0)
    const settled = console.requested.filter(([name]) => name === 'debt:settle').map(([, input]) => input)
    expect(settled).toMatchObject([
      { debts: ['d1', 'd2'] },
      { debts: ['d1', 'd2'] },
      { debts: ['d2'], lock: { kind: 'break', lock: 'theirs', reason: 'laptop lost' } },
    ])
  })

  it.each([
    ['yes', true, 0, [{ debts: ['d1', 'd2'] }, { debts: ['d2'], lock: { kind: 'break', reason: 'laptop lost' } }]],
    ['no', false, 1, [{ debts: ['d1', 'd2'] }]],
  ])('asks on a terminal whether the lock may be broken, and obeys %s', async (_, answer, code, expected) => {
    const questions = new FakeQuestions([
      ['Break the lock', answer],
      ['Why may it be broken?', 'laptop lost'],
    ])
    const { console, lastmile } = fake({ isInteractive: true, questions }, 'theirs')
    expect(await lastmile('debts', 'settle', 'd1', 'd2')).toBe(code)
    const settled = console.requested.filter(([name]) => name === 'debt:settle').map(([, input]) => input)
    expect(settled).toMatchObject(expected)
  })

  it('settles in the folder and cluster that are named, wherever their options stand', async () => {
    const { cli, console, lastmile } = fake()
    expect(await lastmile('debts', 'settle', 'd1', '--data', '/data', '--env', 'test')).toBe(0)
    expect(await lastmile('debts', '--data', '/data', 'settle', 'd1')).toBe(0)
    expect(cli.opened).toEqual(['/data', '/data'])
    expect(console.requested[0]).toEqual(['debt:list', { app: undefined, environment: 'test' }])
  })

  it.each([
    ['nothing is named', []],
    ['both are given', ['d1', '--all']],
    ['a debt is not known', ['d9']],
  ])('refuses when %s', async (_, words) => {
    const { console, lastmile } = fake()
    expect(await lastmile('debts', 'settle', ...words)).toBe(2)
    expect(console.requested.map(([name]) => name)).not.toContain('debt:settle')
  })
})
