import { globSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { buildSecretFiles, buildSecretVariables } from '../../../../src/main/commands/secret-files'
import type { SecretValue } from '../../../../src/main/ports/secrets'
import { interpreters, local } from '../../../helpers/local-fleet'
import { done, runDir, StepBench } from '../../../helpers/step-bench'

const value = `-----BEGIN KEY-----\n100% 'quoted' "$HOME" \\n äß\n`
const secrets: readonly SecretValue[] = [
  { variable: 'LASTMILE_SECRET_KEY', value, isInEnvironment: false },
  { variable: 'LASTMILE_SECRET_TOKEN', value: 't0ken', isInEnvironment: true },
]

describe('the script that stays on the host', () => {
  it('names the files of its secrets and holds none', () => {
    expect(buildSecretVariables(secrets)).toBe(
      `LASTMILE_SECRET_KEY_FILE=$LM_z/LASTMILE_SECRET_KEY
export LASTMILE_SECRET_KEY_FILE
LASTMILE_SECRET_TOKEN_FILE=$LM_z/LASTMILE_SECRET_TOKEN
export LASTMILE_SECRET_TOKEN_FILE
LASTMILE_SECRET_TOKEN=$(cat "$LASTMILE_SECRET_TOKEN_FILE")
export LASTMILE_SECRET_TOKEN
`,
    )
    expect(buildSecretFiles([], 'k.1')).toBe('')
  })
})

describe.each(interpreters.map((words) => ({ words })))('secrets under $words', ({ words }) => {
  let bench: StepBench
  beforeEach(() => {
    bench = new StepBench(words)
  })
  afterEach(() => bench.dispose())

  /** Everything that is left on the machine below the home directory. */
  const left = () => globSync('.lastmile/secrets/*/*', { cwd: bench.fleet.home })
  const kept = () => {
    const runs = join(bench.fleet.home, '.lastmile/runs')
    return readdirSync(runs, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n')
  }
  const show = 'stat -c %a "$LASTMILE_SECRET_KEY_FILE"; cat "$LASTMILE_SECRET_KEY_FILE"'

  it('are files that only their user can read, while the step runs', async () => {
    const { exitCode, log } = await bench.run(`${show}; echo "$LASTMILE_SECRET_TOKEN"; exit 3`, {
      secretValues: secrets,
    })
    expect([exitCode, log]).toEqual([3, `600\n${value}t0ken\n`])
    expect(left()).toEqual([])
    expect(kept().replace(log, '')).not.toMatch(/t0ken|BEGIN KEY/)
    expect(await bench.run('echo "${LASTMILE_SECRET_TOKEN-none}"', { runDir: 'r/a/h/x.1' })).toMatchObject({
      log: 'none\n',
    })
  })

  it('are gone when the step is ended, by its time, by an abort, and by a kill', async () => {
    const script = `trap '' TERM; ${show}; sleep 1000`
    expect(await bench.run(script, { secretValues: secrets, timeoutMs: 300 })).toMatchObject({ timedOut: true })
    expect(left()).toEqual([])
    const aborted = bench.start(script, { secretValues: secrets, runDir: 'r/a/h/x.1' })
    await aborted.log.has('äß')
    expect(left()).toHaveLength(1)
    await bench.shell.abort(local, 'r/a/h/x.1', 100)
    await aborted.exit
    expect(left()).toEqual([])
    expect(await bench.run('kill -9 0', { secretValues: secrets, runDir: 'r/a/h/y.1' })).toMatchObject({
      vanished: true,
    })
    expect(left()).toEqual([])
  })

  it('stay while their step runs without a console, and are swept once nobody uses them', async () => {
    const running = bench.start(`echo up; while [ ! -e "$HOME/go" ]; do sleep 0.05; done; ${show}`, {
      secretValues: secrets,
    })
    await running.log.has('up')
    bench.host.cut()
    const late = bench.openConsole().shell
    await late.query({ target: local, script: ':', timeoutMs: 10_000 })
    expect(left()).toHaveLength(1)
    const joined = bench.run('', { in: late })
    bench.go()
    expect(await joined).toMatchObject({ exitCode: 0, reattached: true })
    // the console that was cut off comes back to it as well
    expect(await running.exit).toMatchObject({ exitCode: 0 })
    expect(left()).toEqual([])

    const node = readFileSync('/proc/sys/kernel/hostname', 'utf8').trim()
    const stale = join(bench.fleet.home, '.lastmile/secrets', node, 'left.1')
    mkdirSync(stale, { recursive: true })
    writeFileSync(join(stale, '.run'), 'another-boot 1 r/a/h/z.1 .\n')
    writeFileSync(join(stale, 'LASTMILE_SECRET_KEY'), value)
    await bench.openConsole().shell.query({ target: local, script: ':', timeoutMs: 10_000 })
    expect(left()).toEqual([])
  })

  it('are hidden in what their step left there', async () => {
    await bench.run('echo 0123456789; echo a=secret >>"$LASTMILE_RESULT"')
    const hidden = [
      { from: 1, to: 4 },
      { from: 8, to: 10 },
    ]
    await bench.shell.scrub(local, runDir, hidden, { a: '******', b: "it's 100%" })
    const again = await bench.run('', { in: bench.openConsole().shell })
    expect(again).toMatchObject({ log: '0***4567**\n', logBytes: 11, result: { a: '******', b: "it's 100%" } })
    await bench.shell.scrub(local, 'r/a/h/never.1', hidden, {})
  })

  it('go to queries as well', async () => {
    const query = { target: local, script: `${show}; exit 4`, timeoutMs: 10_000, secretValues: secrets }
    expect(await bench.shell.query(query)).toEqual({ exitCode: 4, stdout: `600\n${value}`, stderr: '' })
    expect(left()).toEqual([])
    expect(statSync(join(bench.fleet.home, '.lastmile/secrets')).mode & 0o777).toBe(0o700)
    await expect(bench.shell.query({ ...query, script: 'sleep 1000', timeoutMs: 300 })).rejects.toThrow()
    // the shell that was hung up removes them in its own time, or was killed before it could: then the next one does
    await vi
      .waitFor(() => expect(left()).toEqual([]), { timeout: 3_000 })
      .catch(async () => {
        await bench.openConsole().shell.query({ target: local, script: ':', timeoutMs: 10_000 })
        expect(left()).toEqual([])
      })
    expect(await bench.run('echo on', { runDir })).toEqual({ ...done, log: 'on\n', logBytes: 3 })
  })
})
