import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tempFolder } from '../../helpers/temp-folder'

const launcher = join(import.meta.dirname, '../../../resources/launchers/lastmile')

/** An installation whose program prints what it was started with. */
function install(program = 'lastmile-desktop') {
  const folder = join(tempFolder(), 'Last mile')
  mkdirSync(join(folder, 'resources/bin'), { recursive: true })
  copyFileSync(launcher, join(folder, 'resources/bin/lastmile'))
  chmodSync(join(folder, 'resources/bin/lastmile'), 0o755)
  writeFileSync(join(folder, program), `#!/bin/sh\nprintf '%s\\n' "$@"\n`)
  chmodSync(join(folder, program), 0o755)
  return folder
}

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { stdout, stderr, status } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...env },
  })
  // what Chromium is told depends on the system and the user
  const words = stdout.trim().split('\n')
  return { verb: words.slice(words.indexOf('--cli')), first: words[0], stderr, status }
}

describe('the launcher', () => {
  it('runs a verb in the application beside it, through links, with every word as it was', () => {
    const folder = install()
    const link = join(tempFolder(), 'lastmile')
    symlinkSync(join(folder, 'resources/bin/lastmile'), link)
    const { verb, status } = run(link, ['brake', 'latest', '--reason', `it's "late"  *`])
    expect([verb, status]).toEqual([['--cli', 'brake', 'latest', '--reason', `it's "late"  *`], 0])
  })

  it('takes the program it is told', () => {
    const folder = install('other')
    const { verb } = run('/bin/sh', [launcher, 'history'], { LASTMILE_APP: join(folder, 'other') })
    expect(verb).toEqual(['--cli', 'history'])
  })

  it('says what to do when there is none', () => {
    const { stderr, status } = run('/bin/sh', [launcher, 'history'], { LASTMILE_APP: '/nowhere' })
    expect([stderr, status]).toEqual([expect.stringContaining('set LASTMILE_APP'), 2])
  })
})
