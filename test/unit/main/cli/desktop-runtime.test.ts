import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runtimeProblem, screenProblem } from '../../../../src/main/cli/desktop-problem'
import { fetchRuntime, findRuntime } from '../../../../src/main/cli/desktop-runtime'
import { tempFolder } from '../../../helpers/temp-folder'

/** An installation with the package `electron`, and `install.js` as its way to fetch the runtime. */
function installation(install: string) {
  const root = tempFolder()
  const folder = join(root, 'node_modules/electron')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"name":"electron","version":"45.0.0"}')
  writeFileSync(join(folder, 'install.js'), install)
  return { folder, url: pathToFileURL(join(root, 'out/main/start.js')).href }
}

const fetching = `
const { mkdirSync, writeFileSync } = require('node:fs')
mkdirSync(__dirname + '/dist')
writeFileSync(__dirname + '/dist/electron', '')
writeFileSync(__dirname + '/path.txt', 'electron')
`

describe('findRuntime', () => {
  it('knows an installation without a window', () => {
    const url = pathToFileURL(join(tempFolder(), 'out/main/start.js')).href
    expect(findRuntime(url)).toEqual({ kind: 'none' })
  })

  it('finds a runtime once it was fetched', async () => {
    const { folder, url } = installation(fetching)
    expect(findRuntime(url)).toEqual({ kind: 'missing', folder, wasTried: false })
    expect(await fetchRuntime(folder)).toBe(join(folder, 'dist/electron'))
    expect(findRuntime(url)).toEqual({ kind: 'ready', program: join(folder, 'dist/electron') })
  })

  it('remembers that it was not to be had', async () => {
    const { folder, url } = installation('process.exit(1)')
    expect(await fetchRuntime(folder)).toBeUndefined()
    expect(findRuntime(url)).toEqual({ kind: 'missing', folder, wasTried: true })
  })

  it('waits for it no longer than the limit', async () => {
    const { folder } = installation('setTimeout(() => {}, 60_000)')
    const startedAtMs = performance.now()
    expect(await fetchRuntime(folder, 50)).toBeUndefined()
    expect(performance.now() - startedAtMs).toBeLessThan(10_000)
  })
})

describe('screenProblem', () => {
  it.each([
    ['linux', { DISPLAY: ':0' }, 1000, undefined],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000, undefined],
    ['linux', {}, 1000, 'There is no screen'],
    ['linux', { DISPLAY: ':0' }, 0, 'not opened for root'],
    ['darwin', {}, 501, undefined],
    ['win32', {}, undefined, undefined],
  ] as const)('on %s with %j as %s is %s', (platform, env, uid, problem) => {
    const found = screenProblem({ platform, env, uid })
    if (problem === undefined) expect(found).toBeUndefined()
    else expect(found).toContain(problem)
  })
})

describe('runtimeProblem', () => {
  it('says how to get what is missing', () => {
    const missing = runtimeProblem({ kind: 'missing', folder: '/x', wasTried: true })
    expect(missing).toContain('npx install-electron')
    expect(runtimeProblem({ kind: 'none' })).toContain('no desktop window')
  })
})
