import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildRestartScript } from '../../../../src/main/commands/restart-script'
import { buildSwitchScript } from '../../../../src/main/commands/switch-script'
import { tempFolder } from '../../../helpers/temp-folder'
import { currentOf, digestFor, makeRoot } from './release-fixture'
import { eachShell, onlyTools, runScript, shells } from './shell-matrix'
import { hostileVersion, stepContext } from './step-fixture'

eachShell('buildSwitchScript', (shell) => {
  it.each(['1.1.0', hostileVersion])('switches, and switches again without harm: %s', async (version) => {
    const root = makeRoot(['1.0.0', version], '1.0.0')
    const script = buildSwitchScript(stepContext({ root, version, digest: digestFor(version) }))
    const first = await runScript(shell, script)
    expect(first).toMatchObject({ exitCode: 0, result: { version }, log: `current: 1.0.0 -> ${version}\n` })
    expect((await runScript(shell, script)).log).toBe(`current points to ${version} already\n`)
    expect([currentOf(root), readdirSync(root).toSorted()]).toEqual([`releases/${version}`, ['current', 'releases']])
    expect(readdirSync(join(root, 'releases', '1.0.0'))).toEqual(['.lastmile-sha256'])
  })

  it.each(['/dev/full', '/nowhere/result'])('is done also when the result cannot be written: %s', async (place) => {
    const root = makeRoot(['1.0.0', '1.1.0'], '1.0.0')
    const script = buildRestartScript(stepContext({ root, digest: digestFor('1.1.0') }), { run: 'echo ran' })
    expect(await runScript(shell, script, { env: { LASTMILE_RESULT: place } })).toMatchObject({
      exitCode: 0,
      result: {},
    })
    expect(currentOf(root)).toBe('releases/1.1.0')
  })

  it('makes the first link', async () => {
    const root = makeRoot(['1.1.0'])
    expect(await runScript(shell, buildSwitchScript(stepContext({ root })))).toMatchObject({ exitCode: 0 })
    expect(currentOf(root)).toBe('releases/1.1.0')
  })

  it('refuses a release that is not there or is another one', async () => {
    const root = makeRoot(['1.1.0', '1.0.0'], '1.0.0')
    const differs = await runScript(shell, buildSwitchScript(stepContext({ root, digest: 'a'.repeat(64) })))
    expect(differs).toMatchObject({ exitCode: 109, result: { reason: 'release-differs' } })
    const missing = await runScript(shell, buildSwitchScript(stepContext({ root, version: '2' })))
    expect(missing).toMatchObject({ exitCode: 108, result: { reason: 'release-missing' } })
    expect(currentOf(root)).toBe('releases/1.0.0')
  })

  it('never replaces a real directory', async () => {
    const root = makeRoot(['1.1.0'])
    mkdirSync(join(root, 'current'))
    const run = await runScript(shell, buildSwitchScript(stepContext({ root })))
    expect(run).toMatchObject({ exitCode: 110, result: { reason: 'not-switched' } })
    expect(lstatSync(join(root, 'current')).isDirectory()).toBe(true)
  })

  it('always leaves a current, however often it is killed', async () => {
    const root = makeRoot(['1.0.0', '1.1.0'], '1.0.0')
    for (let round = 0; round < 10; round += 1) {
      const version = round % 2 === 0 ? '1.1.0' : '1.0.0'
      await runScript(shell, buildSwitchScript(stepContext({ root, version })), { killAfterMs: 2 + round * 2 })
      expect(['releases/1.0.0', 'releases/1.1.0']).toContain(currentOf(root))
    }
    expect(await runScript(shell, buildSwitchScript(stepContext({ root })))).toMatchObject({ exitCode: 0 })
    expect([currentOf(root), readdirSync(root).toSorted()]).toEqual(['releases/1.1.0', ['current', 'releases']])
  })
})

describe('buildSwitchScript', () => {
  const dash = shells[0] as (typeof shells)[number]
  it.each([
    ['an mv like that of BSD', '-fh'],
    ['neither mv -T nor mv -h', 'none'],
  ])('gets by with %s', async (_, option) => {
    const root = makeRoot(['1.0.0', '1.1.0'], '1.0.0')
    const folder = onlyTools(['sh', 'readlink', 'ln', 'rm'])
    const mv = `#!/bin/sh\n[ "$1" = ${option} ] || exit 64\nexec /bin/mv -fT "$2" "$3"\n`
    writeFileSync(join(folder, 'mv'), mv, { mode: 0o755 })
    expect(await runScript(dash, buildSwitchScript(stepContext({ root })), { path: folder })).toMatchObject({
      exitCode: 0,
    })
    expect([currentOf(root), readdirSync(root).toSorted()]).toEqual(['releases/1.1.0', ['current', 'releases']])
  })
})

