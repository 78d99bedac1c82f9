import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAppWords } from '../../../src/main/desktop/app-words'
import { tempFolder } from '../../helpers/temp-folder'

const launchers = join(import.meta.dirname, '../../../resources/launchers')
const launcher = join(launchers, 'lastmile')

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
  return { words: stdout.trim().split('\n'), stderr, status }
}

/** A folder of the PATH whose `uname` and `id` say what the test wants. */
function machine(system: string, userId: string): string {
  const folder = tempFolder()
  for (const [name, answer] of [
    ['uname', system],
    ['id', userId],
  ] as const) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho ${answer}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  return `${folder}:${process.env['PATH'] ?? ''}`
}

const headless = ['--ozone-platform=headless', '--disable-gpu']

describe('the launcher', () => {
  it('runs a verb in the application beside it, through links, with every word as it was', () => {
    const folder = install()
    const link = join(tempFolder(), 'lastmile')
    symlinkSync(join(folder, 'resources/bin/lastmile'), link)
    const verb = ['brake', 'latest', '--reason', `it's "late"  *`]
    const { words, status } = run(link, verb)
    expect([words.slice(words.indexOf('--cli')), status]).toEqual([['--cli', '--', ...verb], 0])
    // what the application makes of it
    expect(parseAppWords(words)).toEqual({ kind: 'cli', argv: verb })
  })

  it('takes the program it is told', () => {
    const folder = install('other')
    const { words } = run('/bin/sh', [launcher, 'history'], { LASTMILE_APP: join(folder, 'other') })
    expect(words.slice(words.indexOf('--cli'))).toEqual(['--cli', '--', 'history'])
  })

  it.each([
    ['Linux', '1000', [...headless, '--cli', '--']],
    ['Linux', '0', [...headless, '--no-sandbox', '--cli', '--']],
    ['Darwin', '501', ['--cli', '--']],
  ])(
    'on %s tells the program of user %s, before the verb, only what its window would need',
    (system, user, options) => {
      const folder = install()
      const verb = ['run', 'web:22', '--remote-debugging-port=1', '--no-sandbox', '--', '--cli']
      const { words } = run(join(folder, 'resources/bin/lastmile'), verb, { PATH: machine(system, user) })
      expect(words).toEqual([...options, ...verb])
      expect(parseAppWords(words)).toEqual({ kind: 'cli', argv: verb })
    },
  )

  it('says what to do when there is none', () => {
    const { stderr, status } = run('/bin/sh', [launcher, 'history'], { LASTMILE_APP: '/nowhere' })
    expect([stderr, status]).toEqual([expect.stringContaining('set LASTMILE_APP'), 2])
  })
})

describe('the launcher of Windows', () => {
  // cmd.exe is sure to read lines that end as those of Windows
  const lines = readFileSync(join(launchers, 'lastmile.cmd'), 'utf8').trim().split('\r\n')

  it('starts the program two folders above, and closes the options before the words of the verb', () => {
    const commands = lines.filter((line) => !line.startsWith('rem '))
    // the exit code of the last command is that of the launcher
    expect(commands).toEqual(['@echo off', String.raw`"%~dp0..\..\Lastmile.exe" --cli -- %*`])
  })
})
