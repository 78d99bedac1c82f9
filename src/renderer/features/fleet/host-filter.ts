import type { WireHost } from '../../../shared/ipc/requests/inventory-requests'
import { conditionsOf, hostConditions, type HostCondition } from './host-condition'

export type HostFilter = {
  /** Words that must all be found; `zone:a` asks for a label, `zone:` for any value of it. */
  readonly text: string
  /** A host passes when one of them holds; none asks for nothing. */
  readonly conditions: readonly HostCondition[]
  readonly version: string | undefined
}

export const everything: HostFilter = { text: '', conditions: [], version: undefined }

export const isFiltering = ({ text, conditions, version }: HostFilter): boolean =>
  text.trim() !== '' || conditions.length > 0 || version !== undefined

/** The hosts that pass, in their order; the same array when nothing is asked for. Pure. */
export function filterHosts(hosts: readonly WireHost[], filter: HostFilter): readonly WireHost[] {
  if (!isFiltering(filter)) return hosts
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const { conditions, version } = filter
  return hosts.filter((host) => {
    if (version !== undefined && host.version !== version) return false
    if (conditions.length > 0 && !conditionsOf(host).some((condition) => conditions.includes(condition))) return false
    return words.every((word) => matches(host, word))
  })
}

function matches(host: WireHost, word: string): boolean {
  const colon = word.indexOf(':')
  if (colon > 0) {
    const [key, wanted] = [word.slice(0, colon), word.slice(colon + 1)]
    const label = Object.entries(host.labels).find(([name]) => name.toLowerCase() === key)
    if (label) return wanted === '' || label[1].toLowerCase() === wanted
  }
  // an IPv6 address has colons as well
  const texts = [host.name, host.address, host.version ?? '', ...Object.values(host.labels)]
  return texts.some((text) => text.toLowerCase().includes(word))
}

/** How many hosts are in each condition. Pure. */
export function countConditions(hosts: readonly WireHost[]): Readonly<Record<HostCondition, number>> {
  const counts = Object.fromEntries(hostConditions.map((condition) => [condition, 0])) as Record<HostCondition, number>
  for (const host of hosts) for (const condition of conditionsOf(host)) counts[condition] += 1
  return counts
}

/** The versions the hosts run, most hosts first. Pure. */
export function versionsOf(
  hosts: readonly WireHost[],
): readonly { readonly version: string; readonly hosts: number }[] {
  const known = hosts.flatMap(({ version }) => version ?? [])
  return [...Map.groupBy(known, (version) => version)]
    .map(([version, list]) => ({ version, hosts: list.length }))
    .toSorted((one, other) => other.hosts - one.hosts || one.version.localeCompare(other.version))
}
