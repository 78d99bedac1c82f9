import { describe, expect, it, vi } from 'vitest'
import { SqliteLeftSecretsBook } from '../../../../src/main/db/left-secrets-book'
import type { ByteRange, LogScrubber } from '../../../../src/main/ports/secrets'
import type { StepExit, StepRun } from '../../../../src/main/ports/shell'
import { LeftSecrets } from '../../../../src/main/secrets/left-secrets'
import { SecretShell } from '../../../../src/main/secrets/secret-shell'
import { AppError } from '../../../../src/shared/errors/app-error'
import { FakeFleet } from '../../../helpers/fake-fleet'
import { web } from '../../../helpers/rollout-steps'
import { secretValues } from '../../../helpers/secrets'
import { tempDb } from '../../../helpers/temp-db'

const scope = { ssh: { passwordEnv: 'SSH' }, secrets: { token: { env: 'TOKEN' } } }
const script = 'deploy --token-file "$LASTMILE_SECRET_TOKEN_FILE"'
const target = { kind: 'local' } as const

/** Prints what it is told to, and ends. */
class PrintingShell extends FakeFleet implements LogScrubber {
  readonly scrubbed: unknown[][] = []
  readonly ran: StepRun[] = []
  output: readonly string[] = []
  failure: Error | undefined
  scrubFailure: Error | undefined

  constructor() {
    super([web(1)])
  }

  scrub(_target: unknown, runDir: string, hidden: readonly ByteRange[], result: object): Promise<void> {
    this.scrubbed.push([runDir, hidden, result])
    return this.scrubFailure ? Promise.reject(this.scrubFailure) : Promise.resolve()
  }

  override async run(step: StepRun): Promise<StepExit> {
    this.ran.push(step)
    let offset = 0
    for (const text of this.output) {
      await step.onOutput(Buffer.from(text), offset)
      offset += Buffer.byteLength(text)
    }
    if (this.failure) throw this.failure
    const result = { version: '1.0', evidence: 'tried t0ken!!' }
    const same = { exitCode: 0, vanished: false, timedOut: false, reattached: false, durationMs: 1 }
    return { ...same, logBytes: offset, result }
  }
}

function opened(env: Readonly<Record<string, string>> = { TOKEN: 't0ken!!' }) {
  const inner = new PrintingShell()
  const book = new SqliteLeftSecretsBook(tempDb())
  const reopen = () => {
    const left: AppError[] = []
    const troubles = {
      report: (_: string, error: AppError) => void left.push(error),
      clear: () => void (left.length = 0),
    }
    return { left, shell: new SecretShell(inner, secretValues(env), new LeftSecrets(troubles, book)) }
  }
  const { left, shell } = reopen()
  const log: [number, string][] = []
  const onOutput = (bytes: Buffer, offset: number) => void log.push([offset, bytes.toString()])
  const run = (more: Partial<StepRun> = {}) =>
    shell.run({ target, runDir: 'r/a/h/restart.1', script, timeoutMs: 1_000, secrets: scope, onOutput, ...more })
  return { inner, shell, log, run, left, reopen }
}

