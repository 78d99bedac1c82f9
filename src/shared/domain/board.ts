import { clusterKey, type ClusterName } from './cluster-name'
import type { RolloutResult } from './rollout-event'

/** The hosts of a cluster that run one version, counted; those whose version is not known are a group as well. */
export type HostCount = {
  readonly app: string
  readonly environment: string
  readonly version?: string | undefined
  readonly hosts: number
  readonly healthy: number
  readonly unhealthy: number
  /** Could not be read when they were looked at last. */
  readonly unreachable: number
  /** Nobody has looked at them yet. */
  readonly unknown: number
  readonly observedAtMs?: number | undefined
}

export type BoardCluster = ClusterName & { readonly isProtected: boolean }

export type BoardInput<Entry extends ClusterName> = {
  /** In promotion order within each app. */
  readonly clusters: readonly BoardCluster[]
  readonly counts: readonly HostCount[]
  /** Open undo debts. */
  readonly debts: readonly ClusterName[]
  readonly open: readonly (ClusterName & { readonly rollout: string })[]
  /** The last rollout of a cluster that is over. */
  readonly lastOf: (cluster: ClusterName) => Entry | undefined
  /** When the last rollout ended that succeeded with a version. */
  readonly sinceOf: (cluster: ClusterName, version: string) => number | undefined
}

/** One cell for each cluster: what most of its hosts run, how many differ, how they are, what is owed. Pure. */
export function projectBoard<Entry extends ClusterName & { readonly result?: RolloutResult | undefined }>(
  input: BoardInput<Entry>,
) {
  const counts = Map.groupBy(input.counts, clusterKey)
  const debts = Map.groupBy(input.debts, clusterKey)
  const open = new Map(input.open.map((entry) => [clusterKey(entry), entry.rollout]))
  return input.clusters.map((cluster) => {
    const groups = counts.get(clusterKey(cluster)) ?? []
    const versions = versionsOf(groups)
    const version = versions[0]?.version
    const seen = groups.flatMap(({ observedAtMs }) => observedAtMs ?? [])
    return {
      ...cluster,
      hosts: sumOf(groups, 'hosts'),
      version,
      sinceMs: version === undefined ? undefined : input.sinceOf(cluster, version),
      drift: versions.slice(1).reduce((sum, { hosts }) => sum + hosts, 0),
      versions,
      healthy: sumOf(groups, 'healthy'),
      unhealthy: sumOf(groups, 'unhealthy'),
      unreachable: sumOf(groups, 'unreachable'),
      unknown: sumOf(groups, 'unknown'),
      openDebts: debts.get(clusterKey(cluster))?.length ?? 0,
      observedAtMs: seen.length === 0 ? undefined : Math.min(...seen),
      openRollout: open.get(clusterKey(cluster)),
      lastRollout: input.lastOf(cluster),
    }
  })
}

/**
 * One promotion order out of those of several apps. Pure. A name that only some know goes where its neighbours put it; where
 * two apps contradict each other, the first one is right.
 */
export function mergeOrders(orders: readonly (readonly string[])[]): string[] {
  const merged: string[] = []
  for (const order of orders) {
    let next = 0
    for (const name of order) {
      const known = merged.indexOf(name)
      if (known < 0) merged.splice(next, 0, name)
      next = known < 0 ? next + 1 : Math.max(next, known + 1)
    }
  }
  return merged
}

type Count = 'hosts' | 'healthy' | 'unhealthy' | 'unreachable' | 'unknown'
const sumOf = (groups: readonly HostCount[], key: Count): number => groups.reduce((sum, each) => sum + each[key], 0)

/** The versions that are known, most hosts first, then by name. */
const versionsOf = (groups: readonly HostCount[]) =>
  groups
    .flatMap(({ version, hosts }) => (version === undefined ? [] : [{ version, hosts }]))
    .toSorted((one, other) => other.hosts - one.hosts || one.version.localeCompare(other.version))
