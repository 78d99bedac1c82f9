import { describe, expect, it } from 'vitest'
import type { StepExit, StepRun } from '../../../../src/main/ports/shell'
import { StepRunner, type StepAttempt } from '../../../../src/main/rollout/step-runner'
import type { StepName } from '../../../../src/shared/domain/lifecycle'
import { FakeClock, turns } from '../../../helpers/fake-clock'
import { FakeFleet } from '../../../helpers/fake-fleet'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { allSteps, web } from '../../../helpers/rollout-steps'
import { MemoryLogs } from '../../../helpers/runner-harness'

/** Ends every step as it is told to. */
class EndingShell extends FakeFleet {
  readonly ran: StepRun[] = []
  exit: Partial<StepExit> = {}
  output: readonly string[] = []

  constructor() {
    super([web(1)])
  }

  override async run(step: StepRun): Promise<StepExit> {
    this.ran.push(step)
    let offset = 0
    for (const text of this.output) {
      await step.onOutput(Buffer.from(text), offset)
      offset += Buffer.byteLength(text)
    }
    const ok = { exitCode: 0, vanished: false, timedOut: false, reattached: false }
    return { ...ok, logBytes: offset, result: {}, durationMs: 1_000, ...this.exit }
  }
}

const nowMs = 1_000_000_000

function setup(parts: Partial<Parameters<typeof settingsFixture>[0]> = {}) {
  const shell = new EndingShell()
  const logs = new MemoryLogs()
  const settings = settingsFixture({ batches: [1], lifecycle: allSteps, ...parts })
  const runner = new StepRunner({ shell, logs, clock: new FakeClock(nowMs) })
  const run = (step: StepName, attempt: Partial<StepAttempt> = {}) =>
    runner.run({ settings, host: web(1), step, attempt: 1, ...attempt })
  return { shell, logs, settings, runner, run }
}

describe('a run', () => {
  it('has a directory of its own for every host, step and attempt, and some time more than its script', async () => {
    const { shell, run } = setup()
    await run('restart', { attempt: 2 })
    await run('admit', { label: 'admit.settle-9' })
    expect(shell.ran.map(({ runDir }) => runDir)).toEqual(['r1/shop/web-01/restart.2', 'r1/shop/web-01/admit.settle-9'])
    expect(shell.ran[0]).toMatchObject({ target: { kind: 'ssh', name: 'web-01' }, timeoutMs: 135_000 })
  })

  it('happens where its step belongs: an effect where its command runs, the others on the host', async () => {
    const drain = { run: 'drain', on: 'local' }
    const { shell, run } = setup({ lifecycle: { ...allSteps, drain } })
    for (const step of ['drain', 'admit', 'restart'] as const) await run(step)
    expect(shell.ran.map(({ target }) => target.kind)).toEqual(['local', 'ssh', 'ssh'])
  })

  it.each([
    [{ exitCode: 3 }, 'step.exit-code', 'exit code 3: no space left'],
    [
      { exitCode: null, timedOut: true },
      'step.timed-out',
      /^restart was ended after 120 s; last output: no space left\. .*restart\.timeout.* retry\.$/,
    ],
    [{ exitCode: null, vanished: true }, 'step.vanished', /killed, the host restarted, .* then retry\.$/],
  ])('that ends with %o fails with its reason', async (exit, code, reason) => {
    const { shell, run } = setup()
    shell.exit = exit
    shell.output = ['copying\nno space', ' left\n']
    expect(await run('restart')).toMatchObject({
      outcome: 'failed',
      code,
      reason: reason instanceof RegExp ? (expect.stringMatching(reason) as string) : reason,
    })
  })

  it('is no precheck without what it read', async () => {
    const { run } = setup()
    expect(await run('precheck')).toMatchObject({ outcome: 'failed', code: 'step.no-facts' })
    expect(await run('restart')).toMatchObject({ outcome: 'ok' })
  })

  it('keeps facts short and few', async () => {
    const { shell, run } = setup()
    const many = Array.from({ length: 40 }, (_, i) => [`key${i}`, 'x'.repeat(2_000)] as const)
    shell.exit = { result: Object.fromEntries(many) }
    const { facts = {} } = await run('verify')
    expect(Object.keys(facts)).toHaveLength(30)
    expect(facts['key0']).toHaveLength(500)
  })

  it('hands over where its secrets come from, and is not believed about a host when its output was withheld', async () => {
    const { shell, settings, run } = setup()
    shell.exit = { withheld: 'there is no key' }
    expect(await run('precheck')).toMatchObject({ outcome: 'failed', code: 'step.withheld', reason: 'there is no key' })
    expect(await run('restart')).toMatchObject({ outcome: 'ok', withheld: 'there is no key' })
    expect(shell.ran.map(({ secrets }) => secrets)).toEqual([settings, settings])
  })
})

describe('the clock of a host', () => {
  const skewed = async (offMs: number, durationMs: number) => {
    const { shell, run } = setup()
    // read when the script began, which is `durationMs` before it is heard of
    const clockEpoch = String(Math.floor((nowMs - durationMs + offMs) / 1_000))
    shell.exit = { result: { clockEpoch }, durationMs }
    return (await run('precheck')).code
  }
  it.each([
    [0, 1_000, undefined],
    [0, 90_000, undefined],
    [-59_000, 1_000, undefined],
    [-70_000, 1_000, 'step.clock-skew'],
    [59_000, 1_000, undefined],
    [70_000, 1_000, 'step.clock-skew'],
  ])('that is %i ms off after a precheck of %i ms gives %s', async (offMs, durationMs, code) => {
    expect(await skewed(offMs, durationMs)).toBe(code)
  })

  it('is not judged by a precheck that was joined later', async () => {
    const { shell, run } = setup()
    shell.exit = { reattached: true, result: { clockEpoch: '1' } }
    expect(await run('precheck')).toMatchObject({ outcome: 'ok' })
  })
})

describe('a package that is pushed', () => {
  const pushing = () => {
    const made = setup()
    const settings = {
      ...made.settings,
      package: { push: 'dist/{version}.tgz', root: '/srv/shop', unpack: 'tar.gz', keep: 3 },
    } as const
    const fetch = () => made.runner.run({ settings, host: web(1), step: 'fetch', attempt: 1 })
    return { ...made, fetch }
  }

  it('is sent before fetch begins', async () => {
    const { shell, fetch } = pushing()
    await fetch()
    expect(shell.pushed).toEqual(['/srv/shop/.staging/1.1.0.tar.gz'])
    expect(shell.ran).toHaveLength(1)
  })

  it('is not sent again where it is staged, or where fetch has begun to unpack it', async () => {
    const { shell, fetch } = pushing()
    shell.answer = () => ({ exitCode: 0, stdout: 'staged=yes', stderr: '' })
    await fetch()
    shell.answer = () => undefined
    shell.hasStarted = () => Promise.resolve(true)
    await fetch()
    expect(shell.pushed).toEqual([])
    expect(shell.ran).toHaveLength(2)
  })
})

describe('old releases', () => {
  it('are removed behind a fetch that brought one; that this fails is nobody’s trouble', async () => {
    const { shell, run } = setup()
    const asked: string[] = []
    shell.answer = ({ script }) => {
      asked.push(script)
      throw new Error('made up')
    }
    shell.exit = { result: { staged: 'already' } }
    await run('fetch')
    await turns()
    expect(asked).toHaveLength(0)
    shell.exit = { result: { staged: 'fetched' } }
    expect(await run('fetch')).toMatchObject({ outcome: 'ok' })
    await turns()
    expect(asked).toHaveLength(1)
  })
})
