import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { lookForUpdates } from '../../../src/main/desktop/updates'
import { tempFolder } from '../../helpers/temp-folder'
import { packWithoutRuntime, readBuilderConfig, type Packed } from '../../tools/pack-check'
import { listPackProblems } from '../../tools/pack-problems'
import { openRealUpdater, serveFeed } from './real-updater'

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

  it('packs the one binary of each system and processor', () => {
    const { mac, win, linux } = readBuilderConfig(root)
    const shipped = readdirSync(join(root, 'node_modules/better-sqlite3/prebuilds'))
    for (const [part, platform] of [[mac, 'darwin'] as const, [win, 'win32'] as const, [linux, 'linux'] as const]) {
      expect(part?.files).toContain(`!node_modules/better-sqlite3/prebuilds/!(${platform}-\${arch}).node`)
      expect(shipped).toEqual(expect.arrayContaining([`${platform}-x64.node`, `${platform}-arm64.node`]))
    }
  })

  it('asks nobody for updates, and hardens what is signed', () => {
    const config = readBuilderConfig(root)
    expect([config.mac?.hardenedRuntime, config.npmRebuild]).toEqual([true, false])
    // without it a Mac would start no application that is not signed with a certificate
    expect(config.electronFuses?.resetAdHocDarwinSignature).toBe(true)
    // the one place that says where to publish: nowhere
    expect(config.publish).toEqual({ provider: 'generic', url: 'https://updates.lastmile.invalid/' })
    const parts = [config.mac, config.dmg, config.win, config.nsis, config.linux, config.deb, config.rpm]
    expect(parts.filter((part) => part !== undefined && part !== null && 'publish' in part)).toEqual([])
    const entitlements = readFileSync(join(root, 'resources/package/entitlements.plist'), 'utf8')
    expect([...entitlements.matchAll(/<key>(.*?)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit',
    ])
  })

  it('is offered for launch processes, and opens links to rollouts', () => {
    const { protocols, mac, win, linux } = readBuilderConfig(root)
    expect(protocols).toEqual([{ name: 'Lastmile rollout', schemes: ['lastmile'] }])
    // beside what opens such files, not instead of it
    expect(mac?.fileAssociations).toEqual([
      { name: 'Launch process', ext: ['yml', 'yaml'], role: 'Editor', rank: 'Alternate' },
    ])
    expect([linux?.fileAssociations, linux?.mimeTypes]).toEqual([undefined, ['application/yaml', 'application/x-yaml']])
    // on Windows electron-builder would take the type of file away; the script of the installer does not
    expect(win?.fileAssociations).toBeUndefined()
  })
})

