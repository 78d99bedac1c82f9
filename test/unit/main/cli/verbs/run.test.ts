import { describe, expect, it } from 'vitest'
import { endOf } from '../../../../../src/main/cli/follow-end'
import { main } from '../../../../../src/main/cli/main'
import { asHostName } from '../../../../../src/shared/domain/ids'
import { AppError } from '../../../../../src/shared/errors/app-error'
import { FakeCli } from '../../../../helpers/fake-cli'
import { FakeConsole } from '../../../../helpers/fake-console'
import { settingsFixture } from '../../../../helpers/rollout-fixture'
import { until } from '../../../../helpers/until'

type Parts = Partial<Parameters<typeof settingsFixture>[0]>
const tick = { kind: 'tick', id: 'on-call', ask: 'On-call informed' }
const value = { kind: 'value', id: 'ticket', ask: 'Ticket', pattern: '^CHG-' }
const failingCheck = { kind: 'command', id: 'errors', ask: 'Few errors', run: 'false' }

function fakeRun(parts: Parts = {}, options: Partial<ConstructorParameters<typeof FakeConsole>[0]> = {}) {
  const settings = settingsFixture({ batches: [1, 2], ...parts })
  const console = new FakeConsole({ settings, ...options })
  const cli = new FakeCli({ client: console })
  const run = (...words: string[]) => main(['run', 'shop', '1.1.0', '--env', 'production', ...words], cli)
  return { console, cli, run }
}

/** The verbs that are offered, in their order. */
const waysOf = (cli: FakeCli) => [...cli.stdout.text.matchAll(/^ {2}lastmile (\w+) r1/gm)].map(([, verb]) => verb)
const lastOf = (cli: FakeCli) => cli.stdout.json().at(-1)

