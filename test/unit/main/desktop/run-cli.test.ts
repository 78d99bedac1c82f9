import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runCli } from '../../../../src/main/desktop/run-cli'
import { SystemKeychain } from '../../../../src/main/open-client'
import { FakeCli } from '../../../helpers/fake-cli'
import { fakeElectron, resetElectron } from '../../../helpers/fake-electron'
import { tempFolder } from '../../../helpers/temp-folder'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
beforeEach(() => {
  resetElectron()
  fakeElectron.app.setPath('userData', tempFolder())
  vi.stubEnv('LASTMILE_NODE', '/before/node')
})
afterEach(() => {
  vi.unstubAllEnvs()
  SystemKeychain.bring(undefined)
})

/** A folder with a program of this name that does nothing well. */
function folderWith(program: string): string {
  const folder = tempFolder()
  writeFileSync(join(folder, program), '#!/bin/sh\nexit 1\n')
  chmodSync(join(folder, program), 0o755)
  return folder
}

describe('runCli', () => {
  it('finds for a console what keep-secret keeps', async () => {
    expect(await runCli(['keep-secret', 'shop/key'], new FakeCli({ stdin: 'hunter2-hunter2\n' }))).toBe(0)
    let found: string | undefined
    const run = async () => {
      // as a console makes it that was given none
      found = await new SystemKeychain().find('shop', 'key')
      return 4
    }
    expect([await runCli(['run', 'shop'], new FakeCli(), run), found]).toEqual([4, 'hunter2-hunter2'])
  })

  it('looks into the keychain of the system for what is not kept', async () => {
    const folder = tempFolder()
    const tool = join(folder, process.platform === 'darwin' ? 'security' : 'secret-tool')
    writeFileSync(tool, '#!/bin/sh\necho of-the-system\n')
    chmodSync(tool, 0o755)
    vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`)
    const run = async () => ((await new SystemKeychain().find('shop', 'key')) === 'of-the-system' ? 0 : 1)
    expect(await runCli(['serve'], new FakeCli(), run)).toBe(0)
  })

  it('names a Node for the services of the demo fleet, as the installed application is none', async () => {
    const folder = folderWith('node')
    vi.stubEnv('PATH', folder)
    const seen: unknown[] = []
    const run = (argv: readonly string[]) => {
      seen.push(argv, process.env['LASTMILE_NODE'])
      return Promise.resolve(0)
    }
    expect([await runCli(['demo', '--keep'], new FakeCli(), run), seen]).toEqual([
      0,
      [['demo', '--keep'], join(folder, 'node')],
    ])
  })

  it('starts no demo without one, and never names itself', async () => {
    vi.stubEnv('PATH', tempFolder())
    const cli = new FakeCli()
    const run = () => Promise.resolve(0)
    expect(await runCli(['demo'], cli, run)).toBe(2)
    expect(cli.stderr.text).toMatch(/^lastmile: The demo fleet needs a `node` on the PATH/)
    expect([await runCli(['serve'], cli, run), process.env['LASTMILE_NODE']]).toEqual([0, 'node'])
    expect(await runCli(['demo', '--help'], cli, run)).toBe(0)
  })
})
