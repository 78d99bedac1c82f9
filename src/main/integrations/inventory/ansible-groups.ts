import type { FileProblem } from '../../../shared/errors/invalid-file'
import { checkHosts, portOf, problemAt, type FoundHost, type Inventory } from './inventory'

export type Variables = ReadonlyMap<string, string>
export type HostLine = { readonly name: string; readonly line: number; readonly variables: Variables }

/** One group of an inventory as its file says it. A host or child may be named in several places. */
export type Group = {
  readonly hosts: HostLine[]
  readonly children: Set<string>
  readonly variables: Map<string, string>
}
export type Groups = Map<string, Group>

/** The group of that name, made if it is new. */
export function groupOf(groups: Groups, name: string): Group {
  const group = groups.get(name) ?? { hosts: [], children: new Set(), variables: new Map() }
  groups.set(name, group)
  return group
}

/** Ansible's own groups; every host is in them, so they say nothing. */
const builtInGroups = new Set(['all', 'ungrouped'])
/** Variables that say where a host stands become labels. Any other could hold a password, so none is taken over. */
const placeNames = new Set(['zone', 'availability_zone', 'region', 'datacenter', 'dc', 'rack', 'row', 'role'])
const aliases: Readonly<Record<string, string>> = {
  ansible_host: 'address',
  ansible_ssh_host: 'address',
  ansible_port: 'port',
  ansible_ssh_port: 'port',
  ansible_user: 'user',
  ansible_ssh_user: 'user',
}

/**
 * The hosts of all groups. The variables of a host win over those of its groups, those of a group over those of the
 * groups it is a child of. Pure.
 * @throws AppError `inventory.invalid`
 */
export function hostsOfGroups(fileName: string, groups: Groups, problems: readonly FileProblem[]): Inventory {
  const parents = parentsOf(groups)
  const lines = new Map<string, { line: number; own: Map<string, string>; groups: Set<string> }>()
  for (const [group, { hosts }] of groups) {
    for (const { name, line, variables } of hosts) {
      const host = lines.get(name) ?? { line, own: new Map(), groups: new Set() }
      for (const [key, value] of variables) host.own.set(key, value)
      host.groups.add(group)
      lines.set(name, host)
    }
  }
  const ignored = new Map<string, number>()
  const noticed = [...problems]
  const found = [...lines].flatMap(([name, { line, own, groups: direct }]) => {
    const around = [...ancestorsOf(direct, parents)]
    const variables = new Map([
      ...(groups.get('all')?.variables ?? []),
      ...around.toReversed().flatMap((group) => (group === 'all' ? [] : [...(groups.get(group)?.variables ?? [])])),
      ...own,
    ])
    if (variables.get('ansible_connection') === 'local') {
      count(ignored, 'hosts with ansible_connection=local')
      return []
    }
    return [readHost(name, line, variables, around, ignored, noticed)]
  })
  const left = [...ignored].map(([what, times]) => `${what} (${times})`)
  return checkHosts(fileName, found, noticed, left)
}

function readHost(
  name: string,
  line: number,
  variables: Variables,
  groups: readonly string[],
  ignored: Map<string, number>,
  problems: FileProblem[],
): FoundHost {
  const host: Record<string, unknown> = { name }
  const labels: Record<string, string> = {}
  for (const [key, value] of variables) {
    const alias = aliases[key]
    if (alias === undefined && !placeNames.has(key)) count(ignored, `variable ${key}`)
    else if (value.includes('{{')) problems.push(problemAt(line, `${key} of "${name}" is a template; write its value`))
    else if (alias === undefined) labels[key] = value
    else host[alias] = alias === 'port' ? portOf(value) : value
  }
  const named = groups.filter((group) => !builtInGroups.has(group)).toSorted()
  if (named.length > 0) labels['groups'] = named.join(',')
  return { line, host: { ...host, labels, canary: named.includes('canary') } }
}

function parentsOf(groups: Groups): Map<string, string[]> {
  const parents = new Map<string, string[]>()
  for (const [name, { children }] of groups) {
    for (const child of children) parents.set(child, [...(parents.get(child) ?? []), name])
  }
  return parents
}

/** The groups and those they are children of, nearest first; a circle is walked once. */
function ancestorsOf(direct: ReadonlySet<string>, parents: ReadonlyMap<string, string[]>): Set<string> {
  const all = new Set(direct)
  // a set that grows while it is walked: parents come after their children
  for (const group of all) for (const parent of parents.get(group) ?? []) all.add(parent)
  return all
}

const count = (counts: Map<string, number>, what: string) => counts.set(what, (counts.get(what) ?? 0) + 1)