describe('run --yes', () => {
  it('signs every gate and ends with 0', async () => {
    const { cli, run, console } = fakeRun({ gates: { beforeLaunch: [tick] } })
    expect(await run('--yes')).toBe(0)
    expect(cli.stdout.text).toContain('Rollout r1 succeeded')
    expect(console.isClosed).toBe(true)
    expect(cli.leftBehind()).toBe(0)
  })

  it('prints every journal row once and in order with --json, and the result last', async () => {
    const { cli, run, console } = fakeRun({ hasCanary: true })
    expect(await run('--yes', '--json')).toBe(0)
    const lines = cli.stdout.json()
    expect(lines.slice(0, -1)).toEqual(JSON.parse(JSON.stringify(console.rows())))
    expect(lines.at(-1)).toEqual({ result: 'succeeded', rollout: 'r1' })
  })

  it('takes a row that was never pushed from the journal', async () => {
    const { cli, run, console } = fakeRun()
    console.loses = 2
    expect(await run('--yes', '--json')).toBe(0)
    expect(cli.stdout.json().slice(0, -1)).toHaveLength(console.rows().length)
  })

  it('leaves a value that was not given to a person', async () => {
    const { cli, run } = fakeRun({ gates: { beforeBatch: [value] } })
    expect(await run('--yes', '--json')).toBe(3)
    expect(lastOf(cli)).toMatchObject({ result: 'waiting', gate: 'before-batch-1' })
    expect(cli.stderr.text).toContain('waiting: ')
  })

  it('takes values from --answer', async () => {
    const { run, console } = fakeRun({ gates: { beforeBatch: [value] } })
    expect(await run('--yes', '--answer', 'ticket=CHG-1')).toBe(0)
    expect(console.simulation.state.gates).toMatchObject({
      'before-batch-2': { answers: { ticket: { answer: 'CHG-1' } } },
    })
  })

  it('never waives a check that does not hold', async () => {
    const { cli, run, console } = fakeRun({ gates: { beforeLaunch: [failingCheck] } })
    expect(await run('--yes')).toBe(3)
    expect(console.commands()).toEqual(['rollout:start', 'rollout:sign'])
    expect(cli.stdout.text).toContain('✗ Few errors [errors]')
    expect(cli.stdout.text).toContain('lastmile sign r1')
  })

  it.each([
    ['the starter may not sign', { approvers: 1, notBy: 'starter' }],
    ['another sign-off is needed', { approvers: 2 }],
  ])('waits when %s', async (_, signOff) => {
    const { cli, run } = fakeRun({ strategy: { signOff } })
    expect(await run('--yes', '--json')).toBe(3)
    expect(lastOf(cli)).toMatchObject({
      result: 'waiting',
      gate: 'before-launch',
      reason: expect.any(String) as string,
    })
  })

  it('ends with 3 and the ways forward when the brake is pulled', async () => {
    const { cli, run } = fakeRun({}, { failing: ['web-02/verify'] })
    expect(await run('--yes')).toBe(3)
    expect(cli.stdout.text).toMatch(/web-02: failed at verify: made up/)
    expect(cli.stdout.text).toContain('✗ web-02  verify: made up')
    for (const verb of ['retry r1', 'resume r1', 'exclude r1 web-02', 'rollback r1', 'logs r1 web-02 verify'])
      expect(cli.stdout.text).toContain(`lastmile ${verb}`)
    expect(waysOf(cli)).toEqual(['retry', 'resume', 'exclude', 'logs', 'rollback'])
  })

  it('names the failures in the last line with --json', async () => {
    const { cli, run, console } = fakeRun({}, { failing: ['web-02/verify'] })
    expect(await run('--yes', '--json')).toBe(3)
    const failures = [{ host: 'web-02', step: 'verify', code: 'step.failed', reason: 'made up' }]
    expect(lastOf(cli)).toMatchObject({ result: 'braked', rollout: 'r1', failures })
    console.simulation.tell({ kind: 'exclude', host: asHostName('web-02'), reason: 'broken disk' }, 'kim')
    expect(endOf(console.simulation.state, 0)).not.toHaveProperty('failures')
  })

  it('ends with 4 when somebody revokes it', async () => {
    const { cli, run, console } = fakeRun({}, { isSlow: true })
    const ended = run('--yes', '--json')
    await until(() => console.commands().includes('rollout:sign') && console.simulation.steps().length > 0)
    console.simulation.tell({ kind: 'revoke', reason: 'superseded' }, 'kim')
    await until(() => {
      console.work()
      return console.simulation.state.result !== undefined
    })
    expect(await ended).toBe(4)
    expect(lastOf(cli)).toEqual({ result: 'revoked', rollout: 'r1' })
  })
})

describe('run without a terminal', () => {
  it('stops at the first gate with its checklist and the command that opens it', async () => {
    const { cli, run } = fakeRun({ gates: { beforeLaunch: [{ ...tick, why: 'INC-2031' }] } })
    expect(await run('--data', '/srv/my data')).toBe(3)
    expect(cli.stdout.lines().slice(2)).toEqual([
      'Rollout r1 waits at the gate before launch.',
      '  ☐ On-call informed [on-call]',
      '      why: INC-2031',
      'Why: the gate before launch waits for a sign-off and its items: on-call: is not answered.',
      'Nothing runs until someone signs:',
      "  lastmile sign r1 --data '/srv/my data'                 answer what is open and sign",
      `  lastmile revoke r1 --reason "…" --data '/srv/my data'  end it here`,
    ])
  })

  it('waits for the checks of the gate, so that the reason is in the log', async () => {
    const { cli, run } = fakeRun({ gates: { beforeLaunch: [failingCheck] } })
    expect(await run()).toBe(3)
    expect(cli.stdout.text).toContain('errors: looks bad')
  })

  it('does not wait for ever for a check', async () => {
    const { cli, run, console } = fakeRun(
      { gates: { beforeLaunch: [failingCheck] } },
      { isSlow: true, hasSlowChecks: true },
    )
    const ended = run()
    await until(() => console.commands().includes('rollout:start') && cli.stdout.lines().length >= 2)
    cli.tick()
    expect(await ended).toBe(3)
    expect(cli.stdout.text).toContain('is checked when the gate is signed')
  })
})

