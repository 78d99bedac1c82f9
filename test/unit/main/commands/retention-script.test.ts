import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { buildRetentionScript } from '../../../../src/main/commands/retention-script'
import { makeRoot } from './release-fixture'
import { eachShell, runScript } from './shell-matrix'
import { stepContext } from './step-fixture'

const listReleases = (root: string) => readdirSync(join(root, 'releases')).toSorted()

eachShell('buildRetentionScript', (shell) => {
  it('keeps the newest and all that is in use', async () => {
    const root = makeRoot(['1', '2', '3', '4', '5', '6', '7', '8', '9'], '2')
    mkdirSync(join(root, 'releases', 'by-hand'))
    const cwd = join(root, 'releases', '4', 'deep')
    mkdirSync(cwd)
    const child = spawn('sleep', ['60'], { cwd, stdio: 'ignore' })
    onTestFinished(() => void child.kill('SIGKILL'))
    await new Promise<void>((resolve) => child.once('spawn', resolve))
    const script = buildRetentionScript(stepContext({ root, version: '3', previous: '1' }), 2)
    const done = await runScript(shell, script)
    expect(done).toMatchObject({ exitCode: 0, result: { removed: '3' } })
    expect(listReleases(root)).toEqual(['1', '2', '3', '4', '8', '9', 'by-hand'])
    expect((await runScript(shell, script)).result).toEqual({ removed: '0' })
  })

  it('takes names for names', async () => {
    const versions = [`-n $(touch pwned) 'x'`, '*', '1.0', '1.0.1', '[1]', 'a b', '\\', '$lm_running']
    const root = makeRoot(versions, '1.0.1')
    const done = await runScript(
      shell,
      buildRetentionScript(stepContext({ root, version: '1.0.1', previous: undefined }), 1),
    )
    expect(done).toMatchObject({ exitCode: 0, result: { removed: '6' } })
    expect(listReleases(root)).toEqual(['$lm_running', '1.0.1'])
  })

  it('does nothing with nothing', async () => {
    const context = stepContext({ root: makeRoot([]) })
    expect(await runScript(shell, buildRetentionScript(context, 1))).toMatchObject({
      exitCode: 0,
      result: { removed: '0' },
      log: '',
    })
    const nowhere = stepContext({ root: '/nowhere/at/all' })
    expect(await runScript(shell, buildRetentionScript(nowhere, 1))).toMatchObject({ exitCode: 0 })
  })

  it('sweeps what attempts left behind long ago', async () => {
    const root = makeRoot(['1.0.0'])
    mkdirSync(join(root, '.staging'))
    for (const name of ['releases/.2.77.tmp', 'releases/.3.78.tmp']) mkdirSync(join(root, name))
    for (const name of ['.staging/2.tar.gz.part', '.staging/3.tar.gz.part']) writeFileSync(join(root, name), '')
    for (const name of ['releases/.2.77.tmp', '.staging/2.tar.gz.part']) utimesSync(join(root, name), 1_000, 1_000)
    await runScript(shell, buildRetentionScript(stepContext({ root }), 1))
    expect([listReleases(root), readdirSync(join(root, '.staging'))]).toEqual([
      ['.3.78.tmp', '1.0.0'],
      ['3.tar.gz.part'],
    ])
  })
})
