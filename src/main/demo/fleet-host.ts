import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import errorRateCommand from './host-bin/error-rate.sh?raw'
import sharedCommands from './host-bin/fleet.sh?raw'
import monitorCommand from './host-bin/monitor.sh?raw'
import readyCommand from './host-bin/ready.sh?raw'
import trafficCommand from './host-bin/traffic.sh?raw'
import { faultDirOf } from './faults'
import { markOf } from './janitor'
import { writeRelease } from './packages'

/** One machine of the fleet. Ports are of 127.0.0.1. */
export type FleetMachine = { readonly name: string; readonly sshPort: number; readonly home: string }
/** A machine that the app runs on. */
export type FleetHost = FleetMachine & {
  readonly zone: string
  readonly isCanary: boolean
  readonly httpPort: number
}
/** What the app needs to know of its host. */
export type HostPlace = Pick<FleetHost, 'name' | 'home' | 'httpPort'>

/** Whom one logs in as. Any name would do: the key decides. */
export const fleetUser = 'deploy'

const commands = {
  'error-rate': errorRateCommand,
  'fleet.sh': sharedCommands,
  monitor: monitorCommand,
  ready: readyCommand,
  traffic: trafficCommand,
} as const

/** Where the app lives on a host. */
export const appRootOf = (host: Pick<FleetHost, 'home'>) => join(host.home, 'srv/shop')

/** The environment of everything that runs on a host: no more than a login would have, and the fleet's mark. */
export function environmentOf(fleetDir: string, home: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    HOME: home,
    USER: fleetUser,
    LOGNAME: fleetUser,
    SHELL: '/bin/sh',
    LANG: 'C',
    TMPDIR: process.env['TMPDIR'] ?? '/tmp',
    ...markOf(fleetDir),
  }
}

/** Make the home directory of a machine, with the commands in `~/bin` that the steps call. */
export async function installHome(fleetDir: string, home: string): Promise<void> {
  const bin = join(home, 'bin')
  await mkdir(bin, { recursive: true })
  await Promise.all(
    Object.entries(commands).map(async ([name, text]) => {
      await writeFile(join(bin, name), text)
      await chmod(join(bin, name), 0o755)
    }),
  )
  await writeFile(join(bin, 'fleet.env'), `FLEET_DIR=${quoteForSh(fleetDir)}\n`)
}

/** Install a version of the app, with `current` pointing at it, ready to be started. */
export async function installApp(
  fleetDir: string,
  host: HostPlace,
  version: string,
  lifelinePort: number,
): Promise<void> {
  const root = appRootOf(host)
  await mkdir(join(root, 'shared'), { recursive: true })
  await writeRelease(join(root, 'releases', version), version)
  await symlink(join('releases', version), join(root, 'current'))
  await writeFile(join(root, 'shared/service.env'), serviceSettings(fleetDir, host, lifelinePort))
}

function serviceSettings(fleetDir: string, host: HostPlace, lifelinePort: number): string {
  const settings = {
    // Electron is no Node, so the desktop door names another one
    NODE: process.env['LASTMILE_NODE'] ?? process.execPath,
    HOST_NAME: host.name,
    PORT: `${host.httpPort}`,
    LIFELINE_PORT: `${lifelinePort}`,
    FAULT_DIR: faultDirOf(fleetDir),
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${quoteForSh(value)}\n`)
    .join('')
}

/** The directory is chosen by a person and may contain anything. */
const quoteForSh = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