describe('the installer of Windows', () => {
  const script = readFileSync(join(root, 'resources/package/installer.nsh'), 'utf8')
  const linesOf = (macro: string) =>
    (new RegExp(`!macro ${macro}\\n([^]*?)!macroend`).exec(script)?.[1] ?? '').trim().split(/\s*\n\s*/)

  it('offers what the other systems are offered, and takes no type of file away', () => {
    const values = linesOf('customInstall').filter((line) => line.startsWith('WriteRegStr'))
    const opened = String.raw`\shell\open\command" "" '"$INSTDIR\Lastmile.exe" "%1"'`
    for (const wanted of [
      String.raw`"Software\Classes\lastmile" "URL Protocol" ""`,
      String.raw`"Software\Classes\lastmile${opened}`,
      String.raw`"Software\Classes\Lastmile.Process${opened}`,
      String.raw`"Software\Classes\.yml\OpenWithProgids" "Lastmile.Process" ""`,
      String.raw`"Software\Classes\.yaml\OpenWithProgids" "Lastmile.Process" ""`,
    ])
      expect(values).toContain(`WriteRegStr SHCTX ${wanted}`)
    expect(values.filter((line) => /Classes\\\.ya?ml" /.test(line))).toEqual([])
  })

  it.each(['customInstall', 'customUnInstall'])('%s tells the desktop at its end what changed', (macro) => {
    // SHCNE_ASSOCCHANGED; without it, menus and icons change at the next sign-in
    expect(linesOf(macro).at(-1)).toMatch(/^System::Call 'shell32::SHChangeNotify\(i 0x08000000, /)
    expect(linesOf(macro).length).toBeGreaterThan(2)
  })
})

/** A small program in the form of ours, with what must not be packed beside it. */
function smallProgram(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lastmile-small-'))
  const { productName, desktopName } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >
  const files: Readonly<Record<string, string>> = {
    'package.json': JSON.stringify({
      name: 'lastmile',
      productName,
      desktopName,
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
    'node_modules/better-sqlite3/prebuilds/linux-arm64.node': 'x',
    'node_modules/better-sqlite3/prebuilds/linuxmusl-x64.node': 'x',
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

const textOf = ({ desktopEntries }: Packed) =>
  desktopEntries.find(({ installer }) => installer === 'AppImage')?.text ?? ''
/** With another desktop entry of the AppImage. */
const withEntry = (of: Packed, changed: { readonly name?: string; readonly text?: string }): Packed => ({
  ...of,
  desktopEntries: of.desktopEntries.map((entry) => (entry.installer === 'AppImage' ? { ...entry, ...changed } : entry)),
})

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

  it('packs what an update needs, with a feed that is none', () => {
    expect(parse(packed.updateConfig ?? '')).toEqual({
      provider: 'generic',
      url: 'https://updates.lastmile.invalid/',
      updaterCacheDirName: 'lastmile-updater',
    })
    expect(packed.updateInfo).toEqual(['latest-linux.yml'])
  })

  it.each([
    ['is fetched with what is packed', true, ['2.0.0'], []],
    ['cannot be fetched without it', false, [], ['an update that cannot be downloaded']],
  ])('an update %s', async (_what, isPacked, ready, refused) => {
    const [resources, cache] = [tempFolder(), tempFolder()]
    if (isPacked) writeFileSync(join(resources, 'app-update.yml'), packed.updateConfig ?? '')
    const feed = await serveFeed('an installer')
    const told: { ready: string[]; refused: string[] } = { ready: [], refused: [] }
    await lookForUpdates('https://updates.example.com/', {
      load: () => Promise.resolve(openRealUpdater(resources, cache, feed)),
      onReady: (version) => void told.ready.push(version),
      refused: (what) => void told.refused.push(what),
    })
    expect(told).toEqual({ ready, refused })
    expect(existsSync(join(cache, 'lastmile-updater/pending/Lastmile.exe'))).toBe(isPacked)
  })

  it('tells the desktop of Linux the same by each installer', () => {
    const linesOf = ({ installer, name, text }: (typeof packed.desktopEntries)[number]) => {
      const wanted = text.split('\n').filter((line) => /^(Exec|StartupWMClass|Icon)=/.test(line))
      return [installer, [name, ...wanted]]
    }
    const same = ['Icon=lastmile-desktop', 'StartupWMClass=io.github.lastmile.console']
    const installed = ['Exec=/opt/Lastmile/lastmile-desktop %U', ...same]
    const name = 'io.github.lastmile.console.desktop'
    expect(Object.fromEntries(packed.desktopEntries.map(linesOf))).toEqual({
      AppImage: [name, 'Exec=AppRun %U', ...same],
      deb: [name, ...installed],
      rpm: [name, ...installed],
    })
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
    [
      'a test of a package',
      (of) => ({ ...of, files: [...of.files, 'node_modules/tool/_lib/test/a.js'] }),
      'node_modules/tool/_lib/test/a.js is no part of the program',
    ],
    [
      'a source of a package that was built',
      (of) => ({ ...of, files: [...of.files, 'node_modules/tool/deps/a.h'] }),
      'node_modules/tool/deps/a.h is no part of the program',
    ],
    ['a test', (of) => ({ ...of, files: [...of.files, 'test/a.js'] }), 'test/a.js is no part of the program'],
    ['a fuse', (of) => ({ ...of, fuses: { ...of.fuses, RunAsNode: true } }), 'fuse RunAsNode is not off'],
    [
      'an icon that only macOS shows',
      (of) => ({ ...of, files: of.files.filter((path) => !path.endsWith('/trayTemplate.png')) }),
      'resources/icons/trayTemplate.png is missing',
    ],
    [
      'a launcher that is missing',
      (of) => ({ ...of, launchers: of.launchers.filter(({ name }) => name !== 'lastmile.cmd') }),
      'the launcher lastmile.cmd is missing',
    ],
    [
      'a launcher that cannot be started',
      (of) => ({ ...of, launchers: of.launchers.map((launcher) => ({ ...launcher, isExecutable: false })) }),
      'the launcher lastmile is not executable',
    ],
    ['an update that cannot be fetched', (of) => ({ ...of, updateConfig: undefined }), 'app-update.yml is missing'],
    [
      'an update feed that nobody asked for',
      (of) => ({ ...of, updateConfig: of.updateConfig?.replace('lastmile.invalid', 'example.com') }),
      'app-update.yml names https://updates.example.com/, which nobody asked for',
    ],
    ['an installer that no feed can offer', (of) => ({ ...of, updateInfo: [] }), 'latest-linux.yml is missing'],
    [
      'a binary that cannot be loaded',
      (of) => ({ ...of, unpacked: [] }),
      'node_modules/better-sqlite3/prebuilds/linux-x64.node is missing',
    ],
    [
      'a binary of another processor',
      (of) => ({ ...of, files: [...of.files, 'node_modules/better-sqlite3/prebuilds/linux-arm64.node'] }),
      'node_modules/better-sqlite3/prebuilds/linux-arm64.node does not run on what it is packed for',
    ],
    [
      'an installer of Linux without a desktop entry',
      (of) => ({ ...of, desktopEntries: of.desktopEntries.filter(({ installer }) => installer !== 'rpm') }),
      'the desktop entry of rpm is missing',
    ],
    [
      'a desktop entry that Electron does not know',
      (of) => withEntry(of, { name: 'lastmile-desktop.desktop' }),
      'AppImage: the desktop entry is lastmile-desktop.desktop, not io.github.lastmile.console.desktop',
    ],
    [
      'windows that belong to no desktop entry',
      (of) => withEntry(of, { text: textOf(of).replace(/^(StartupWMClass)=.*$/m, '$1=Lastmile') }),
      'AppImage: StartupWMClass=io.github.lastmile.console is missing',
    ],
    [
      'a start without a sandbox',
      (of) => withEntry(of, { text: textOf(of).replace('AppRun', 'AppRun --no-sandbox') }),
      'AppImage starts without a sandbox',
    ],
    [
      'a desktop that is not told of links',
      (of) => withEntry(of, { text: textOf(of).replace('x-scheme-handler/lastmile;', '') }),
      'AppImage: x-scheme-handler/lastmile is missing',
    ],
  ])('finds %s', (_what, broken, problem) => {
    expect(problems(broken(packed))).toEqual([problem])
  })

  it.each([
    ['statically', `import { app } from '../desktop.js'\n`],
    ['for what it does', `import '../desktop.js'\n`],
    ['by passing on', `export { app } from "../desktop.js"\n`],
    ['later', `export const later = () => import("../desktop.js")\n`],
  ])('finds a chunk that imports the start of the window %s: both would wait for ever', (_how, code) => {
    const found = listPackProblems(packed, (path) =>
      path === 'out/main/chunks/a.js' ? code : readFileSync(join(folder, path), 'utf8'),
    )
    expect(found).toEqual(['out/main/chunks/a.js imports out/main/desktop.js, which waits for it'])
  })
})

it('the real build is examined with every other test', () => {
  const stages = readFileSync(join(root, 'test/tools/test-all.ts'), 'utf8')
  expect(stages).toContain(`if (isBuilt) await check('package', ['node', 'test/tools/package.ts', '--check'])`)
})
