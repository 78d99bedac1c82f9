import { mkdir, readdir, realpath } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../shared/errors/app-error'
import { forEachBounded } from './bounded'
import { CloserStack } from './closer-stack'
import { findFault, writeFaults, type Fault } from './faults'
import { environmentOf, installApp, installHome, type FleetHost, type FleetMachine } from './fleet-host'
import { writeFleetKeys, writeKnownHosts, type FleetKeys } from './fleet-keys'
import { planRoster, resolveFaultHosts, type RosterEntry } from './fleet-roster'
import { findFreePorts } from './free-ports'
import { startJanitor } from './janitor'
import { openLifeline, type Lifeline } from './lifeline'
import { openMonitor, type Monitor } from './monitor'
import { buildPackage } from './packages'
import { askVersion, startService } from './service-control'
import { openSshServer } from './ssh-server'
import { openTrafficSwitch, type TrafficSwitch } from './traffic-switch'

/** What runs everywhere when the fleet has started. */
export const installedVersion = '1.0.0'
/** What is there to be released. */
export const newVersion = '1.1.0'

export type FleetOptions = {
  /** Created, and removed at the end with everything in it. It must be empty or not exist. */
  readonly dir: string
  readonly hosts?: number
  readonly zones?: number
  /** Steps that fail on a host when the new version is released. */
  readonly fail?: readonly Fault[]
  /** When it is aborted on the way, what was started is ended again. */
  readonly signal?: AbortSignal
  /** Called for each host whose service runs. */
  readonly onHostStarted?: (() => void) | undefined
}

/** A running fleet. It ends with this process at the latest, however that ends. */
export type Fleet = {
  readonly dir: string
  readonly hosts: readonly FleetHost[]
  /** The machine of the traffic switch, for commands with `via`. */
  readonly balancer: FleetMachine
  readonly identityFile: string
  readonly knownHostsFile: string
  /** Has `shop-<version>.tar.gz` and its `.sha256` for both versions. */
  readonly packageDir: string
  readonly traffic: TrafficSwitch
  readonly monitor: Monitor
  /** Ask every service itself which version it is; undefined for one that does not answer. */
  askVersions(): Promise<Map<string, string | undefined>>
  /** How many services are alive. */
  runningServices(): number
  /** End every process and server and remove the directory. May be called again. */
  stop(): Promise<void>
}

/**
 * Start the embedded fleet: SSH hosts with the installed version running, the traffic switch with all of them in, the
 * monitor, and the packages. When something fails on the way, what was started is ended again.
 *
 * @throws AppError `demo.*`
 */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const roster = planRoster(options.hosts ?? 12, options.zones ?? 3)
  const faults = resolveFaultHosts(roster, options.fail ?? [])
  const dir = await claimDirectory(options.dir)
  const closers = new CloserStack()
  closers.push(startJanitor(dir))
  try {
    await writeFaults(dir, faults, newVersion)
    return await openFleet(dir, roster, closers, options)
  } catch (error) {
    await closers.close()
    throw error
  }
}

async function openFleet(
  dir: string,
  roster: readonly RosterEntry[],
  closers: CloserStack,
  options: FleetOptions,
): Promise<Fleet> {
  const packageDir = join(dir, 'packages')
  await Promise.all([installedVersion, newVersion].map((version) => buildPackage(packageDir, version)))
  const lifeline = await openLifeline()
  closers.push(lifeline)
  const keys = await writeFleetKeys(dir)
  const balancer = await openMachine(dir, 'lb-01', keys, closers)
  const hosts = await openHosts(dir, roster, keys, closers)
  const machines = [...hosts, balancer]
  const knownHostsFile = await writeKnownHosts(
    dir,
    keys,
    machines.map(({ sshPort }) => sshPort),
  )
  await startApps(dir, hosts, lifeline, options)
  const monitor = await openMonitor(
    dir,
    hosts.map(({ name }) => name),
  )
  closers.push(monitor)
  const traffic = await openTrafficSwitch(dir, hosts)
  closers.push(traffic)
  return {
    dir,
    hosts,
    balancer,
    identityFile: keys.identityFile,
    knownHostsFile,
    packageDir,
    traffic,
    monitor,
    askVersions: async () =>
      new Map(await Promise.all(hosts.map(async (host) => [host.name, await askVersion(host)] as const))),
    runningServices: () => lifeline.count(),
    stop: () => closers.close(),
  }
}

/** Make the directory; resolves to its path without symbolic links (on macOS every temporary directory has one). */
async function claimDirectory(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  if ((await readdir(dir)).length > 0) throw new AppError('demo.directory-in-use', { details: { dir } })
  return realpath(dir)
}

async function openHosts(
  dir: string,
  roster: readonly RosterEntry[],
  keys: FleetKeys,
  closers: CloserStack,
): Promise<FleetHost[]> {
  const httpPorts = await findFreePorts(roster.length)
  return Promise.all(
    roster.map(async (entry, index) => ({
      ...(await openMachine(dir, entry.name, keys, closers)),
      ...entry,
      httpPort: httpPorts[index] ?? 0,
    })),
  )
}

async function openMachine(dir: string, name: string, keys: FleetKeys, closers: CloserStack): Promise<FleetMachine> {
  const home = join(dir, 'hosts', name)
  await installHome(dir, home)
  const server = await openSshServer({
    home,
    env: environmentOf(dir, home),
    hostPrivateKey: keys.hostPrivateKey,
    userPublicKey: keys.userPublicKey,
    refuseWrite: (path) => refusalOf(dir, name, path),
  })
  closers.push(server)
  return { name, sshPort: server.port, home }
}

/** `--fail HOST:fetch`: the disk is too full for the package of that version, and for nothing else. */
function refusalOf(dir: string, host: string, path: string): string | undefined {
  const version = findFault(dir, { host, step: 'fetch' })
  return version !== undefined && path.includes(version) ? 'No space left on device' : undefined
}

async function startApps(
  dir: string,
  hosts: readonly FleetHost[],
  lifeline: Lifeline,
  { signal, onHostStarted }: FleetOptions,
): Promise<void> {
  // starting a Node is nearly all computing: more at once than there are cores gains little
  await forEachBounded(hosts, availableParallelism() + 2, async (host) => {
    signal?.throwIfAborted()
    await installApp(dir, host, installedVersion, lifeline.port)
    await startService(dir, host)
    onHostStarted?.()
  })
}
