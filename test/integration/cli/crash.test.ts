import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { jsonLines, runCli, startCli } from '../../helpers/built-cli'
import { needs } from '../../helpers/require-tools'
import { ShopFleet } from '../../helpers/shop-fleet'

const cleanups: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const everyStepOnce = ['precheck', 'mute', 'drain', 'restart', 'admit', 'unmute']

async function fleetWithConsole() {
  const fleet = await ShopFleet.start({ hosts: 6, restartSeconds: 2, strategy: ['canary: false', 'batches: [2]'] })
  cleanups.push(() => fleet.stop())
  const data = mkdtempSync(join(tmpdir(), 'lastmile-data-'))
  cleanups.push(() => rmSync(data, { recursive: true, force: true }))
  const applied = await runCli(['apply', fleet.specFile, '--yes', '--data', data])
  expect(applied).toMatchObject({ exitCode: 0 })
  return { fleet, data }
}

/** Sign gate after gate until the rollout is over. */
async function toTheEnd(data: string): Promise<number | null> {
  for (let gate = 0; gate < 20; gate += 1) {
    const { exitCode } = await runCli(['sign', 'latest', '--yes', '--json', '--data', data])
    if (exitCode !== 3) return exitCode
  }
  throw new Error('more gates than there can be')
}

needs(
  'sshd',
  'nginx',
  'loopback-range',
)('a console that is killed', () => {
  for (const step of ['fetch', 'drain', 'restart', 'verify', 'admit']) {
    it(`finds its steps again after SIGKILL during ${step}: the rollout ends right and no step ran twice`, async () => {
      const { fleet, data } = await fleetWithConsole()
      const run = startCli(['run', 'shop', '1.1.0', '--env', 'production', '--yes', '--json', '--data', data])
      await run.line(({ kind, payload }) => kind === 'step-started' && (payload as { step: string }).step === step)
      run.child.kill('SIGKILL')
      await run.ended
      const resumed = await runCli(['resume', 'latest', '--json', '--data', data])
      expect(resumed.exitCode, resumed.stderr).toBe(3)
      expect(await toTheEnd(data)).toBe(0)
      for (const name of fleet.names) {
        expect({
          name,
          version: fleet.version(name),
          steps: fleet.steps(name),
          serving: fleet.isServing(name),
          muted: fleet.isMuted(name),
        }).toEqual({ name, version: '1.1.0', steps: everyStepOnce, serving: true, muted: false })
      }
      const shown = await runCli(['show', 'latest', '--json', '--data', data])
      const view = JSON.parse(shown.stdout) as {
        state: string
        openDebts: number
        lowestServing: number
        floor: number
      }
      expect(view).toMatchObject({ state: 'succeeded', openDebts: 0 })
      expect(view.lowestServing).toBeGreaterThanOrEqual(view.floor)
      expect(await runCli(['verify', 'latest', '--data', data])).toMatchObject({ exitCode: 0 })
    })
  }

  it('refuses a journal that somebody changed, and names the row', async () => {
    const { data } = await fleetWithConsole()
    const run = await runCli(['run', 'shop', '1.1.0', '--env', 'production', '--json', '--data', data])
    expect(run.exitCode).toBe(3)
    expect(jsonLines(run.stdout).at(-1)).toMatchObject({ result: 'waiting', gate: 'before-launch' })
    const { default: Database } = await import('better-sqlite3')
    const db = new Database(join(data, 'lastmile.db'))
    db.exec('DROP TRIGGER IF EXISTS journal_no_update')
    for (const { name } of db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all() as {
      name: string
    }[]) {
      db.exec(`DROP TRIGGER "${name}"`)
    }
    db.prepare("UPDATE journal SET actor = 'mallory' WHERE seq = 1").run()
    db.close()
    const verdict = await runCli(['verify', 'latest', '--json', '--data', data])
    expect(verdict.exitCode).toBe(1)
    expect(JSON.parse(verdict.stdout)).toMatchObject({ ok: false, seq: 1 })
  })
})
