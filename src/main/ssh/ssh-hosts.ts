import { homedir } from 'node:os'
import { join } from 'node:path'
import { invariant } from '../../shared/util/invariant'
import type { LoginKeychain } from '../ports/login-keychain'
import type { Machine, Target } from '../ports/machine'
import type { TroubleBook } from '../ports/troubles'
import type { ShellHosts } from '../shell/shell-channel'
import type { HostTerminal, HostTerminals, TerminalSize } from '../terminal-ports'
import { ConnectionPool } from './connection-pool'
import { Connector } from './connector'
import { EndpointResolver } from './endpoint'
import { Identities } from './identities'
import { JumpHosts } from './jump'
import { KeptLogins } from './kept-logins'
import { KnownHosts } from './known-hosts'
import { Link } from './link'
import type { Prompter } from './prompter'
import { Slots } from './slots'
import { Turns } from '../turns/turns'
import { SshConfigReader } from './ssh-config'
import { SshHost } from './ssh-host'

export type SshHostsOptions = {
  /** The data folder: new host keys go to its `known_hosts`. */
  readonly dataDir: string
  /** In which the bytes of all connections are taken; those of the console, or its own. */
  readonly turns?: Turns
  /** Nobody to ask: first keys are refused (policy `ask` acts like `strict`), encrypted keys need an agent. */
  readonly prompter?: Prompter | undefined
  /** Where a person can have passphrases and passwords kept; left out, they are in memory only. */
  readonly loginKeychain?: LoginKeychain | undefined
  /** Hears why that keychain did not do what was asked of it. */
  readonly troubles?: TroubleBook | undefined
  /** Open connections at a time, jump hosts and those that go first not counted; more hosts are served in turn. Default 100. */
  readonly maxConnections?: number
  /** Handshakes at a time, jump hosts and those that go first not counted. Default 25. */
  readonly maxHandshakes?: number
  /** For SSH_AUTH_SOCK and `passwordEnv`. Default: the environment of this process. */
  readonly env?: NodeJS.ProcessEnv
  /** Where ~/.ssh is. Default: the home of this account. */
  readonly home?: string
}

/** A workstation's file handles and a firewall's table carry this easily; 1,000 hosts go through it in turn. */
const defaultMaxConnections = 100
/** sshd's MaxStartups (10:30:100) turns away at random beyond 10 for one server; most handshakes go to different ones. */
const defaultMaxHandshakes = 25

/** All machines reached over SSH: one connection each, made when needed, under common caps. */
export class SshHosts implements ShellHosts, HostTerminals {
  readonly #resolver: EndpointResolver
  /** Who this console can be, and the secrets it was given for that. */
  readonly identities: Identities
  readonly #jumps: JumpHosts
  readonly #pool: ConnectionPool
  readonly #hosts = new Map<string, SshHost>()

  constructor(options: SshHostsOptions) {
    const { dataDir, turns = new Turns(), prompter, env = process.env, home = homedir() } = options
    const knownHosts = new KnownHosts(join(dataDir, 'known_hosts'), prompter)
    const handshakes = new Slots(options.maxHandshakes ?? defaultMaxHandshakes)
    this.#resolver = new EndpointResolver(new SshConfigReader(home), env, home)
    const kept = new KeptLogins(options.loginKeychain, options.troubles)
    this.identities = new Identities(env, { prompter, kept, home })
    this.#jumps = new JumpHosts(new Connector(knownHosts, this.identities, handshakes), home, turns)
    this.#pool = new ConnectionPool(options.maxConnections ?? defaultMaxConnections)
  }

  /** True while somebody waits for a connection because all are in use. */
  get isUnderPressure(): boolean {
    return this.#pool.isUnderPressure
  }

  /**
   * Called whenever somebody has to wait for a connection because all are in use. Whoever keeps shells open only for later
   * must close them then (and as long as `isUnderPressure`), or more hosts than `maxConnections` are never reached.
   */
  onPressure(listener: () => void): void {
    this.#pool.onPressure(listener)
  }

  /** The host of a machine; the same one for the same machine and settings. Only for `ssh` targets. */
  get(target: Target): SshHost {
    invariant(target.kind === 'ssh', 'SshHosts.get is for ssh targets')
    const id = JSON.stringify(target)
    let host = this.#hosts.get(id)
    if (!host) {
      host = new SshHost(new Link(target.name, (signal) => this.#connect(target, signal)))
      this.#hosts.set(id, host)
    }
    return host
  }

  /** @throws AppError `ssh.*`; rejects with the signal's reason when aborted */
  openTerminal(machine: Machine, size: TerminalSize, signal: AbortSignal): Promise<HostTerminal> {
    return this.get(machine).openTerminal(size, signal)
  }

  /** Close every connection; detached steps go on running on their hosts. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#hosts.values()].map((host) => host.dispose()))
    await this.#jumps.dispose()
  }

  async #connect(machine: Machine, signal: AbortSignal) {
    const endpoint = await this.#resolver.resolve(machine)
    if (machine.goesFirst) return this.#jumps.connect(endpoint, signal, 'first')
    return this.#pool.connect(() => this.#jumps.connect(endpoint, signal), signal)
  }
}
