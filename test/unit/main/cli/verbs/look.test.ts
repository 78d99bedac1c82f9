import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { main } from '../../../../../src/main/cli/main'
import { AppError } from '../../../../../src/shared/errors/app-error'
import { FakeCli } from '../../../../helpers/fake-cli'
import { FakeConsole } from '../../../../helpers/fake-console'
import { settingsFixture } from '../../../../helpers/rollout-fixture'
import { tempFolder } from '../../../../helpers/temp-folder'

type Options = NonNullable<ConstructorParameters<typeof FakeConsole>[0]>

function fake(replies: Options['replies'] = {}, parts: ConstructorParameters<typeof FakeCli>[0] = {}) {
  const console = new FakeConsole({ replies: replies ?? {} })
  const cli = new FakeCli({ client: console, ...parts })
  return { console, cli, lastmile: (...words: string[]) => main(words, cli) }
}

const plan = {
  app: 'shop',
  version: '1.1.0',
  environment: 'production',
  hosts: 3,
  floor: 1,
  batches: [
    { index: 0, kind: 'canary' as const, hosts: ['web-01'], servingAfter: 2 },
    { index: 1, kind: 'batch' as const, hosts: ['web-02', 'web-03'], servingAfter: 1 },
  ],
  warnings: [{ code: 'low-capacity', message: 'Little is left.' }],
  gates: [{ gate: 'before-launch', position: 'before-launch', items: [] }],
  strategy: { kind: 'canary' },
  serving: 3,
  running: [{ version: '1.0.0', hosts: 3 }],
}

describe('plan', () => {
  it('prints exactly the plan with --json', async () => {
    const { cli, console, lastmile } = fake({ 'plan:make': () => plan })
    expect(await lastmile('plan', 'shop', '1.1.0', '--env', 'production', '--json')).toBe(0)
    expect(JSON.parse(cli.stdout.text)).toEqual(plan)
    expect(console.requested).toEqual([
      ['plan:make', { app: 'shop', version: '1.1.0', environment: 'production', live: false, checkRelease: true }],
    ])
  })

  it('passes on the digest that would be given to run', async () => {
    const { console, lastmile } = fake({ 'plan:make': () => plan })
    await lastmile('plan', 'shop', '1.1.0', '--env', 'production', '--sha256', '1'.repeat(64))
    expect(console.requested).toMatchObject([['plan:make', { checkRelease: true, sha256: '1'.repeat(64) }]])
  })

  it('prints a table for people', async () => {
    const { cli, lastmile } = fake({ 'plan:make': () => plan })
    await lastmile('plan', 'shop', '1.1.0', '--env', 'production')
    expect(cli.stdout.lines()).toEqual([
      'shop 1.1.0 · production · 3 hosts, floor 1',
      'batch    hosts  serving  which',
      'canary   1      2        web-01',
      'batch 1  2      1        web-02, web-03',
      '! Little is left.',
    ])
  })

  it('prints a refusal as an object and ends with 2', async () => {
    const refuse = () => {
      throw new AppError('plan.no-hosts', { details: { app: 'shop', environment: 'test' } })
    }
    const { cli, lastmile } = fake({ 'plan:make': refuse })
    expect(await lastmile('plan', 'shop', '1.1.0', '--env', 'test', '--json')).toBe(2)
    const message = new AppError('plan.no-hosts', { details: { app: 'shop', environment: 'test' } }).message
    expect(JSON.parse(cli.stdout.text)).toEqual({
      error: { code: 'plan.no-hosts', message, details: { app: 'shop', environment: 'test' } },
    })
  })
})

const apps = (...environments: string[]) => ({
  'app:list': () => [
    { app: 'shop', environments: environments.map((name) => ({ name, isProtected: false, hosts: 2 })) },
  ],
})
const verdicts = [
  { host: 'web-01', ok: true, latencyMs: 12.4, version: '1.0.0', isHealthy: true },
  { host: 'web-02', ok: false, code: 'ssh.auth-failed', problem: 'No key was accepted.' },
]