eachShell('buildRestartScript', (shell) => {
  const note = (word: string, folder: string) => `echo ${word} $(readlink {root}/current) >>'${folder}/notes'`
  const notes = (folder: string) => readFileSync(join(folder, 'notes'), 'utf8')

  it('stops, switches, starts', async () => {
    const [root, folder] = [makeRoot(['1.0.0', '1.1.0'], '1.0.0'), tempFolder()]
    const options = { stop: note('stop', folder), start: note('start', folder) }
    const run = await runScript(shell, buildRestartScript(stepContext({ root }), options))
    expect(run).toMatchObject({ exitCode: 0, result: { phase: 'done', version: '1.1.0' } })
    expect(notes(folder)).toBe('stop releases/1.0.0\nstart releases/1.1.0\n')
  })

  it('switches, then runs', async () => {
    const [root, folder] = [makeRoot(['1.0.0', '1.1.0'], '1.0.0'), tempFolder()]
    await runScript(shell, buildRestartScript(stepContext({ root }), { run: note('run', folder) }))
    expect(notes(folder)).toBe('run releases/1.1.0\n')
  })

  it('only switches without a command, and only runs without a package', async () => {
    const root = makeRoot(['1.1.0'])
    expect(await runScript(shell, buildRestartScript(stepContext({ root }), {}))).toMatchObject({ exitCode: 0 })
    expect(currentOf(root)).toBe('releases/1.1.0')
    const plain = await runScript(shell, buildRestartScript(stepContext(), { run: 'echo "did {version}"' }))
    expect(plain).toMatchObject({ exitCode: 0, log: 'run\ndid 1.1.0\n', result: { version: '1.1.0' } })
  })

  it('ends where a command fails, with its exit code', async () => {
    const root = makeRoot(['1.0.0', '1.1.0'], '1.0.0')
    const stop = await runScript(
      shell,
      buildRestartScript(stepContext({ root }), { stop: 'exit 7', start: 'touch {root}/x' }),
    )
    expect([stop.exitCode, stop.result, currentOf(root)]).toEqual([7, { phase: 'stop' }, 'releases/1.0.0'])
    const start = await runScript(shell, buildRestartScript(stepContext({ root }), { stop: ':', start: 'false' }))
    expect([start.exitCode, start.result['phase'], existsSync(join(root, 'x'))]).toEqual([1, 'start', false])
  })

  it.each([
    ['honours set -e', 'set -e\nfalse\ntrue', 1],
    ['survives an exit', 'exit 0', 0],
    ['keeps its variables and directory apart', 'lm_exit=9; LASTMILE_ROOT=/nowhere; cd /; set -u; set -- a b', 0],
    ['reports a syntax error', 'if then', 2],
    ['has no input to swallow', 'cat; echo end', 0],
    ['runs what follows a broken here-document apart', 'cat <<E\nx', 0],
  ])('%s', async (_, run, exitCode) => {
    const root = makeRoot(['1.1.0'])
    const done = await runScript(shell, buildRestartScript(stepContext({ root }), { run }))
    expect(done.exitCode).toBe(exitCode)
    expect(done.result['phase']).toBe(exitCode === 0 ? 'done' : 'run')
    expect(currentOf(root)).toBe('releases/1.1.0')
  })

  it('changes nothing when the release is not there', async () => {
    const root = makeRoot(['1.0.0'], '1.0.0')
    const run = await runScript(shell, buildRestartScript(stepContext({ root }), { stop: 'touch {root}/stopped' }))
    expect([run.exitCode, existsSync(join(root, 'stopped'))]).toEqual([108, false])
  })

  it('follows a current that names its release in full', async () => {
    const root = makeRoot(['1.0.0', '1.1.0'])
    symlinkSync(join(root, 'releases', '1.0.0/'), join(root, 'current'))
    expect((await runScript(shell, buildRestartScript(stepContext({ root }), {}))).log).toBe(
      'current: 1.0.0 -> 1.1.0\n',
    )
  })
})
