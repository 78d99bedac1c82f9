import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { openProcessCli } from '../../../../src/main/cli/process-cli'
import { runCli } from '../../../../src/main/desktop/run-cli'
import { FakeCli } from '../../../helpers/fake-cli'
import { fakeElectron, resetElectron } from '../../../helpers/fake-electron'
import { tempFolder } from '../../../helpers/temp-folder'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
beforeEach(() => {
  resetElectron()
  fakeElectron.app.setPath('userData', tempFolder())
  vi.stubEnv('LASTMILE_NODE', '/before/node')
})
afterEach(() => vi.unstubAllEnvs())

/** A folder with a program of this name that does nothing well. */
function folderWith(program: string): string {
  const folder = tempFolder()
  writeFileSync(join(folder, program), '#!/bin/sh\nexit 1\n')
  chmodSync(join(folder, program), 0o755)
  return folder
}

describe('runCli', () => {
  it('gives the consoles of its verbs what keep-secret keeps', async () => {
    expect(await runCli(['keep-secret', 'shop/key'], () => new FakeCli({ stdin: 'hunter2-hunter2\n' }))).toBe(0)
    let found: Promise<string | undefined> | undefined
    const openCli: typeof openProcessCli = (keychain) => {
      found = keychain?.find('shop', 'key')
      return new FakeCli()
    }
    expect(await runCli(['run', 'shop'], openCli, () => Promise.resolve(4))).toBe(4)
    expect(await found).toBe('hunter2-hunter2')
  })

  it('names a Node for the services of the demo fleet, as the installed application is none', async () => {
    const folder = folderWith('node')
    vi.stubEnv('PATH', folder)
    const seen: unknown[] = []
    const run = (argv: readonly string[]) => {
      seen.push(argv, process.env['LASTMILE_NODE'])
      return Promise.resolve(0)
    }
    expect([await runCli(['demo', '--keep'], () => new FakeCli(), run), seen]).toEqual([
      0,
      [['demo', '--keep'], join(folder, 'node')],
    ])
  })

  it('starts no demo without one, and never names itself', async () => {
    vi.stubEnv('PATH', tempFolder())
    const cli = new FakeCli()
    const run = () => Promise.resolve(0)
    expect(await runCli(['demo'], () => cli, run)).toBe(2)
    expect(cli.stderr.text).toMatch(/^lastmile: The demo fleet needs a `node` on the PATH/)
    expect([await runCli(['serve'], () => cli, run), process.env['LASTMILE_NODE']]).toEqual([0, 'node'])
    expect(await runCli(['demo', '--help'], () => cli, run)).toBe(0)
  })
})