describe('check', () => {
  it('ends with 1 and says why when a host cannot be used', async () => {
    const { cli, console, lastmile } = fake({ ...apps('test'), 'host:check': () => verdicts })
    expect(await lastmile('check')).toBe(1)
    expect(console.requested.at(-1)).toEqual(['host:check', { app: 'shop', environment: 'test' }])
    expect(cli.stdout.text).toMatch(/✗ +web-02 .*No key was accepted\./)
    expect(cli.stdout.text).toContain('1 of 2 hosts can be used.')
  })

  it('tells which are other hosts', async () => {
    const balancer = { host: 'lb-01', isOther: true, ok: true, latencyMs: 3 }
    const { cli, lastmile } = fake({ ...apps('test'), 'host:check': () => [...verdicts.slice(0, 1), balancer] })
    expect(await lastmile('check')).toBe(0)
    expect(cli.stdout.text).toMatch(/^✓ +lb-01 \(other\) +3 ms *$/m)
    expect(cli.stdout.text).toContain('2 of 2 hosts can be used.')
  })

  it('asks for the cluster when several are known', async () => {
    const { cli, lastmile } = fake(apps('test', 'production'))
    expect(await lastmile('check')).toBe(2)
    expect(cli.stderr.text).toContain('name one with --app and --env: shop in test, shop in production')
  })

  it('says that nothing is known', async () => {
    const { cli, lastmile } = fake(apps('test'))
    expect(await lastmile('check', '--env', 'beta')).toBe(2)
    expect(cli.stderr.text).toContain('No app is known in "beta".')
  })

  it('takes only the hosts that are named', async () => {
    const { console, lastmile } = fake({ 'host:check': () => verdicts.slice(0, 1) })
    expect(await lastmile('check', '--app', 'shop', '--env', 'test', 'web-01', '--json')).toBe(0)
    expect(console.requested).toEqual([['host:check', { app: 'shop', environment: 'test', hosts: ['web-01'] }]])
  })
})

describe('exec', () => {
  it('joins the words after -- and keeps their options', async () => {
    const { console, lastmile } = fake({ 'host:exec': () => [{ host: 'web-01', exitCode: 0, output: 'hi\n' }] })
    const words = ['exec', '--app', 'shop', '--env', 'test', '--timeout', '5s', '--json', '--', 'ls', '-l', '--json']
    expect(await lastmile(...words)).toBe(0)
    const input = { app: 'shop', environment: 'test', command: 'ls -l --json', timeoutMs: 5_000 }
    expect(console.requested).toEqual([['host:exec', input]])
  })

  it('ends with 1 when it fails somewhere', async () => {
    const { cli, lastmile } = fake({ 'host:exec': () => [{ host: 'web-01', exitCode: 3, output: 'no' }] })
    expect(await lastmile('exec', '--app', 'shop', '--env', 'test', '--', 'false')).toBe(1)
    expect(cli.stdout.lines()).toEqual(['── web-01 (exit code 3)', 'no'])
  })
})

describe('show', () => {
  it('prints the view as it is with --json, and a page for people', async () => {
    const settings = settingsFixture({
      batches: [1, 2],
      gates: { beforeLaunch: [{ kind: 'tick', id: 'ok', ask: 'Fine' }] },
    })
    const console = new FakeConsole({ settings, isSlow: true }).started()
    const { simulation } = console
    simulation.tell({ kind: 'answer', item: 'ok', answer: true }, 'kim')
    simulation.sign('kim')
    simulation.sign('kim')
    for (const step of simulation.steps()) simulation.fail(step)
    const cli = new FakeCli({ client: console })
    expect(await main(['show', 'latest', '--json'], cli)).toBe(0)
    expect(JSON.parse(cli.stdout.text)).toMatchObject({
      rollout: 'r1',
      state: 'braked',
      failures: [{ host: 'web-01' }],
    })
    cli.stdout.text = ''
    expect(await main(['show', 'latest'], cli)).toBe(0)
    const lines = cli.stdout.lines()
    expect(lines[0]).toBe('shop 1.1.0 · production · r1')
    expect(lines.find((line) => line.startsWith('web-'))).toMatch(/^web-01 +batch 1 +failed +precheck 1\/9 .*made up$/)
    expect(lines).toContain('  ✓ Fine [ok] by kim')
  })
})

