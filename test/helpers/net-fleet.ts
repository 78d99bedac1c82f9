import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NetHost, type NetHostOptions } from './net-host'
import { NetNamespace, NetSwitch, netFolderPrefix, sweepNamespaces } from './net-namespace'
import { makeKey } from './ssh-fixture'

export type NetFleetOptions = {
  readonly names: readonly string[]
  /** The hosts are reached through a host named `bastion` only. */
  readonly hasBastion?: boolean | undefined
  /** What is special about single hosts, the bastion included. */
  readonly host?: ((name: string) => Partial<NetHostOptions>) | undefined
}

/** Address numbers on the switch; 1 is this machine. */
const bastionNumber = 2
const firstHostNumber = 10

/**
 * Hosts that are namespaces of their own, behind a switch or behind a bastion. They run from `powerOn` to `stop`; what a
 * process that was killed left behind is removed when the next fleet opens.
 */
export class NetFleet {
  readonly dir: string
  readonly hosts: readonly NetHost[]
  readonly bastion: NetHost | undefined
  readonly #switches: readonly NetSwitch[]

  constructor(options: NetFleetOptions) {
    sweepNamespaces()
    this.dir = mkdtempSync(netFolderPrefix)
    makeKey(join(this.dir, 'id_ed25519'), 'ed25519')
    const front = new NetSwitch({ isReachable: true })
    const back = options.hasBastion ? new NetSwitch({ isReachable: false }) : undefined
    this.#switches = back ? [front, back] : [front]
    if (back) this.bastion = this.#addHost('bastion', bastionNumber, [front, back], options)
    this.hosts = options.names.map((name, index) =>
      this.#addHost(name, firstHostNumber + index, [back ?? front], options),
    )
    this.writeKnownHosts()
  }

  async powerOn(): Promise<void> {
    await Promise.all([...this.hosts, ...(this.bastion ? [this.bastion] : [])].map((host) => host.powerOn()))
  }

  host(name: string): NetHost {
    const found = this.hosts.find((host) => host.name === name)
    if (!found) throw new Error(`there is no host ${name}`)
    return found
  }

  /** The `ssh:` of lastmile.yml with which the hosts are reached. */
  get ssh(): Readonly<Record<string, string | number>> {
    return {
      user: 'root',
      port: 22,
      identityFile: join(this.dir, 'id_ed25519'),
      knownHosts: join(this.dir, 'known_hosts'),
      hostKeys: 'strict',
      ...(this.bastion ? { jump: `root@${this.bastion.address}:22` } : {}),
    }
  }

  /** Write down the host keys that the hosts have now. */
  writeKnownHosts(): void {
    const all = [...this.hosts, ...(this.bastion ? [this.bastion] : [])]
    const lines = all.map(({ address, daemon }) => `${address} ${daemon.hostKey}\n`)
    writeFileSync(join(this.dir, 'known_hosts'), lines.join(''))
  }

  #addHost(name: string, number: number, plugs: readonly NetSwitch[], { host }: NetFleetOptions): NetHost {
    const namespace = new NetNamespace(name)
    const [address = ''] = plugs.map((plug) => plug.plug(namespace, number))
    const place = { name, dir: join(this.dir, name), namespace, address }
    mkdirSync(place.dir)
    const authorizedKey = readFileSync(join(this.dir, 'id_ed25519.pub'), 'utf8')
    return new NetHost(place, { authorizedKey, ...host?.(name) })
  }

  async stop(): Promise<void> {
    for (const host of [...this.hosts, ...(this.bastion ? [this.bastion] : [])]) await host.stop()
    for (const net of this.#switches) net.remove()
    rmSync(this.dir, { recursive: true, force: true })
  }
}
