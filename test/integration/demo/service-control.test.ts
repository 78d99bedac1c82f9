import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, existsSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { appRootOf, installApp, type HostPlace } from '../../../src/main/demo/fleet-host'
import { findFreePorts } from '../../../src/main/demo/free-ports'
import { openLifeline, type Lifeline } from '../../../src/main/demo/lifeline'
import { writeRelease } from '../../../src/main/demo/packages'
import { askVersion, startService } from '../../../src/main/demo/service-control'
import { runProgram } from './fleet-fixture'

const shells = [['/bin/dash'], ['/bin/bash', '--posix'], ['/usr/bin/busybox', 'sh']].filter(([file = '']) =>
  existsSync(file),
)
let dir = ''
let host: HostPlace
let lifeline: Lifeline

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'lm service $(x)-'))
  lifeline = await openLifeline()
  const [httpPort = 0] = await findFreePorts(1)
  host = { name: 'web-01', home: join(dir, 'hosts/web-01'), httpPort }
  await installApp(dir, host, '1.0.0', lifeline.port)
  await writeRelease(join(appRootOf(host), 'releases/1.1.0'), '1.1.0')
})
afterEach(() => service('stop'))
afterAll(async () => {
  await lifeline.close()
  rmSync(dir, { recursive: true, force: true })
})

const program = (version: string) => join(appRootOf(host), 'releases', version, 'bin/service')
const pidFile = () => join(appRootOf(host), 'shared/run/service.pid')
const service = (verb: string, version = '1.0.0', shell: readonly string[] = ['/bin/sh']) =>
  runProgram('/usr/bin/env', [...shell, program(version), verb])

describe('bin/service', () => {
  it.each(shells)(
    'starts, tells, replaces and stops the service, each any number of times, in %s',
    async (...shell) => {
      const codes: [string, number, string | undefined][] = []
      for (const [verb, version] of [
        ['stop', '1.0.0'],
        ['status', '1.0.0'],
        ['start', '1.0.0'],
        ['start', '1.0.0'],
        ['start', '1.1.0'],
        ['status', '1.1.0'],
        ['stop', '1.1.0'],
        ['stop', '1.0.0'],
      ] as const) {
        const { exitCode } = await service(verb, version, shell)
        codes.push([verb, exitCode, await askVersion(host)])
      }
      expect(codes).toEqual([
        ['stop', 0, undefined],
        ['status', 1, undefined],
        ['start', 0, '1.0.0'],
        ['start', 0, '1.0.0'],
        ['start', 0, '1.1.0'],
        ['status', 0, '1.1.0'],
        ['stop', 0, undefined],
        ['stop', 0, undefined],
      ])
    },
  )

  it('does not take another process for the service', async () => {
    const other = spawn('sleep', ['60'])
    mkdirSync(join(appRootOf(host), 'shared/run'), { recursive: true })
    writeFileSync(pidFile(), `${other.pid} 1.0.0\n`)
    expect((await service('status')).exitCode).toBe(1)
    expect((await service('stop')).exitCode).toBe(0)
    expect([other.exitCode, other.signalCode]).toEqual([null, null])
    expect((await service('start')).exitCode).toBe(0)
    expect(await askVersion(host)).toBe('1.0.0')
    other.kill()
  })

  it('starts the service where there is no setsid', async () => {
    const tools = join(dir, 'tools')
    mkdirSync(tools)
    for (const name of ['cat', 'dirname', 'mkdir', 'rm', 'sh', 'sleep', 'tail', 'tr']) {
      const found = (process.env['PATH'] ?? '').split(delimiter).find((folder) => existsSync(join(folder, name)))
      symlinkSync(join(found ?? '', name), join(tools, name))
    }
    const started = await runProgram('/usr/bin/env', ['-i', `PATH=${tools}`, '/bin/sh', program('1.0.0'), 'start'])
    expect(started).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    expect(await askVersion(host)).toBe('1.0.0')
  })

  it('says why the service did not start', async () => {
    const squatter = await openLifeline()
    const elsewhere = { name: 'web-02', home: join(dir, 'hosts/web-02'), httpPort: squatter.port }
    await installApp(dir, elsewhere, '1.0.0', lifeline.port)
    await expect(startService(dir, elsewhere)).rejects.toThrow(
      /The demo service on web-02 did not start: .*cannot listen on port \d+: listen EADDRINUSE/,
    )
    await squatter.close()
  })

  it('ends with the fleet, whatever it was told', async () => {
    expect((await service('start')).exitCode).toBe(0)
    await expect.poll(() => lifeline.count()).toBe(1)
    await lifeline.close()
    await expect.poll(() => askVersion(host), { timeout: 10_000 }).toBeUndefined()
    expect((await service('start')).exitCode).toBe(1)
  })
})
