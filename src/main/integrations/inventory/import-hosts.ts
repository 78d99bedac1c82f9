import type { AppSpec } from '../../../shared/domain/app-spec'
import type { Input } from '../../../shared/ipc/contract'
import { assertNever } from '../../../shared/util/assert-never'
import { parseAnsibleInventory } from './ansible'
import { parseCsvInventory } from './csv'
import type { Inventory } from './inventory'
import { parseSshConfigInventory } from './ssh-config'

/**
 * Add the hosts of a foreign inventory to an environment of an app, or change those it has by the same name. Pure: nothing
 * is stored.
 * @throws AppError `inventory.*` with lines
 */
export function importHosts(app: AppSpec, input: Input<'host:import'>): AppSpec {
  const { hosts } = parse(input)
  const found = new Map(hosts.map((host) => [host.name, host]))
  const environments = app.environments.map((environment) => {
    if (environment.name !== input.environment) return environment
    const known = new Set(environment.hosts.map(({ name }) => name))
    const kept = environment.hosts.map((host) => found.get(host.name) ?? host)
    return { ...environment, hosts: [...kept, ...hosts.filter(({ name }) => !known.has(name))] }
  })
  return { ...app, environments }
}

function parse({ format, text, fileName }: Input<'host:import'>): Inventory {
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