describe('logs', () => {
  const logs = {
    'rollout:find': () => ({ rollout: 'r1', phase: 'running', position: '', seq: 1 }) as const,
    'log:list': () => [
      { step: 'verify', attempt: 1, sizeBytes: 4 },
      { step: 'precheck', attempt: 1, sizeBytes: 6 },
      { step: 'verify', attempt: 2, sizeBytes: 4 },
    ],
    'log:read': ({ step, attempt, fromOffset }: { step: string; attempt: number; fromOffset: number }) => {
      const bytes = Buffer.from(`${step}.${attempt}\n`).subarray(fromOffset, fromOffset + 5)
      return { bytes: bytes.toString('base64'), nextOffset: fromOffset + bytes.length }
    },
  }

  it.each([
    [[], 'precheck.1\nverify.1\nverify.2\n'],
    [['verify'], 'verify.1\nverify.2\n'],
    [['verify.2'], 'verify.2\n'],
  ])('prints the bytes of %j in the order of the lifecycle', async (words, text) => {
    const { cli, lastmile } = fake(logs)
    expect(await lastmile('logs', 'latest', 'web-01', ...words)).toBe(0)
    expect(cli.stdout.text).toBe(text)
  })

  it('has a header for each log on a terminal', async () => {
    const { cli, lastmile } = fake(logs, { isInteractive: true })
    await lastmile('logs', 'latest', 'web-01', 'verify')
    expect(cli.stdout.text).toBe('── web-01 verify.1\nverify.1\n── web-01 verify.2\nverify.2\n')
  })

  it('says beside the bytes why they are nothing but stars', async () => {
    const withheld = 'TOKEN is not set'
    const steps = [
      { step: 'precheck', attempts: 1 },
      { step: 'verify', attempts: 2, withheld },
    ]
    const show = () => ({ batches: [{ hosts: [{ name: 'web-01', steps }] }, { hosts: [{ name: 'web-02', steps }] }] })
    const { cli, lastmile } = fake({ ...logs, 'rollout:show': show })
    expect(await lastmile('logs', 'latest', 'web-01', 'verify.1')).toBe(0)
    expect(cli.stderr.text).toBe('')
    expect(await lastmile('logs', 'latest', 'web-01')).toBe(0)
    expect(cli.stderr.text).toBe('lastmile: web-01: verify: its output is withheld: TOKEN is not set\n')
    expect(cli.stdout.text).not.toContain('withheld')
  })

  it('stops when the reader goes away', async () => {
    const { cli, console, lastmile } = fake(logs)
    cli.stdout.isClosed = true
    expect(await lastmile('logs', 'latest', 'web-01')).toBe(0)
    expect(console.requested.map(([name]) => name)).not.toContain('log:read')
  })

  it('names the logs there are when the one asked for is not', async () => {
    const { cli, lastmile } = fake(logs)
    expect(await lastmile('logs', 'latest', 'web-01', 'drain')).toBe(2)
    expect(cli.stderr.text).toContain('Kept: precheck.1, verify.1, verify.2.')
  })
})

describe('verify', () => {
  it.each([
    [{ rollout: 'r1', ok: true, rows: 12 }, 0, 'The journal of r1 is whole: 12 rows.\n'],
    [
      { rollout: 'r1', ok: false, seq: 7, why: 'does not match its hash' },
      1,
      'The journal of r1 was changed: row 7 does not match its hash.\n',
    ],
  ])('tells %j with exit code %i', async (verdict, code, text) => {
    const { cli, lastmile } = fake({ 'rollout:verify': () => verdict })
    expect(await lastmile('verify', 'latest')).toBe(code)
    expect(cli.stdout.text).toBe(text)
  })
})

