import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildPrecheckScript } from '../../../../src/main/commands/precheck-script'
import { tempFolder } from '../../../helpers/temp-folder'
import { startProbeServer } from './probe-fixture'
import { digestFor, makeRoot } from './release-fixture'
import { eachShell, onlyTools, runScript, shells } from './shell-matrix'
import { hostileVersion, stepContext } from './step-fixture'

const need = { minFreeDiskBytes: 1_024 }

eachShell('buildPrecheckScript', (shell) => {
  it('reads the facts of a host', async () => {
    const root = makeRoot(['1.0.0', hostileVersion], hostileVersion)
    const done = await runScript(shell, buildPrecheckScript(stepContext({ root }), need))
    expect(done.exitCode).toBe(0)
    expect(Object.keys(done.result).toSorted()).toEqual(['clockEpoch', 'digest', 'freeDiskKb', 'version'])
    expect(done.result).toMatchObject({ version: hostileVersion, digest: digestFor(hostileVersion) })
    expect(Math.abs(Number(done.result['clockEpoch']) - Date.now() / 1_000)).toBeLessThan(10)
    expect(Number(done.result['freeDiskKb'])).toBeGreaterThan(1)
  })

  it('knows a host where nothing was released yet', async () => {
    const root = join(tempFolder(), 'not', 'there', 'yet')
    const done = await runScript(shell, buildPrecheckScript(stepContext({ root }), need))
    expect(done).toMatchObject({ exitCode: 0, log: expect.stringContaining('running version: none') as string })
    expect(Object.keys(done.result).toSorted()).toEqual(['clockEpoch', 'freeDiskKb'])
  })

  it('asks the app for version and health, and fails on neither', async () => {
    const root = makeRoot(['1.0.0'], '1.0.0')
    const good = { ...need, version: 'echo 0.9; echo more', health: 'echo fine {host.name}' }
    const first = await runScript(shell, buildPrecheckScript(stepContext({ root }), good))
    expect(first).toMatchObject({ exitCode: 0, result: { version: '0.9', healthy: 'yes', digest: digestFor('1.0.0') } })
    const bad = { ...need, version: 'echo 0.9; exit 1', health: 'exit 4' }
    const second = await runScript(shell, buildPrecheckScript(stepContext({ root }), bad))
    expect([second.exitCode, second.result['version'], second.result['healthy']]).toEqual([0, undefined, 'no'])
  })

  it('asks over http for the health', async () => {
    const server = await startProbeServer()
    const http = { url: `${server.url}/health`, expectStatus: 200, timeoutMs: 2_000 }
    server.answers.push({ status: 200 }, { status: 503 })
    const script = buildPrecheckScript(stepContext(), { ...need, http })
    expect((await runScript(shell, script)).result).toMatchObject({ healthy: 'yes' })
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 0, result: { healthy: 'no' } })
  })

  it('refuses a disk that is too full', async () => {
    const root = makeRoot(['1.0.0'], '1.0.0')
    const done = await runScript(shell, buildPrecheckScript(stepContext({ root }), { minFreeDiskBytes: 2 ** 60 }))
    expect(done).toMatchObject({ exitCode: 100, result: { reason: 'disk-too-full', version: '1.0.0' } })
    expect(done.log).toMatch(/\d+ MiB are free at .*, 1099511627776 MiB are needed/)
  })

  it.each([
    ['/dev/my disk 1000 200 800 20% /a b', '800'],
    ['overlay 1000 200 7 20% /', '7'],
    ['/dev/vda1   10475520    5242880  5232640      51% /mnt/50% full', '5232640'],
    ['proc 0 0 0 - /proc', undefined],
    ['df: nothing known of * here', undefined],
  ])('reads %s', async (line, freeDiskKb) => {
    const folder = onlyTools(['date'], shell.path)
    writeFileSync(join(folder, 'df'), `#!/bin/sh\necho Filesystem\necho '${line}'\n`, { mode: 0o755 })
    const done = await runScript(shell, buildPrecheckScript(stepContext(), { minFreeDiskBytes: 0 }), { path: folder })
    expect([done.exitCode, done.result['freeDiskKb']]).toEqual([0, freeDiskKb])
  })

  it('runs the check of the app last', async () => {
    const script = buildPrecheckScript(stepContext(), { ...need, run: 'echo "no {host.label.zone}"; exit 6' })
    const done = await runScript(shell, script)
    expect([done.exitCode, done.log.endsWith('no a\n'), Number(done.result['freeDiskKb']) > 0]).toEqual([6, true, true])
  })
})

describe('buildPrecheckScript', () => {
  const dash = shells[0] as (typeof shells)[number]

  it.skipIf(process.getuid?.() === 0)('refuses a root it may not write to', async () => {
    const folder = tempFolder()
    mkdirSync(join(folder, 'root'))
    chmodSync(join(folder, 'root'), 0o555)
    const done = await runScript(dash, buildPrecheckScript(stepContext({ root: join(folder, 'root') }), need))
    expect(done).toMatchObject({ exitCode: 101, result: { reason: 'root-not-writable' } })
  })
})
