import { gatesOf, type GateTemplate } from '../../shared/domain/gate'
import { asHostName, type HostName } from '../../shared/domain/ids'
import type { Plan } from '../../shared/domain/plan'
import type { RolloutSettings } from '../../shared/domain/rollout-settings'
import { resolveStrategy, type Strategy } from '../../shared/domain/strategy'
import { requireHosts, type Cluster } from './cluster'
import { isServing, planFor, type ClusterFacts } from './create-rollout'

/** What a rollout would be, before there is one. */
export type DraftPlan = {
  readonly plan: Plan
  readonly gates: readonly GateTemplate[]
  readonly strategy: Strategy
  /** Hosts that serve now, as far as is known. */
  readonly serving: number
  /** What the hosts run now, most hosts first. */
  readonly running: readonly { readonly version: string; readonly hosts: number }[]
  /** Milliseconds of the machine's share. */
  readonly expectedMs?: number | undefined
}

type Wanted = {
  readonly exclude: readonly string[]
  readonly expect: (settings: Pick<RolloutSettings, 'plan' | 'strategy'>) => number | undefined
}

/**
 * Plan a release of a cluster as `start` would. Hosts that are left out are planned for as well, since they stay in their
 * batches and are passed over there: the batches keep their sizes, less those hosts.
 * @throws AppError `plan.*`, `rollout.no-such-host`
 */
export function makePlan(cluster: Cluster, facts: ClusterFacts, { exclude, expect }: Wanted): DraftPlan {
  requireHosts(cluster, exclude)
  const { environment } = cluster
  const names = environment.hosts.map(({ name }) => asHostName(name))
  const serving = new Set(names.filter((name) => isServing(name, facts)))
  const whole = planFor(cluster, facts)
  const strategy = resolveStrategy(environment.strategy, environment.protected, names.length)
  const plan = withoutHosts(whole, new Set(exclude.map(asHostName)), serving)
  return {
    plan,
    gates: gatesOf(environment.gates, environment.protected, 'release', whole),
    strategy,
    serving: serving.size,
    running: countVersions(names.map((name) => facts.observations.get(name)?.version)),
    expectedMs: expect({ plan, strategy }),
  }
}

function withoutHosts(plan: Plan, excluded: ReadonlySet<HostName>, serving: ReadonlySet<HostName>): Plan {
  if (excluded.size === 0) return plan
  const batches = plan.batches.map((batch) => {
    const stays = batch.hosts.filter((host) => excluded.has(host) && serving.has(host)).length
    const hosts = batch.hosts.filter((host) => !excluded.has(host))
    return { ...batch, hosts, servingAfter: batch.servingAfter + stays }
  })
  return { ...plan, batches }
}

/** How many hosts run each version that is known; the most common one first, then by name. Pure. */
export function countVersions(versions: readonly (string | undefined)[]): { version: string; hosts: number }[] {
  const counts = Map.groupBy(
    versions.filter((version) => version !== undefined),
    (version) => version,
  )
  return [...counts]
    .map(([version, all]) => ({ version, hosts: all.length }))
    .toSorted((one, other) => other.hosts - one.hosts || one.version.localeCompare(other.version))
}
