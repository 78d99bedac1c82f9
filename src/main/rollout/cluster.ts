import type { AppSpec, EnvironmentSpec, HostSpec } from '../../shared/domain/app-spec'
import { asHostName, type HostName } from '../../shared/domain/ids'
import { AppError } from '../../shared/errors/app-error'
import type { Inventory } from '../ports/inventory'
import type { Machine, SshOptions } from '../ports/machine'

/** The hosts of one app in one environment, with all that is configured for them. */
export type Cluster = { readonly app: AppSpec; readonly environment: EnvironmentSpec }

/** @throws AppError `rollout.app-unknown` */
export function getApp(inventory: Inventory, app: string): AppSpec {
  const found = inventory.findApp(app)
  if (found) return found
  const known = inventory.listApps().map((each) => each.app)
  throw new AppError('rollout.app-unknown', { details: { app, known: known.join(', ') || 'none' } })
}

/** @throws AppError `rollout.app-unknown`, `rollout.environment-unknown` */
export function getCluster(inventory: Inventory, app: string, environment: string): Cluster {
  const spec = getApp(inventory, app)
  const found = spec.environments.find(({ name }) => name === environment)
  if (!found) {
    const known = spec.environments.map(({ name }) => name).join(', ') || 'none'
    throw new AppError('rollout.environment-unknown', { details: { app, environment, known } })
  }
  return { app: spec, environment: found }
}

/** How the hosts of an environment are reached, for the SSH adapter. Pure. */
export function sshOptionsOf(ssh: EnvironmentSpec['ssh']): SshOptions {
  const { identityFile, config, knownHosts, agent, connectTimeout, ...same } = ssh
  return {
    ...same,
    identityFiles: identityFile === undefined ? undefined : [identityFile].flat(),
    configFile: config,
    knownHostsFile: knownHosts,
    useAgent: agent,
    connectTimeoutMs: connectTimeout,
  }
}

type Reachable = {
  readonly name: string
  readonly address?: string | undefined
  readonly port?: number | undefined
  readonly user?: string | undefined
}

/** A host as a target of commands. Without an address its name is one, as with ssh. Pure. */
export function machineOf(host: Reachable, ssh: EnvironmentSpec['ssh']): Machine {
  const { name, address, port, user } = host
  return { kind: 'ssh', name, address: address ?? name, port, user, ssh: sshOptionsOf(ssh) }
}

/**
 * A host of the cluster, or another one that steps run on with `via`; a name that is neither is left to ssh. What it does there
 * never waits behind what hosts do. Pure.
 */
export function viaMachine(
  name: string,
  hosts: readonly Reachable[],
  others: readonly HostSpec[],
  ssh: EnvironmentSpec['ssh'],
): Machine {
  const machine = machineOf([...others, ...hosts].find((host) => host.name === name) ?? { name }, ssh)
  return { ...machine, goesFirst: true }
}

/** The names of a cluster's hosts, in their order. Pure. */
export const hostNamesOf = ({ environment }: Cluster): HostName[] =>
  environment.hosts.map(({ name }) => asHostName(name))

/** Make sure that all names are hosts of the cluster. @throws AppError `rollout.no-such-host` for the first name that is no host of the cluster */
export function requireHosts(cluster: Cluster, names: readonly string[]): void {
  const known: readonly string[] = hostNamesOf(cluster)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown === undefined) return
  const { app, environment } = cluster
  throw new AppError('rollout.no-such-host', {
    details: { app: app.app, environment: environment.name, host: unknown, known: known.slice(0, 20).join(', ') },
  })
}