describe('search', () => {
  it('prints where each line stands', async () => {
    const line = { rollout: 'r1', host: 'web-01', step: 'verify', attempt: 2, line: 7, text: 'connection refused' }
    const { cli, console, lastmile } = fake({ 'log:search': () => [line] })
    expect(await lastmile('search', 'refused', '--rollout', 'latest', '--limit', '5')).toBe(0)
    expect(cli.stdout.text).toBe('r1 web-01 verify.2:7  connection refused\n')
    expect(console.requested).toEqual([
      ['log:search', { text: 'refused', rollout: 'latest', host: undefined, limit: 5 }],
    ])
  })

  it('takes no limit below 1', async () => {
    expect(await fake().lastmile('search', 'x', '--limit', '0')).toBe(2)
  })
})

describe('history', () => {
  it('lists rollouts with how they ended', async () => {
    const entry = { rollout: 'r2', app: 'shop', environment: 'test', version: '1.0.0', type: 'rollback' as const }
    const finished = { startedBy: 'kim', createdAtMs: 1_000, finishedAtMs: 4_000, result: 'succeeded' as const }
    const { cli, lastmile } = fake({ 'rollout:list': () => [{ ...entry, ...finished, rollsBack: 'r1' }] })
    expect(await lastmile('history')).toBe(0)
    expect(cli.stdout.lines()[1]).toMatch(/^r2 +shop +1\.0\.0 \(rolls back r1\) +test .* kim +3\.0s +succeeded$/)
  })
})

describe('doctor', () => {
  it('ends with 1 when the data folder cannot be opened, and says how to fix it', async () => {
    const cli = new FakeCli()
    cli.openClient = () => {
      throw new AppError('data.locked', { details: { pid: 7 } })
    }
    expect(await main(['doctor'], cli)).toBe(1)
    expect(cli.stdout.text).toContain('✗ The data folder cannot be opened')
    expect(cli.stdout.text).toContain('    fix: Close the other Lastmile, or use another folder with --data.')
  })

  it('tells of rollouts in progress and of debts', async () => {
    const open = {
      rollout: 'r1',
      app: 'shop',
      environment: 'test',
      version: '1',
      type: 'release' as const,
      startedBy: 'a',
      createdAtMs: 1,
    }
    const debt = {
      debt: 'd1',
      rollout: 'r1',
      app: 'shop',
      environment: 'test',
      host: 'web-01',
      kind: 'mute' as const,
      recordedAtMs: 1,
    }
    const { cli, lastmile } = fake({
      ...apps('test'),
      'console:info': () => ({
        pid: 1,
        version: '0.1.0',
        dataFolder: '/srv/data',
        user: 'ann',
        startedAtMs: 1,
        platform: 'linux',
      }),
      'rollout:list': () => [open],
      'debt:list': () => [debt],
      'log:health': () => ({ file: '/srv/data/logs.db', setAside: [] }),
    })
    await lastmile('doctor')
    expect(cli.stdout.text).toContain('! Rollout r1 of shop in test is in progress')
    expect(cli.stdout.text).toContain('! 1 undo debt open')
  })
})

describe('report', () => {
  const report = { fileName: 'shop-r1.csv', mediaType: 'text/csv', text: 'rollout,host\r\n' }

  it('writes to standard output, or to a file', async () => {
    const { cli, console, lastmile } = fake({ 'rollout:report': () => report })
    expect(await lastmile('report', 'latest', '--format', 'csv')).toBe(0)
    expect(cli.stdout.text).toBe(report.text)
    expect(console.requested).toEqual([['rollout:report', { rollout: 'latest', format: 'csv' }]])
    const file = join(tempFolder(), 'steps.csv')
    expect(await lastmile('report', 'latest', '--format', 'csv', '--out', file)).toBe(0)
    expect([readFileSync(file, 'utf8'), cli.stdout.text]).toEqual([report.text, report.text])
  })

  it('says what it does not understand, and where it cannot write', async () => {
    const { cli, lastmile } = fake({ 'rollout:report': () => report })
    expect(await lastmile('report', 'latest', '--format', 'pdf')).toBe(2)
    expect(await lastmile('report', 'latest', '--out', join(tempFolder(), 'no', 'file.html'))).toBe(2)
    expect(cli.stderr.text).toContain('cannot be written (ENOENT')
  })
})
