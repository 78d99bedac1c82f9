import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import { parse } from 'yaml'
import type { Packed } from './pack-check.ts'

/** Never shipped: sources, tests, what tools leave behind. */
const strange = /(^|\/)(src|test|tests|__tests__|\.cache)\/|\.(ts|tsx|mts|cts|map|tsbuildinfo|spec\.js|test\.js)$/
/** Of packages, `src` may be what they run. */
const ofPackage = /^node_modules\//
const packageNoise =
  /\.(d\.ts|map|tsbuildinfo|c|cc|cpp|h|gypi?|spec\.js|test\.js)$|\/(test|tests|__tests__)\/|\/(tests?|bench)\.js$/
/** Given by Electron itself. */
const given: ReadonlySet<string> = new Set([
  'electron',
  ...builtinModules,
  ...builtinModules.map((name) => `node:${name}`),
])

const fusesOff = [
  'RunAsNode',
  'EnableNodeOptionsEnvironmentVariable',
  'EnableNodeCliInspectArguments',
  'GrantFileProtocolExtraPrivileges',
]
const fusesOn = ['EnableCookieEncryption', 'EnableEmbeddedAsarIntegrityValidation', 'OnlyLoadAppFromAsar']

/** What is wrong with what would be installed; empty when all is well. `readFile` gives the text of a file of it. */
export function listPackProblems(packed: Packed, readFile: (path: string) => string): string[] {
  return [
    ...missing(packed.files, ['package.json', 'out/main/desktop.js', 'out/main/lastmile.js', 'out/main/log-writer.js']),
    ...missing(packed.files, ['out/main/backup-worker.js', 'out/main/checkpoint-worker.js']),
    ...missing(packed.files, ['out/preload/preload.cjs', 'out/renderer/index.html']),
    ...missing(
      packed.files,
      // the templates are those of macOS, which is packed from the same list
      ['tray.png', 'badge.png', '256x256.png', 'trayTemplate.png', 'trayTemplate@2x.png'].map(
        (name) => `resources/icons/${name}`,
      ),
    ),
    ...packed.files.filter(isStrange).map((path) => `${path} is no part of the program`),
    ...packed.files
      .filter((path) => /^(out|resources)\//.test(path))
      .flatMap((path) => brokenLinks(path, packed.files, readFile)),
    ...packed.files
      .filter((path) => /^out\/main\/.*\.js$/.test(path))
      .flatMap((path) => importedEntries(path, readFile(path))),
    ...missing(packed.unpacked, ['node_modules/better-sqlite3/prebuilds/linux-x64.node']),
    ...packed.files
      .filter((path) => /^node_modules\/better-sqlite3\/prebuilds\/(?!linux-x64\.node$)/.test(path))
      .map((path) => `${path} does not run on what it is packed for`),
    ...fusesOff.filter((name) => packed.fuses[name] !== false).map((name) => `fuse ${name} is not off`),
    ...fusesOn.filter((name) => packed.fuses[name] !== true).map((name) => `fuse ${name} is not on`),
    ...launcherProblems(packed),
    ...updateProblems(packed),
    ...desktopProblems(packed, readFile('package.json')),
  ]
}

/** Electron tells the desktop by one name whose window, badge and progress it is; that of the entry has to be the same. */
function desktopProblems({ desktopEntries }: Packed, packageText: string): string[] {
  const { desktopName } = JSON.parse(packageText) as { readonly desktopName?: string }
  const installers = desktopEntries.map(({ installer }) => installer)
  const wanted = [`StartupWMClass=${desktopName?.replace(/\.desktop$/, '')}`]
  return [
    ...missing(installers, ['AppImage', 'deb', 'rpm']).map((problem) => `the desktop entry of ${problem}`),
    ...desktopEntries.flatMap(({ installer, name, text }) => [
      ...(name === desktopName ? [] : [`${installer}: the desktop entry is ${name}, not ${desktopName}`]),
      ...missing(text.split('\n'), wanted).map((problem) => `${installer}: ${problem}`),
      ...(/^Exec=.*--no-sandbox/m.test(text) ? [`${installer} starts without a sandbox`] : []),
      ...missing(mimeTypesOf(text), ['application/yaml', 'application/x-yaml', 'x-scheme-handler/lastmile']).map(
        (problem) => `${installer}: ${problem}`,
      ),
    ]),
  ]
}

const mimeTypesOf = (text: string): readonly string[] => /^MimeType=(.*)$/m.exec(text)?.[1]?.split(';') ?? []

function launcherProblems({ launchers }: Packed): string[] {
  const names = launchers.map(({ name }) => name)
  // Windows goes by the name
  const isShut = launchers.some(({ name, isExecutable }) => name === 'lastmile' && !isExecutable)
  return [
    ...missing(names, ['lastmile', 'lastmile.cmd']).map((problem) => `the launcher ${problem}`),
    ...(isShut ? ['the launcher lastmile is not executable'] : []),
  ]
}

/** Without these files an installed program finds a new version and cannot fetch it, or does not find it. */
function updateProblems({ updateConfig, updateInfo }: Packed): string[] {
  const noInfo = missing(updateInfo, ['latest-linux.yml'])
  if (updateConfig === undefined) return ['app-update.yml is missing', ...noInfo]
  const { provider, url, updaterCacheDirName } = parse(updateConfig) as Readonly<Record<string, unknown>>
  const isOff = typeof url === 'string' && URL.canParse(url) && new URL(url).hostname.endsWith('.invalid')
  return [
    ...(isOff ? [] : [`app-update.yml names ${String(url)}, which nobody asked for`]),
    ...(provider === 'generic' && typeof updaterCacheDirName === 'string'
      ? []
      : ['app-update.yml lacks what a download needs']),
    ...noInfo,
  ]
}

const missing = (there: readonly string[], wanted: readonly string[]): string[] =>
  wanted.filter((path) => !there.includes(path)).map((path) => `${path} is missing`)

const isStrange = (path: string): boolean => (ofPackage.test(path) ? packageNoise : strange).test(path)

/** What a built file loads and what is not there. */
function brokenLinks(path: string, files: readonly string[], readFile: (path: string) => string): string[] {
  if (!/\.(js|cjs|html)$/.test(path)) return []
  const there = new Set(files)
  const wanted = path.endsWith('.html') ? linksOf(readFile(path)) : importsOf(readFile(path))
  return wanted.flatMap((name) => {
    if (name.startsWith('.'))
      return there.has(posix.join(posix.dirname(path), name)) ? [] : [`${path} loads ${name}, which is missing`]
    // the page is one bundle; names in it are texts
    if (given.has(name) || path.startsWith('out/renderer/')) return []
    const [first = '', second = ''] = name.split('/')
    const owner = first.startsWith('@') ? `${first}/${second}` : first
    return there.has(`node_modules/${owner}/package.json`) ? [] : [`${path} loads ${name}, whose package is missing`]
  })
}

/**
 * Entries that a built file imports. An entry waits for what it imports at its end (`await import`), and what imports it waits
 * for the entry: neither would go on, and the program would start with no window and no word. A bundler makes such a file where
 * something that is shared stands in the source of an entry.
 */
const importedEntries = (path: string, code: string): string[] =>
  importsOf(code)
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.join(posix.dirname(path), name))
    .filter((entry) => posix.dirname(entry) === 'out/main')
    .map((entry) => `${path} imports ${entry}, which waits for it`)

const linksOf = (html: string): string[] =>
  [...html.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)].map(([, name = '']) => name)

/** As a bundler writes them: static imports at the beginning of a line, `import("…")`, `require("…")`. */
const importsOf = (code: string): string[] =>
  [
    ...code.matchAll(/^(?:import|export)\b[^;"']*?from\s*["']([^"']+)["']/gm),
    ...code.matchAll(/^import\s*["']([^"']+)["']/gm),
    ...code.matchAll(/\b(?:import|require)\(\s*["']([^"'\n]+)["']\s*\)/g),
  ].map(([, name = '']) => name)
