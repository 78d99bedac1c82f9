import type { AppSpec } from '../shared/domain/app-spec'
import { assertNever } from '../shared/util/assert-never'
import type { Input } from '../shared/ipc/contract'
import { parseAnsibleInventory } from './integrations/inventory/ansible'
import { parseCsvInventory } from './integrations/inventory/csv'
import type { Inventory as FoundHosts } from './integrations/inventory/inventory'
import { parseSshConfigInventory } from './integrations/inventory/ssh-config'
import type { Inventory } from './ports'
import { getCluster } from './rollout/cluster'

/**
 * Add the hosts of a foreign inventory to an environment, or change those it has by the same name. Nothing is stored here.
 * @throws AppError `spec.*` with lines, `rollout.app-unknown`, `rollout.environment-unknown`
 */
export function importHosts(
  inventory: Inventory,
  input: Input<'host:import'>,
): { readonly before: AppSpec; readonly after: AppSpec } {
  const { app, environment } = getCluster(inventory, input.app, input.environment)
  const { hosts } = parse(input)
  const found = new Map(hosts.map((host) => [host.name, host]))
  const kept = environment.hosts.map((host) => found.get(host.name) ?? host)
  const known = new Set(environment.hosts.map(({ name }) => name))
  const merged = [...kept, ...hosts.filter(({ name }) => !known.has(name))]
  const environments = app.environments.map((each) => (each === environment ? { ...each, hosts: merged } : each))
  return { before: app, after: { ...app, environments } }
}

function parse({ format, text, fileName }: Input<'host:import'>): FoundHosts {
  switch (format) {
    case 'csv':
      return parseCsvInventory(text, fileName)
    case 'ansible':
      return parseAnsibleInventory(text, fileName)
    case 'ssh-config':
      return parseSshConfigInventory(text, fileName)
    default:
      return assertNever(format)
  }
}
