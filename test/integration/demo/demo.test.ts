import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { tempFolder } from '../../helpers/temp-folder'
import { leftBehind, servicePid, startDemo } from './demo-fixture'

const nothing = { files: [], processes: [] }
/** What a demo claims at its end, one on a line. */
const claimsOf = (output: string) => output.split('\n').filter((line) => /^[✓✗] /u.test(line))

describe('lastmile demo', () => {
  it('releases to every host without a failed request and leaves nothing', async () => {
    const demo = startDemo(['--hosts', '9'])
    const { exitCode, output } = await demo.ended
    expect({ exitCode, lies: claimsOf(output).filter((line) => line.startsWith('✗')) }).toEqual({
      exitCode: 0,
      lies: [],
    })
    expect(claimsOf(output).length).toBe(7)
    expect(output).toMatch(/^requests failed: 0$/m)
    expect(output).toMatch(/^versions: +1\.1\.0: 9, as every host answers itself$/m)
    expect(output).toMatch(/^journal: .* journal verified$/m)
    expect(output).toMatch(/^gates signed: .*\(ben: \d+\)$/m)
    expect(output).toContain('CHG-1042, says ben')
    expect(leftBehind(demo.temp)).toEqual(nothing)
  })

  it('brakes and rolls back when a host fails, still without a failed request', async () => {
    const demo = startDemo(['--hosts', '4', '--fail', 'web-003:restart'])
    const { exitCode, output } = await demo.ended
    expect(exitCode, output).toBe(0)
    expect(output).toContain('✗ web-03 failed at restart')
    expect(output).toContain('the licence file is missing')
    expect(output).toContain('The console pulls the brake by itself')
    expect(output).toMatch(/lastmile rollback \w+ --by ann --yes --reason/)
    expect(output).toMatch(/^requests failed: 0$/m)
    expect(output).toMatch(/^versions: +1\.0\.0: 4, as/m)
    expect(leftBehind(demo.temp)).toEqual(nothing)
  })

  it('says that its claims do not hold when a service dies while customers use it', async () => {
    const demo = startDemo(['--hosts', '3', '--json'])
    // once the canary has its new version nobody will restart the last host before its gate
    await vi.waitUntil(() => hasCanary(demo.temp), { timeout: 60_000, interval: 20 })
    process.kill(servicePid(demo.temp, 'web-03'), 'SIGKILL')
    const { exitCode, stdout } = await demo.ended
    const summary = JSON.parse(stdout) as Summary
    expect(exitCode).toBe(1)
    expect(summary.ok).toBe(false)
    expect(summary.requestsFailed).toBeGreaterThan(0)
    expect(summary.versions['no answer']).toBe(1)
    const lies = summary.claims.filter(({ holds }) => !holds).map(({ id }) => id)
    expect(lies).toEqual(['result', 'versions', 'requests'])
    expect(leftBehind(demo.temp)).toEqual(nothing)
  })

  it('needs neither curl nor wget, ssh or python', async () => {
    const demo = startDemo(['--hosts', '3', '--json'], {
      PATH: pathWithout(/^(curl|wget|ssh|scp|sftp|python|perl|nc)/),
    })
    const { exitCode, stdout, output } = await demo.ended
    expect(exitCode, output).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, requestsFailed: 0, versions: { '1.1.0': 3 }, openDebts: 0 })
  })
})

describe('ending a demo', () => {
  it.each([
    ['SIGINT', 'Starting'],
    ['SIGTERM', 'customers ask'],
    ['SIGINT', 'Canary batch'],
    ['SIGTERM', 'Soak'],
    ['SIGHUP', 'Batch 1'],
  ] as const)('at %s after "%s" leaves nothing', async (signal, text) => {
    const demo = startDemo(['--hosts', '5'])
    await demo.until(text)
    demo.child.kill(signal)
    const { exitCode, output } = await demo.ended
    expect({ exitCode, ...leftBehind(demo.temp) }).toEqual({ exitCode: 1, ...nothing })
    expect(output).toContain('Ending the demo')
  })

  it('by SIGKILL leaves nothing either', async () => {
    const demo = startDemo(['--hosts', '5'])
    await demo.until('Canary batch')
    demo.child.kill('SIGKILL')
    await demo.ended
    await vi.waitFor(() => expect(leftBehind(demo.temp)).toEqual(nothing), { timeout: 15_000, interval: 50 })
  })

  it('keeps the fleet when asked to, until it is ended', async () => {
    const demo = startDemo(['--hosts', '3', '--keep'])
    await demo.until('The fleet stays until Ctrl-C')
    expect(leftBehind(demo.temp).files.length).toBe(1)
    demo.child.kill('SIGINT')
    const { exitCode } = await demo.ended
    expect({ exitCode, ...leftBehind(demo.temp) }).toEqual({ exitCode: 0, ...nothing })
  })
})

type Summary = {
  readonly ok: boolean
  readonly requestsFailed: number
  readonly versions: Readonly<Record<string, number>>
  readonly claims: readonly { readonly id: string; readonly holds: boolean }[]
}

/** Has the first host of a running demo been given its new version? */
function hasCanary(temp: string): boolean {
  const [fleet] = readdirSync(temp)
  if (fleet === undefined) return false
  try {
    return readdirSync(join(temp, fleet, 'hosts/web-01/srv/shop/releases')).includes('1.1.0')
  } catch {
    return false
  }
}

/** A search path with all programs of this machine but some. */
function pathWithout(refused: RegExp): string {
  const dir = join(tempFolder(), 'bin')
  mkdirSync(dir)
  const known = new Set<string>()
  for (const from of (process.env['PATH'] ?? '').split(':')) {
    for (const name of listOf(from)) {
      if (refused.test(name) || known.has(name)) continue
      known.add(name)
      symlinkSync(join(from, name), join(dir, basename(name)))
    }
  }
  return dir
}

function listOf(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}
