import { spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { tempFolder } from '../../../helpers/temp-folder'

const root = join(import.meta.dirname, '../../../..')

/** What the real one loads on top: the whole command line. This one says with which words it was called. */
const stubMain = `export const main = (words: readonly string[]): Promise<number> => {
  console.log(\`served: \${words.join(' ')}\`)
  return Promise.resolve(7)
}
`
/** Node runs the sources, whose imports have no ending. Nobody is root, whom no window is opened for. */
const hooks = `import { registerHooks } from 'node:module'
registerHooks({
  resolve: (name, context, next) => next(/^\\.\\.?\\//.test(name) && !name.endsWith('.ts') ? name + '.ts' : name, context),
})
process.getuid = () => 1000
const minutes = Number(process.env.TEST_MINUTES_LATER ?? 0)
let asked = 0
if (minutes > 0) performance.now = () => (asked++) * minutes * 60_000
`

/** As `install.js` of the package electron, it brings a program that says what it was started with, and ends with `code`. */
const bringing = (code: number) => `
const fs = require('node:fs')
fs.mkdirSync(__dirname + '/dist', { recursive: true })
fs.writeFileSync(__dirname + '/dist/electron', '#!/bin/sh\\necho "window: $*"\\nexit ${code}\\n', { mode: 0o755 })
fs.writeFileSync(__dirname + '/path.txt', 'electron')
`
/** It notes that it was called. */
const noting = `require('node:fs').appendFileSync(__dirname + '/calls.txt', 'x')\n`

/** A checkout of this program, as far as `start.ts` goes. `install`: without it, the package electron is not there. */
function checkout(install?: string) {
  const folder = tempFolder()
  const sources = join(folder, 'src/cli')
  mkdirSync(sources, { recursive: true })
  for (const name of ['start.ts', 'end-process.ts', 'desktop-problem.ts', 'desktop-runtime.ts']) {
    cpSync(join(root, 'src/main/cli', name), join(sources, name))
  }
  writeFileSync(join(sources, 'main.ts'), stubMain)
  writeFileSync(join(folder, 'hooks.mjs'), hooks)
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const electron = join(folder, 'node_modules/electron')
  if (install !== undefined) {
    mkdirSync(electron, { recursive: true })
    writeFileSync(join(electron, 'package.json'), '{"name":"electron","version":"45.0.0"}')
    writeFileSync(join(electron, 'install.js'), noting + install)
  }
  const start = async (words: readonly string[] = [], env: Readonly<Record<string, string>> = { DISPLAY: ':0' }) => {
    const hooksUrl = pathToFileURL(join(folder, 'hooks.mjs')).href
    const argv = ['--disable-warning=ExperimentalWarning', '--import', hooksUrl, join(sources, 'start.ts'), ...words]
    const { PATH = '' } = process.env
    const child = spawn(process.execPath, argv, { env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = new Promise<number | null>((resolve) => void child.once('exit', resolve))
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
    return { stdout, stderr, code }
  }
  const calls = () => (existsSync(join(electron, 'calls.txt')) ? readFileSync(join(electron, 'calls.txt'), 'utf8') : '')
  return { folder, electron, start, calls }
}

const served = 'served: serve --open\n'
const fetching = 'Fetching the Electron runtime for the desktop window, for 20 seconds at most …\n'
const missing =
  'The Electron runtime for the desktop window is not here; `npx install-electron` fetches it (some 120 MB). ' +
  'The page is served to your browser instead.\n'

// the program of the fake runtime is a script of a shell
describe.skipIf(process.platform === 'win32')('npm start', () => {
  it('tries once to get the runtime, then says in one line what is missing, and serves the page', async () => {
    const { start, calls } = checkout('process.exit(1)')
    expect(await start()).toEqual({ stdout: served, stderr: fetching + missing, code: 7 })
    expect(await start()).toEqual({ stdout: served, stderr: missing, code: 7 })
    expect(calls()).toBe('x')
  })

  it('opens the window with the runtime it got, and the next time with the one that is here', async () => {
    const { folder, start, calls } = checkout(bringing(0))
    const window = `window: ${folder}/\n`
    expect(await start()).toEqual({ stdout: window, stderr: fetching, code: 0 })
    expect(await start()).toEqual({ stdout: window, stderr: '', code: 0 })
    expect(calls()).toBe('x')
  })

  it('says that an installation has no window, and serves the page', async () => {
    const { start } = checkout()
    const stderr =
      'This installation has no desktop window; the installers and a checkout of the sources do. ' +
      'The page is served to your browser instead.\n'
    expect(await start()).toEqual({ stdout: served, stderr, code: 7 })
  })

  it.skipIf(process.platform !== 'linux')('gets no runtime where there is no screen for a window', async () => {
    const { start, calls } = checkout(bringing(0))
    const stderr = 'There is no screen here for the desktop window. The page is served to your browser instead.\n'
    expect(await start([], {})).toEqual({ stdout: served, stderr, code: 7 })
    expect(calls()).toBe('')
  })

  it('serves the page without a word when it has options, which are those of serve', async () => {
    const { start, calls } = checkout(bringing(0))
    const stdout = 'served: serve --open --port 4680\n'
    expect(await start(['--port', '4680'])).toEqual({ stdout, stderr: '', code: 7 })
    expect(calls()).toBe('')
  })

  it('serves the page when the window ends at once', async () => {
    const { folder, start } = checkout(bringing(3))
    const stderr = `${fetching}The desktop window ended at once (3). The page is served to your browser instead.\n`
    expect(await start()).toEqual({ stdout: `window: ${folder}/\n${served}`, stderr, code: 7 })
  })

  it('ends as a window does that was there for a while', async () => {
    const { folder, start } = checkout(bringing(3))
    const shown = await start([], { DISPLAY: ':0', TEST_MINUTES_LATER: '1' })
    expect(shown).toEqual({ stdout: `window: ${folder}/\n`, stderr: fetching, code: 3 })
  })

  it.each([
    ['a signal', '#!/bin/sh\nkill -ABRT $$\n', /^The desktop window ended at once \(SIGABRT\)\. /],
    ['a program that the system does not start', '', /^The desktop window ended at once \(spawn .* EACCES\)\. /],
  ])('serves the page after %s', async (_what, script, said) => {
    const { electron, start } = checkout('')
    mkdirSync(join(electron, 'dist'))
    const program = join(electron, 'dist/electron')
    writeFileSync(program, script)
    chmodSync(program, script === '' ? 0o644 : 0o755)
    writeFileSync(join(electron, 'path.txt'), 'electron')
    const { stdout, stderr, code } = await start()
    expect([stdout, code]).toEqual([served, 7])
    expect(stderr).toMatch(said)
  })

  it('ends not well when a window that was there is killed', async () => {
    const { electron, start } = checkout('')
    mkdirSync(join(electron, 'dist'))
    writeFileSync(join(electron, 'dist/killed'), '#!/bin/sh\nkill -KILL $$\n', { mode: 0o755 })
    writeFileSync(join(electron, 'path.txt'), 'killed')
    const killed = await start([], { DISPLAY: ':0', TEST_MINUTES_LATER: '1' })
    expect(killed).toEqual({ stdout: '', stderr: '', code: 1 })
  })
})
