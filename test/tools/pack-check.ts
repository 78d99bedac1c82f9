import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { Arch, build, Platform, type Configuration } from 'electron-builder'
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
  readonly launchers: readonly string[]
}

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
    // over what electron-builder.yml says
    const config = { electronDist, electronVersion: version, directories: { output: join(folder, 'out') } }
    await build({ projectDir: root, config, targets: Platform.LINUX.createTarget('dir', Arch.x64), publish: 'never' })
    return await lookAt(join(folder, 'out/linux-unpacked'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function lookAt(app: string): Promise<Packed> {
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
    launchers: ['lastmile', 'lastmile.cmd'].filter((name) => existsSync(join(app, 'resources/bin', name))),
  }
}

const electronVersion = (root: string): string => {
  const text = readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
