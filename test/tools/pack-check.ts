import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { Arch, build, Platform, Target, type AfterPackContext, type Configuration } from 'electron-builder'
import { parse } from 'yaml'
import { writeStubRuntime } from './stub-runtime.ts'

/** What would be installed. */
export type Packed = {
  /** In app.asar, with `/` and without one at the beginning; folders are left out. */
  readonly files: readonly string[]
  /** Beside it, where the system can load them. */
  readonly unpacked: readonly string[]
  /** Of the program: whether each one is on. */
  readonly fuses: Readonly<Record<string, boolean>>
  readonly launchers: readonly { readonly name: string; readonly isExecutable: boolean }[]
  /** The text of app-update.yml, which the updater reads before it downloads anything. */
  readonly updateConfig: string | undefined
  /** What is written beside an installer that can update itself, and would be the answer of a feed; the names. */
  readonly updateInfo: readonly string[]
  /** What each installer of Linux tells the desktop. */
  readonly desktopEntries: readonly DesktopEntry[]
}

/** `name` is that of its file; `installer`: `AppImage`, `deb` or `rpm`. */
export type DesktopEntry = { readonly installer: string; readonly name: string; readonly text: string }

/** The configuration of the installers. */
export const readBuilderConfig = (root: string): Configuration =>
  parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as Configuration

/**
 * Pack the program of `root` for Linux as the installers do, with a runtime that is none, and look at what is in it.
 * electron-builder validates its configuration first.
 */
export async function packWithoutRuntime(root: string): Promise<Packed> {
  const folder = mkdtempSync(join(tmpdir(), 'lastmile-pack-'))
  try {
    const version = electronVersion(root)
    const electronDist = join(folder, 'runtime')
    writeStubRuntime(electronDist, version)
    const output = join(folder, 'out')
    // over what electron-builder.yml says
    const config: Configuration = {
      electronDist,
      electronVersion: version,
      directories: { output },
      afterPack: (context) => tellOfInstaller(context, output),
    }
    const desktopEntries: DesktopEntry[] = []
    await build({
      projectDir: root,
      config,
      targets: Platform.LINUX.createTarget(['dir', 'AppImage', 'deb', 'rpm'], Arch.x64),
      publish: 'never',
      // each installer asks before it takes its tools, which would have to be fetched
      effectiveOptionComputed: (options: unknown) => {
        desktopEntries.push(desktopEntryOf(options))
        return Promise.resolve(true)
      },
    })
    const updateInfo = readdirSync(output).filter((name) => /^latest.*\.yml$/.test(name))
    return { ...(await lookAt(join(output, 'linux-unpacked'))), updateInfo, desktopEntries }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** An AppImage tells its entry, the others the arguments of their tool and the file of the entry. */
function desktopEntryOf(options: unknown): DesktopEntry {
  if (!Array.isArray(options)) {
    const { desktop, desktopFileName } = options as { readonly desktop: string; readonly desktopFileName: string }
    return { installer: 'AppImage', name: desktopFileName, text: desktop }
  }
  const [args, file] = options as [readonly string[], string]
  const installer = extname(args[args.indexOf('--package') + 1] ?? '').slice(1)
  const name = basename(args.find((arg) => arg.startsWith(`${file}=`)) ?? '')
  return { installer, name, text: readFileSync(file, 'utf8') }
}

/** An AppImage, as far as the rest of electron-builder knows. */
class StubTarget extends Target {
  readonly options = null
  readonly outDir: string
  constructor(outDir: string) {
    super('AppImage')
    this.outDir = outDir
  }
  override build(): Promise<void> {
    return Promise.resolve()
  }
}

/** Say that an installer was made, as its target does; to make a real one, tools would have to be fetched. */
async function tellOfInstaller({ packager, arch }: AfterPackContext, output: string): Promise<void> {
  const file = join(output, 'stub.AppImage')
  writeFileSync(file, 'no installer')
  const target = new StubTarget(output)
  await packager.info.emitArtifactBuildCompleted({ file, target, arch, packager, isWriteUpdateInfo: true })
}

async function lookAt(app: string): Promise<Omit<Packed, 'updateInfo' | 'desktopEntries'>> {
  const asar = join(app, 'resources/app.asar')
  const all = listPackage(asar, { isPack: false }).map((path) => path.replaceAll('\\', '/').replace(/^\//, ''))
  const folders = new Set(all.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))))
  const files = all.filter((path) => !folders.has(path))
  const wire = await getCurrentFuseWire(join(app, 'lastmile-desktop'))
  const named = Object.entries(FuseV1Options).filter((entry): entry is [string, FuseV1Options] => {
    return typeof entry[1] === 'number'
  })
  return {
    files,
    unpacked: files.filter((path) => existsSync(join(`${asar}.unpacked`, path))),
    fuses:
      wire.version === FuseVersion.V1
        ? Object.fromEntries(named.map(([name, at]) => [name, wire[at] === FuseState.ENABLE]))
        : {},
    launchers: ['lastmile', 'lastmile.cmd']
      .map((name) => ({ name, file: join(app, 'resources/bin', name) }))
      .filter(({ file }) => existsSync(file))
      .map(({ name, file }) => ({ name, isExecutable: (statSync(file).mode & 0o111) === 0o111 })),
    updateConfig: readIfThere(join(app, 'resources/app-update.yml')),
  }
}

const readIfThere = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined)

const electronVersion = (root: string): string => {
  const text = readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
