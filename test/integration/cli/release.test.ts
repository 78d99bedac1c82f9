import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startFleet, type Fleet } from '../../../src/main/demo/fleet'
import { specOf } from '../../../src/main/demo/fleet-spec'
import { jsonLines, startCli, type CliRun } from '../../helpers/built-cli'

let dir: string
let fleet: Fleet
let running: CliRun[]

const start = (...words: string[]): CliRun => {
  const run = startCli([...words, '--data', join(dir, 'data')])
  running.push(run)
  return run
}
const lastmile = (...words: string[]) => start(...words).ended
const endOf = (stdout: string) => jsonLines(stdout).at(-1)
const isStep = (step: string) => (row: Record<string, unknown>) =>
  row['kind'] === 'step-started' && (row['payload'] as { step: string }).step === step

const release = ['run', 'shop', '1.1.0', '--env', 'production']
const versions = async () => [...new Set((await fleet.askVersions()).values())]

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lastmile-cli-'))
  running = []
  fleet = await startFleet({ dir: join(dir, 'fleet'), hosts: 8 })
  const spec = specOf(fleet)
  const environments = (spec.environments ?? []).map((environment) => ({
    ...environment,
    gates: {
      beforeCanary: 'off',
      afterSoak: 'off',
      beforeClosing: 'off',
      beforeLaunch: [{ kind: 'tick', id: 'ok', ask: 'Ready' }],
    },
  }))
  writeFileSync(join(dir, 'lastmile.yml'), JSON.stringify({ ...spec, environments }))
  expect((await lastmile('apply', join(dir, 'lastmile.yml'))).exitCode).toBe(0)
})

afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL')
  await fleet.stop()
  await rm(dir, { recursive: true, force: true })
})

describe('lastmile', () => {
  it('releases with --yes and tells every event once and in order', async () => {
    const { exitCode, stdout, stderr } = await lastmile(...release, '--yes', '--json')
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const rows = jsonLines(stdout).slice(0, -1)
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, i) => i + 1))
    expect(endOf(stdout)).toEqual({ result: 'succeeded', rollout: rows[0]?.['rollout'] })
    expect(await versions()).toEqual(['1.1.0'])
    expect(await lastmile('verify', 'latest')).toMatchObject({ exitCode: 0 })
  })

  it('is led from gate to gate by sign, and put back by rollback', async () => {
    expect(await lastmile(...release)).toMatchObject({ exitCode: 3 })
    expect(await lastmile('sign', 'latest')).toMatchObject({ exitCode: 2 })
    const signed = await lastmile('sign', 'latest', '--answer', 'ok=yes', '--by', 'kim')
    expect(signed.stdout).toContain('waits at the gate before batch 1')
    expect(signed.exitCode).toBe(3)
    expect(await versions()).toEqual(['1.1.0', '1.0.0'])
    expect(await lastmile('rollback', 'latest', '--reason', 'test')).toMatchObject({ exitCode: 0 })
    expect(await versions()).toEqual(['1.0.0'])
    const again = await lastmile(...release, '--json')
    expect(again.exitCode).toBe(2)
    expect(endOf(again.stdout)).toMatchObject({ error: { code: 'release.blocked' } })
  })

  it('is braked from another process through the control socket', async () => {
    const run = start(...release, '--yes', '--json')
    await run.line(isStep('restart'))
    expect(await lastmile('brake', 'latest', '--reason', 'noise', '--by', 'kim')).toMatchObject({ exitCode: 0 })
    const { exitCode, stdout } = await run.ended
    expect(exitCode).toBe(3)
    expect(endOf(stdout)).toMatchObject({ result: 'braked', reason: 'noise' })
    expect(await lastmile('resume', 'latest', '--yes')).toMatchObject({ exitCode: 0 })
    expect(await versions()).toEqual(['1.1.0'])
  })

  it('brakes at Ctrl-C and leaves every host serving', async () => {
    const run = start(...release, '--yes', '--json', '--by', 'kim')
    await run.line(isStep('restart'))
    run.child.kill('SIGINT')
    const { exitCode, stdout } = await run.ended
    expect(exitCode).toBe(3)
    expect(endOf(stdout)).toMatchObject({ result: 'braked', reason: 'Ctrl-C by kim' })
    const shown = await lastmile('show', 'latest', '--json')
    expect(JSON.parse(shown.stdout)).toMatchObject({ state: 'braked', serving: 8, openDebts: 0 })
  })

  it('goes on releasing when the reader of its output goes away', async () => {
    const run = start(...release, '--yes', '--json')
    await run.line(({ kind }) => kind === 'rollout-created')
    run.child.stdout?.destroy()
    expect(await run.ended).toMatchObject({ exitCode: 0 })
    expect(await versions()).toEqual(['1.1.0'])
  })
})
