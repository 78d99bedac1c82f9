import { homedir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../shared/errors/app-error'
import type { Machine, SshOptions } from '../ports/machine'
import type { HostKeyPlace, HostKeyPolicy } from './known-hosts'
import type { SshConfigReader, SshConfigValues } from './ssh-config'
import { expandHome, expandTokens, expandVariables, localUser } from './tokens'

/** Everything that is needed to connect to one SSH server, with lastmile.yml, ssh_config and the defaults merged. */
export type Endpoint = {
  /** As the user knows it. */
  readonly label: string
  readonly host: string
  readonly port: number
  readonly user: string
  /** In the order in which they are tried; empty: the default files. */
  readonly identityFiles: readonly string[]
  readonly identitiesOnly: boolean
  readonly agentSocket: string | undefined
  /** True when `useAgent` was asked for, so that a missing agent is worth a message. */
  readonly requiresAgent: boolean
  readonly passwordEnv: string | undefined
  readonly proxyCommand: string | undefined
  /** Jump hosts in the order in which they are passed. */
  readonly jumps: readonly Endpoint[]
  readonly hostKeys: HostKeyPlace
  readonly keepAliveMs: number
  readonly keepAliveCount: number
  readonly connectTimeoutMs: number
}

type Wanted = {
  readonly label: string
  readonly address: string
  readonly port: number | undefined
  /** Wins over ssh_config. */
  readonly user: string | undefined
  /** Used when ssh_config names nobody. */
  readonly fallbackUser: string | undefined
  readonly ssh: SshOptions
}

const defaultPort = 22
/** OpenSSH would wait for the kernel (two minutes); a person who watches a batch should not. */
const defaultConnectTimeoutMs = 15_000
/** Three unanswered questions, 15 s apart: a dead host shows within a minute, a NAT entry stays alive. */
const defaultKeepAliveMs = 15_000
const defaultKeepAliveCount = 3
const maxJumps = 8

/** Merges the settings of a machine: lastmile.yml first, then ssh_config, then defaults. */
export class EndpointResolver {
  readonly #config: SshConfigReader
  readonly #env: NodeJS.ProcessEnv
  readonly #home: string

  constructor(config: SshConfigReader, env: NodeJS.ProcessEnv, home: string = homedir()) {
    this.#config = config
    this.#env = env
    this.#home = home
  }

  /** @throws AppError `ssh.config-unreadable`, `ssh.jump-loop` */
  resolve(machine: Machine): Promise<Endpoint> {
    const { name, address, ssh } = machine
    const user = machine.user ?? ssh.user
    return this.#resolve(
      { label: name, address, port: machine.port ?? ssh.port, user, fallbackUser: undefined, ssh },
      ssh.jump,
      [],
    )
  }

  async #resolve(wanted: Wanted, jump: string | undefined, path: readonly string[]): Promise<Endpoint> {
    const values = await this.#config.valuesFor(wanted.address, wanted.user, wanted.ssh.configFile)
    const user = wanted.user ?? one(values, 'user') ?? wanted.fallbackUser ?? localUser()
    const port = wanted.port ?? Number(one(values, 'port') ?? defaultPort)
    const alias = wanted.address
    const host = expandTokens(one(values, 'hostname') ?? alias, { host: alias, alias, port, user, home: this.#home })
    const tokens = { host, alias, port, user, home: this.#home }
    const fill = (text: string) => expandVariables(expandTokens(expandHome(text, this.#home), tokens), this.#env)
    const way = wayTo(values, jump)
    const jumps = await this.#resolveJumps(wanted, way.jump, [...path, alias])
    return {
      label: wanted.label,
      host,
      port,
      user,
      ...identitySettings(wanted.ssh, values, fill, this.#env),
      proxyCommand: way.command,
      jumps,
      hostKeys: hostKeyPlace(wanted, values, host, port, fill),
      ...timing(wanted.ssh, values),
    }
  }

  /** Each hop is reached through the ones before it; only the first may bring a ProxyJump of its own from ssh_config. */
  async #resolveJumps(wanted: Wanted, jump: string | undefined, path: readonly string[]): Promise<Endpoint[]> {
    if (jump === undefined || jump.toLowerCase() === 'none') return []
    const specs = jump.split(',').map((text) => text.trim())
    if (path.length + specs.length > maxJumps) {
      const details = {
        host: wanted.label,
        limit: maxJumps,
        chain: [...path, ...specs].join(' → '),
        file: '~/.ssh/config',
      }
      throw new AppError('ssh.jump-loop', { details })
    }
    const hops: Endpoint[] = []
    for (const [i, spec] of specs.entries()) {
      const hop = await this.#resolve(hopOf(spec, wanted), i === 0 ? undefined : 'none', path)
      hops.push(...hop.jumps, hop)
    }
    // the hops are one chain; what a first hop needed itself is part of it
    return hops.map((hop) => ({ ...hop, jumps: [] }))
  }
}

/** `[ssh://][user@]host[:port]`, an IPv6 address in brackets. A hop uses the same identities and policy as the host behind it. */
function hopOf(spec: string, wanted: Wanted): Wanted {
  const [, user, bracketed, bare, port] =
    /^(?:ssh:\/\/)?(?:(.+)@)?(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(spec) ?? []
  const address = bracketed ?? bare ?? spec
  return {
    label: address,
    address,
    port: port === undefined ? undefined : Number(port),
    user,
    fallbackUser: wanted.ssh.user ?? wanted.fallbackUser,
    ssh: wanted.ssh,
  }
}

/** ProxyJump and ProxyCommand exclude each other: the one that is named first holds. lastmile.yml wins over both. */
function wayTo(values: SshConfigValues, jump: string | undefined): { jump?: string | undefined; command?: string } {
  if (jump !== undefined) return { jump }
  const first = Object.keys(values).find((key) => key === 'proxyjump' || key === 'proxycommand')
  if (first === 'proxyjump') return { jump: one(values, 'proxyjump') }
  const command = one(values, 'proxycommand')
  return command === undefined || command.toLowerCase() === 'none' ? {} : { command }
}

function identitySettings(
  ssh: SshOptions,
  values: SshConfigValues,
  fill: (text: string) => string,
  env: NodeJS.ProcessEnv,
) {
  const socket = one(values, 'identityagent')
  const named = socket === undefined || socket === 'SSH_AUTH_SOCK' ? env['SSH_AUTH_SOCK'] : fill(socket)
  const usable = named && named.toLowerCase() !== 'none' ? named : undefined
  return {
    identityFiles: [...(ssh.identityFiles ?? []), ...many(values, 'identityfile')]
      .filter((file) => file.toLowerCase() !== 'none')
      .map(fill),
    identitiesOnly: one(values, 'identitiesonly')?.toLowerCase() === 'yes',
    agentSocket: ssh.useAgent === false ? undefined : usable,
    requiresAgent: ssh.useAgent === true,
    passwordEnv: ssh.passwordEnv,
  }
}

function hostKeyPlace(
  wanted: Wanted,
  values: SshConfigValues,
  host: string,
  port: number,
  fill: (text: string) => string,
): HostKeyPlace {
  const alias = one(values, 'hostkeyalias')
  const configured = many(values, 'userknownhostsfile')
  const users = configured.length > 0 ? configured : ['~/.ssh/known_hosts', '~/.ssh/known_hosts2']
  const given = wanted.ssh.knownHostsFile === undefined ? users : [wanted.ssh.knownHostsFile]
  return {
    label: wanted.label,
    host: alias ?? host,
    port: alias === undefined ? port : defaultPort,
    files: [...given.filter((file) => file !== 'none').map(fill), join('/etc/ssh', 'ssh_known_hosts')],
    policy: wanted.ssh.hostKeys ?? policyOf(one(values, 'stricthostkeychecking')),
  }
}

/** `no` would accept changed keys too; that is never done here. */
function policyOf(value: string | undefined): HostKeyPolicy {
  const word = value?.toLowerCase()
  if (word === 'yes') return 'strict'
  return word === 'no' || word === 'off' || word === 'accept-new' ? 'accept-new' : 'ask'
}

function timing(ssh: SshOptions, values: SshConfigValues) {
  const alive = Number(one(values, 'serveraliveinterval'))
  const count = Number(one(values, 'serveralivecountmax'))
  const timeout = Number(one(values, 'connecttimeout'))
  return {
    keepAliveMs: Number.isFinite(alive) ? alive * 1_000 : defaultKeepAliveMs,
    keepAliveCount: Number.isFinite(count) && count > 0 ? count : defaultKeepAliveCount,
    connectTimeoutMs: ssh.connectTimeoutMs ?? (timeout > 0 ? timeout * 1_000 : defaultConnectTimeoutMs),
  }
}

function one(values: SshConfigValues, key: string): string | undefined {
  const value = values[key]
  return typeof value === 'string' || value === undefined ? value : value.join(' ')
}

function many(values: SshConfigValues, key: string): readonly string[] {
  const value = values[key] ?? []
  return typeof value === 'string' ? [value] : value
}