describe('a step', () => {
  it('gets the secrets that it names, and shows none of them', async () => {
    const { inner, log, run } = opened()
    inner.output = ['my t0k', 'en!! is.', ' t0ken']
    expect(await run()).toMatchObject({
      exitCode: 0,
      logBytes: 20,
      result: { version: '1.0', evidence: 'tried *******' },
    })
    expect(log).toEqual([
      [0, 'my '],
      [3, '******* is.'],
      [14, ' '],
      [15, 't0ken'],
    ])
    const result = { version: '1.0', evidence: 'tried *******' }
    expect(inner.scrubbed).toEqual([['r/a/h/restart.1', [{ from: 3, to: 10 }], result]])
    const [given] = inner.ran
    expect(given?.secretValues).toEqual([
      { variable: 'LASTMILE_SECRET_TOKEN', value: 't0ken!!', isInEnvironment: false },
    ])
    expect(given?.script).not.toContain('t0ken')
  })

  it('is not begun without a secret that it names', async () => {
    const { inner, run } = opened({})
    await expect(run()).rejects.toMatchObject({ code: 'secret.env-missing' })
    expect(inner.ran).toEqual([])
    expect(await run({ script: 'deploy' })).toMatchObject({ exitCode: 0 })
  })

  it('that an earlier console began is followed without it, unreadable', async () => {
    const { inner, log, run } = opened({})
    inner.hasStarted = () => Promise.resolve(true)
    inner.output = ['my t0ken!!\nis']
    expect(await run()).toMatchObject({ exitCode: 0, result: {}, withheld: expect.stringContaining('TOKEN') as string })
    expect(log).toEqual([[0, '**********\n**']])
    expect(inner.scrubbed).toEqual([['r/a/h/restart.1', [{ from: 0, to: 13 }], {}]])
  })

  it('tells where a secret stays readable because its host cannot be reached any more', async () => {
    const { inner, run, left } = opened()
    inner.output = ['my t0ken!!']
    inner.scrubFailure = new AppError('remote.shell-lost', { details: { host: 'web-01', output: '' } })
    expect(await run()).toMatchObject({ exitCode: 0 })
    expect(left).toMatchObject([
      {
        code: 'secret.left-on-host',
        details: { runDir: 'r/a/h/restart.1', reason: inner.scrubFailure.message },
      },
    ])
    expect(await run({ runDir: 'r/a/h/restart.2' })).toMatchObject({ exitCode: 0 })
    expect(left.at(-1)).toMatchObject({ code: 'secret.left-on-hosts', details: { count: 2 } })
    expect(left.at(-1)?.message).toMatch(
      /: this machine \(r\/a\/h\/restart\.1\), this machine \(r\/a\/h\/restart\.2\)\. Remove/,
    )
    // one log is read again, and the host can be written to
    inner.scrubFailure = undefined
    await run()
    await vi.waitFor(() => expect(left).toEqual([]))
    expect(new Set(inner.scrubbed.map(([runDir]) => runDir))).toEqual(new Set(['r/a/h/restart.1', 'r/a/h/restart.2']))
  })

  it('is told of by the next console too, which hides it once the host can be written to', async () => {
    const { inner, run, reopen } = opened()
    inner.output = ['my t0ken!!']
    inner.scrubFailure = new AppError('remote.shell-lost', { details: { host: 'web-01', output: '' } })
    await run()
    const next = reopen()
    expect(next.left).toMatchObject([{ code: 'secret.left-on-host', details: { runDir: 'r/a/h/restart.1' } }])
    await next.shell.clearLeft()
    expect(next.left).toHaveLength(1)
    inner.scrubFailure = undefined
    await next.shell.clearLeft()
    const result = { version: '1.0', evidence: 'tried *******' }
    expect(inner.scrubbed.at(-1)).toEqual(['r/a/h/restart.1', [{ from: 3, to: 10 }], result])
    expect([next.left, reopen().left]).toEqual([[], []])
  })

  it('fails without showing a secret', async () => {
    const { inner, run } = opened()
    inner.failure = new AppError('remote.shell-lost', { details: { host: 'web-01', output: 'sh: t0ken!!: not found' } })
    const error = await run().catch((thrown: unknown) => thrown as AppError)
    expect(error).toMatchObject({ code: 'remote.shell-lost', details: { output: 'sh: *******: not found' } })
    expect(JSON.stringify(error)).not.toContain('t0ken')
  })
})

describe('a query', () => {
  it('gets the secrets that it names, and answers without any', async () => {
    const { inner, shell } = opened({ TOKEN: 't0ken!!', SSH: 'passw0rd' })
    inner.answer = ({ secretValues: values = [] }) => ({
      exitCode: 0,
      stdout: `${values.map(({ value }) => value).join()} dDBrZW4hIQ==`,
      stderr: 'passw0rd',
    })
    const query = { target, script, timeoutMs: 1_000, secrets: scope }
    expect(await shell.query(query)).toEqual({ exitCode: 0, stdout: '******* ************', stderr: '********' })
  })
})