describe('run and signals', () => {
  it('brakes at the first Ctrl-C, follows until hosts rest and ends with 3', async () => {
    const { cli, run, console } = fakeRun({}, { isSlow: true })
    const ended = run('--yes', '--by', 'kim')
    await until(() => console.commands().includes('rollout:sign') && hasSteps(console))
    cli.signal('SIGINT')
    await until(() => console.simulation.state.brake !== undefined)
    expect(console.simulation.state.brake?.reason).toBe('Ctrl-C by kim')
    await until(() => {
      console.work()
      return !hasSteps(console)
    })
    expect(await ended).toBe(3)
    expect(cli.stdout.text).toContain('Braking: hosts under way come to rest.')
    expect(cli.stdout.text).toContain('Rollout r1 is braked: Ctrl-C by kim.')
    // nothing has failed, so there is nothing better to do than to go on
    expect(waysOf(cli)).toEqual(['resume', 'retry', 'exclude', 'rollback'])
  })

  it.each([
    ['a second Ctrl-C', ['SIGINT', 'SIGINT']],
    ['SIGTERM', ['SIGTERM']],
    ['a closed terminal', ['SIGHUP']],
  ] as const)('lets go at %s', async (_, signals) => {
    const { cli, run, console } = fakeRun({}, { isSlow: true })
    const ended = run('--yes')
    await until(() => console.commands().includes('rollout:sign') && hasSteps(console))
    for (const signal of signals) cli.signal(signal)
    expect(await ended).toBe(3)
    expect(cli.stdout.text).toContain(
      'The console ends with this command; remote steps that are under way go on (web-01)',
    )
    expect(cli.stdout.text).toContain('lastmile resume r1')
  })

  it('ends with its own exit code when Ctrl-C comes while the console lets go', async () => {
    const { cli, run, console } = fakeRun({}, { failing: ['web-02/verify'] })
    const closing = Promise.withResolvers<void>()
    let isClosing = false
    console.close = () => {
      isClosing = true
      return closing.promise
    }
    const ended = run('--yes')
    await until(() => isClosing)
    // throws when nobody listens: the process would be gone
    for (const signal of ['SIGINT', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const) cli.signal(signal)
    closing.resolve()
    expect(await ended).toBe(3)
    expect(cli.leftBehind()).toBe(0)
  })

  it('goes on with the next console when the one that it followed ends, and tells each row once', async () => {
    let isLost = false
    const { cli, run, console } = fakeRun(
      {},
      {
        isSlow: true,
        isOwner: false,
        replies: {
          'rollout:events': ({ afterSeq }) => {
            if (!isLost) return console.rows().slice(afterSeq)
            isLost = false
            throw new AppError('console.connection-lost', { details: { pid: 7 } })
          },
        },
      },
    )
    const ended = run('--yes', '--json')
    await until(() => console.commands().includes('rollout:sign') && hasSteps(console))
    isLost = true
    cli.tick()
    await until(() => {
      if (console.commands().includes('rollout:attach')) console.work()
      return console.simulation.state.result !== undefined
    })
    expect(await ended).toBe(0)
    expect(cli.opened).toHaveLength(2)
    const told = cli.stdout.json<{ seq?: number }>().flatMap(({ seq }) => seq ?? [])
    expect(told).toEqual(console.rows().map(({ seq }) => seq))
  })

  it('says that another console goes on with the rollout', async () => {
    const { cli, run, console } = fakeRun({}, { isSlow: true, isOwner: false })
    const ended = run('--yes')
    await until(() => console.commands().includes('rollout:sign') && hasSteps(console))
    cli.signal('SIGTERM')
    expect(await ended).toBe(3)
    expect(cli.stdout.text).toContain('The console in the other process goes on with the rollout.')
  })
})

const hasSteps = (console: FakeConsole) => console.simulation.steps().length > 0
