import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildEffectScript } from '../../../../src/main/commands/effect-script'
import { tempFolder } from '../../../helpers/temp-folder'
import { eachShell, fakeClockPath, runScript } from './shell-matrix'
import { hostileVersion, stepContext } from './step-fixture'

const times = { checkIntervalMs: 500, timeoutMs: 10_000 }

eachShell('buildEffectScript', (shell) => {
  it('waits until the effect shows', async () => {
    const folder = tempFolder()
    const run = `echo out >'${folder}/state'`
    const check = `echo x >>'${folder}/checks'; cat '${folder}/state'; [ $(wc -l <'${folder}/checks') -ge 4 ]`
    const script = buildEffectScript(stepContext(), { run, check, ...times })
    const done = await runScript(shell, script, { path: fakeClockPath(shell) })
    expect(done).toMatchObject({
      exitCode: 0,
      log: 'check: exit 1: out\ncheck: exit 0: out\n',
      result: { phase: 'shown', shown: 'yes', runExit: '0', evidence: 'out' },
    })
  })

  it('says that the effect never showed', async () => {
    const folder = tempFolder()
    const check = `echo x >>'${folder}/checks'; echo still "$LASTMILE_HOST_NAME"; exit 3`
    const script = buildEffectScript(stepContext(), { run: ':', check, ...times })
    const done = await runScript(shell, script, { path: fakeClockPath(shell) })
    expect(done).toMatchObject({
      exitCode: 113,
      result: { phase: 'check', reason: 'effect-not-shown', evidence: 'still web-01' },
    })
    expect(done.log).toContain('within 10 s (last exit code 3)')
    expect(readFileSync(join(folder, 'checks'), 'utf8').length / 2).toBeGreaterThan(10)
  })

  it('checks once also when there is no time', async () => {
    const script = buildEffectScript(stepContext(), { run: ':', check: 'true', checkIntervalMs: 500, timeoutMs: 0 })
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 0, result: { phase: 'shown' } })
  })

  it('says that the command failed, and does not check then', async () => {
    const folder = tempFolder()
    const script = buildEffectScript(stepContext(), {
      run: 'echo no >&2; exit 9',
      check: `touch '${folder}/x'`,
      ...times,
    })
    const done = await runScript(shell, script)
    expect(done).toMatchObject({ exitCode: 9, result: { phase: 'run', runExit: '9', reason: 'run-failed' } })
    expect([done.log, existsSync(join(folder, 'x'))]).toEqual(['no\nthe command failed with exit code 9\n', false])
  })

  it('believes the command when there is no check', async () => {
    const script = buildEffectScript(stepContext(), { run: 'echo muted {host.name}', ...times })
    const done = await runScript(shell, script)
    expect(done).toMatchObject({ exitCode: 0, log: 'muted web-01\n', result: { phase: 'shown', shown: 'unchecked' } })
  })

  it('keeps the evidence to one short line', async () => {
    const check = `printf 'a\\nb\\tc=%s\\r\\n' {version}; i=0; while [ $i -lt 200 ]; do printf long; i=$((i + 1)); done`
    const script = buildEffectScript(stepContext({ version: hostileVersion }), { run: ':', check, ...times })
    const { result } = await runScript(shell, script)
    expect(result['evidence']).toMatch(/^a b c=1\.0 \$\(touch pwned\)/)
    expect(result['evidence']?.length).toBeLessThanOrEqual(500)
    expect(result['phase']).toBe('shown')
  })
})
