import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packWithoutRuntime, readBuilderConfig, type Packed } from '../../tools/pack-check'
import { listPackProblems } from '../../tools/pack-problems'

const root = join(import.meta.dirname, '../../..')
const require = createRequire(import.meta.url)

describe('electron-builder.yml', () => {
  it('keeps to the schema of electron-builder', async () => {
    const { validateConfiguration } = require('app-builder-lib/out/util/config/config') as {
      validateConfiguration: (config: unknown, logger: { isEnabled: boolean }) => Promise<void>
    }
    const config = readBuilderConfig(root)
    await expect(validateConfiguration(config, { isEnabled: false })).resolves.toBeUndefined()
    const broken = { ...config, mac: { ...config.mac, hardendRuntime: true } }
    await expect(validateConfiguration(broken, { isEnabled: false })).rejects.toThrow(/configuration\.mac/)
  })

  it('names only files that are there', () => {
    const { mac, win, nsis, linux, deb, rpm, directories, extraResources } = readBuilderConfig(root)
    const launcher = (fpm: readonly string[] | null | undefined) => fpm?.map((pair) => pair.split('=')[0])
    const resources = (extraResources as { from: string }[]).map(({ from }) => from)
    const named = [mac?.icon, mac?.entitlements, mac?.entitlementsInherit, win?.icon, nsis?.include, linux?.icon]
    const all = [
      ...named,
      directories?.buildResources,
      ...resources,
      ...(launcher(deb?.fpm) ?? []),
      ...(launcher(rpm?.fpm) ?? []),
    ]
    expect(all).toHaveLength(10)
    expect(all.filter((path) => typeof path !== 'string' || !existsSync(join(root, path)))).toEqual([])
  })

  it('asks nobody for updates, and hardens what is signed', () => {
    const { publish, mac, npmRebuild } = readBuilderConfig(root)
    expect([publish, mac?.hardenedRuntime, npmRebuild]).toEqual([null, true, false])
    const entitlements = readFileSync(join(root, 'resources/package/entitlements.plist'), 'utf8')
    expect([...entitlements.matchAll(/<key>(.*?)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit',
    ])
  })
})

/** A small program in the form of ours, with what must not be packed beside it. */
function smallProgram(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lastmile-small-'))
  const files: Readonly<Record<string, string>> = {
    'package.json': JSON.stringify({
      name: 'lastmile',
      version: '1.0.0',
      description: 'small',
      author: 'x',
      main: 'out/main/desktop.js',
      dependencies: { 'better-sqlite3': '1.0.0' },
      devDependencies: { tool: '1.0.0' },
    }),
    'out/main/desktop.js': `import { app } from 'electron'\nimport { a } from './chunks/a.js'\nimport Database from 'better-sqlite3'\n`,
    'out/main/desktop.js.map': '{}',
    'out/main/lastmile.js': '',
    'out/main/log-writer.js': '',
    'out/main/backup-worker.js': '',
    'out/main/checkpoint-worker.js': '',
    'out/main/chunks/a.js': 'export const a = 1\n',
    'out/preload/preload.cjs': `let electron = require("electron");\n`,
    'out/renderer/index.html': '<script src="./assets/a.js"></script>',
    'out/renderer/assets/a.js': '',
    'out/screenshots/a.png': '',
    'src/main/a.ts': '',
    'test/unit/a.test.ts': '',
    'README.md': '',
    'node_modules/electron/package.json': '{"name":"electron","version":"45.0.0"}',
    'node_modules/tool/package.json': '{"name":"tool","version":"1.0.0"}',
    'node_modules/better-sqlite3/package.json': '{"name":"better-sqlite3","version":"1.0.0","main":"lib/index.js"}',
    'node_modules/better-sqlite3/lib/index.js': '',
    'node_modules/better-sqlite3/lib/index.d.ts': '',
    'node_modules/better-sqlite3/deps/sqlite3.c': '',
    'node_modules/better-sqlite3/prebuilds/linux-x64.node': 'x',
    'node_modules/better-sqlite3/prebuilds/darwin-arm64.node': 'x',
    'node_modules/better-sqlite3/prebuilds/win32-x64.node': 'x',
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (const path of ['electron-builder.yml', 'resources'])
    cpSync(join(root, path), join(folder, path), { recursive: true })
  return folder
}

describe('packWithoutRuntime', () => {
  let folder: string
  let packed: Packed
  beforeAll(async () => {
    folder = smallProgram()
    packed = await packWithoutRuntime(folder)
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const problems = (of: Packed) => listPackProblems(of, (path) => readFileSync(join(folder, path), 'utf8'))

  it('packs what runs, and nothing else', () => {
    expect(packed.files.toSorted()).toEqual([
      'node_modules/better-sqlite3/lib/index.js',
      'node_modules/better-sqlite3/package.json',
      'node_modules/better-sqlite3/prebuilds/linux-x64.node',
      'out/main/backup-worker.js',
      'out/main/checkpoint-worker.js',
      'out/main/chunks/a.js',
      'out/main/desktop.js',
      'out/main/lastmile.js',
      'out/main/log-writer.js',
      'out/preload/preload.cjs',
      'out/renderer/assets/a.js',
      'out/renderer/index.html',
      'package.json',
      'resources/icons/256x256.png',
      'resources/icons/badge.png',
      'resources/icons/tray.png',
      'resources/icons/trayTemplate.png',
      'resources/icons/trayTemplate@2x.png',
    ])
    // electron-builder unpacks the whole of a package that has a binary
    expect(packed.unpacked.every((path) => path.startsWith('node_modules/better-sqlite3/'))).toBe(true)
    expect(problems(packed)).toEqual([])
  })

  it('sets the fuses of the program', () => {
    expect(packed.fuses).toMatchObject({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      GrantFileProtocolExtraPrivileges: false,
    })
  })

  it.each<[string, (of: Packed) => Packed, string]>([
    [
      'a chunk that is missing',
      (of) => ({ ...of, files: of.files.filter((path) => path !== 'out/main/chunks/a.js') }),
      'out/main/desktop.js loads ./chunks/a.js, which is missing',
    ],
    [
      'a package that is missing',
      (of) => ({ ...of, files: of.files.filter((path) => !path.endsWith('better-sqlite3/package.json')) }),
      'out/main/desktop.js loads better-sqlite3, whose package is missing',
    ],
    [
      'a file of the page that is missing',
      (of) => ({ ...of, files: of.files.filter((path) => path !== 'out/renderer/assets/a.js') }),
      'out/renderer/index.html loads ./assets/a.js, which is missing',
    ],
    ['a source', (of) => ({ ...of, files: [...of.files, 'src/main/a.ts'] }), 'src/main/a.ts is no part of the program'],
    ['a test', (of) => ({ ...of, files: [...of.files, 'test/a.js'] }), 'test/a.js is no part of the program'],
    ['a fuse', (of) => ({ ...of, fuses: { ...of.fuses, RunAsNode: true } }), 'fuse RunAsNode is not off'],
    [
      'a binary that cannot be loaded',
      (of) => ({ ...of, unpacked: [] }),
      'node_modules/better-sqlite3/prebuilds/linux-x64.node is missing',
    ],
  ])('finds %s', (_what, broken, problem) => {
    expect(problems(broken(packed))).toEqual([problem])
  })
})
