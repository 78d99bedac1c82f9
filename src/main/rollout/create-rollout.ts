import type { AppSpec, EnvironmentSpec } from '../../shared/domain/app-spec'
import { lockSettingsOf } from '../../shared/domain/cluster-lock'
import { gatesOf } from '../../shared/domain/gate'
import { asHostName, type HostName, type RolloutId } from '../../shared/domain/ids'
import { planRollback, planRollout, type Plan, type PlanHost, type PlanWarning } from '../../shared/domain/plan'
import { resolveLifecycle } from '../../shared/domain/resolve-lifecycle'
import type { HostTarget, RolloutHost, RolloutSettings } from '../../shared/domain/rollout-settings'
import { mergeSecrets } from '../../shared/domain/secret-spec'
import { resolveStrategy } from '../../shared/domain/strategy'
import { AppError } from '../../shared/errors/app-error'
import type { DebtEntry } from '../ports/debts'
import type { HostObservation } from '../ports/inventory'
import type { Cluster } from './cluster'
import type { RollbackTargets } from '../../shared/domain/rollback-targets'

/** What is known of the hosts when a rollout is planned. */
export type ClusterFacts = {
  readonly observations: ReadonlyMap<HostName, HostObservation>
  readonly openDebts: readonly DebtEntry[]
}

/**
 * Plan a release for a cluster. Pure.
 * @throws AppError `plan.*`
 */
export function planFor(cluster: Cluster, facts: ClusterFacts): Plan {
  return planRollout(planInput(cluster, facts))
}

type Wanted = {
  readonly rollout: RolloutId
  readonly version: string
  readonly digest: string | undefined
  readonly startedBy: string
  readonly reason?: string | undefined
}

/**
 * The frozen settings of a release. Pure.
 * @throws AppError `plan.*`, `release.no-digest`, `release.no-package`
 */
export function settingsForRelease(cluster: Cluster, facts: ClusterFacts, wanted: Wanted): RolloutSettings {
  const { app, environment } = cluster
  const { version, digest } = wanted
  requireReleasable(cluster, version, digest)
  const plan = planFor(cluster, facts)
  const target: HostTarget = { version, ...(digest === undefined ? {} : { digest }) }
  return {
    ...common(app, environment, facts, wanted, () => target),
    type: 'release',
    gates: gatesOf(environment.gates, environment.protected, 'release', plan),
    plan,
  }
}

/**
 * Make sure that there is something to release, and that it is known which bytes where that must be known. Pure.
 * @throws AppError `release.no-digest`, `release.no-package`
 */
export function requireReleasable({ app, environment }: Cluster, version: string, digest: string | undefined): void {
  const lifecycle = resolveLifecycle(app, environment)
  if (!lifecycle.restart.configured && !lifecycle.fetch.configured) {
    throw new AppError('release.no-package', { details: { app: app.app } })
  }
  if (environment.protected && app.package && digest === undefined) {
    throw new AppError('release.no-digest', { details: { app: app.app, version, environment: environment.name } })
  }
}

/**
 * The frozen settings of a rollback: every touched host goes to what its own precheck found before. Pure.
 * @throws AppError `plan.*`, `rollout.nothing-to-roll-back`
 */
export function settingsForRollback(
  cluster: Cluster,
  facts: ClusterFacts,
  undone: RolloutSettings,
  { targets, without }: RollbackTargets,
  wanted: Omit<Wanted, 'version' | 'digest'>,
): RolloutSettings {
  if (targets.size === 0) {
    throw new AppError('rollout.nothing-to-roll-back', { details: { rollout: undone.rollout } })
  }
  const { app, environment } = cluster
  const capacity = planRollback({ ...planInput(cluster, facts), targets: [...targets.keys()] })
  const plan = { ...capacity, warnings: [...capacity.warnings, ...warnOfOthers(without)] }
  const versions = [...new Set([...targets.values()].map(({ version }) => version))]
  const {
    pauseMs: _pause,
    soakMs: _soak,
    ...strategy
  } = resolveStrategy(environment.strategy, environment.protected, environment.hosts.length)
  return {
    ...common(app, environment, facts, { ...wanted, version: versions.join(', ') }, (host) => {
      return targets.get(host) ?? { version: undone.version }
    }),
    type: 'rollback',
    rollsBack: undone.rollout,
    strategy: { ...strategy, pauseMs: 0, soakMs: 0 },
    gates: gatesOf(environment.gates, environment.protected, 'rollback', plan),
    plan,
  }
}

/** Hosts that stay as they are must not be taken for hosts that were put back. */
const warnOfOthers = (without: readonly HostName[]): PlanWarning[] =>
  without.length === 0
    ? []
    : [
        {
          code: 'no-target',
          message: `${without.join(', ')} ran nothing before, so there is nothing to put back: left as they are. Release a good version to them.`,
          details: { names: without, more: 0 },
        },
      ]

function planInput({ app, environment }: Cluster, facts: ClusterFacts) {
  const total = environment.hosts.length
  return {
    app: app.app,
    environment: environment.name,
    isProtected: environment.protected,
    strategy: resolveStrategy(environment.strategy, environment.protected, total),
    hosts: environment.hosts.map(({ name, labels, canary }): PlanHost => {
      const zone = labels['zone']
      return {
        name: asHostName(name),
        ...(zone === undefined ? {} : { zone }),
        isCanary: canary,
        isServing: isServing(asHostName(name), facts),
      }
    }),
  }
}

/**
 * A host serves unless something says that it does not: it could not be read, is unhealthy, or was left taken out. What the
 * traffic layer showed counts more than a debt, unless it was seen before the host was taken out. Pure.
 */
export function isServing(host: HostName, { observations, openDebts }: ClusterFacts): boolean {
  const seen = observations.get(host)
  if (seen?.problem !== undefined || seen?.isServing === false) return false
  if (seen?.isServing === undefined && seen?.isHealthy === false) return false
  const takenOut = openDebts.filter((debt) => debt.host === host && debt.kind === 'drain')
  return takenOut.every(({ recordedAtMs }) => seen?.isServing === true && seen.observedAtMs > recordedAtMs)
}

function common(
  app: AppSpec,
  environment: EnvironmentSpec,
  facts: ClusterFacts,
  wanted: Omit<Wanted, 'digest'>,
  targetOf: (host: HostName) => HostTarget,
) {
  const { rollout, version, startedBy, reason } = wanted
  const lock = lockSettingsOf(environment)
  const secrets = mergeSecrets(app, environment)
  return {
    rollout,
    app: app.app,
    version,
    environment: environment.name,
    isProtected: environment.protected,
    startedBy,
    ...(reason === undefined ? {} : { reason }),
    strategy: resolveStrategy(environment.strategy, environment.protected, environment.hosts.length),
    lifecycle: resolveLifecycle(app, environment),
    ...(app.package ? { package: app.package } : {}),
    ssh: environment.ssh,
    ...(secrets ? { secrets } : {}),
    ...(environment.traffic ? { traffic: environment.traffic } : {}),
    otherHosts: environment.otherHosts,
    ...(lock ? { lock } : {}),
    hosts: environment.hosts.map(({ name, address, port, user, labels, canary }): RolloutHost => {
      const host = asHostName(name)
      return {
        name: host,
        address: address ?? name,
        ...(port === undefined ? {} : { port }),
        ...(user === undefined ? {} : { user }),
        labels,
        isCanary: canary,
        isServing: isServing(host, facts),
        isMuted: facts.openDebts.some((debt) => debt.host === host && debt.kind === 'mute'),
        target: targetOf(host),
      }
    }),
  }
}
