import { expectedDurationMs, type Pace } from '../../shared/domain/expected-duration'
import type { RolloutSettings } from '../../shared/domain/rollout-settings'
import type { Handlers, Input, Output } from '../../shared/ipc/contract'
import type { Cluster } from '../rollout/cluster'
import type { ClusterFacts } from '../rollout/create-rollout'
import { requireSecrets } from '../rollout/require-secrets'
import type { SecretKeeper } from '../ports/secrets'
import { makePlan, type DraftPlan } from '../rollout/make-plan'
import type { DigestPorts } from '../rollout/release-digest'
import { findReleaseObjections } from '../rollout/release-objections'
import { getRolloutCluster, type ClusterPorts } from '../rollout/rollout-cluster'

export type PlanServices = ClusterPorts &
  DigestPorts & {
    readonly secrets: Pick<SecretKeeper, 'read'>
    readonly survey: (cluster: Cluster) => Promise<ClusterFacts>
    readonly remembered: (cluster: Cluster) => ClusterFacts
    readonly pace: (wanted: Pick<RolloutSettings, 'app' | 'environment' | 'type'>) => Promise<Pace>
  }

/** What a rollout would be, before there is one. */
export function planHandlers(services: PlanServices): Pick<Handlers, 'plan:make'> {
  return {
    'plan:make': async (input) => {
      const cluster = getRolloutCluster(services, input)
      await requireSecrets(services.secrets, cluster)
      const facts = input.live ? await services.survey(cluster) : services.remembered(cluster)
      const pace = await services.pace({ app: input.app, environment: input.environment, type: 'release' })
      const expect: Expect = (settings) => expectedDurationMs(settings, pace)
      const draft = makePlan(cluster, facts, { exclude: input.exclude ?? [], expect })
      const objections = input.checkRelease ? await findReleaseObjections(services, cluster, input) : []
      const { plan } = draft
      return toWire(input, { ...draft, plan: { ...plan, warnings: [...objections, ...plan.warnings] } })
    },
  }
}

type Expect = Parameters<typeof makePlan>[2]['expect']

function toWire(
  { app, version, environment }: Input<'plan:make'>,
  { plan, gates, strategy, serving, running, expectedMs }: DraftPlan,
): Output<'plan:make'> {
  return {
    app,
    version,
    environment,
    hosts: plan.hosts,
    floor: plan.floor,
    batches: plan.batches.map((batch) => ({ ...batch, hosts: [...batch.hosts] })),
    warnings: plan.warnings.map((warning) => ({ ...warning })),
    gates: gates.map(({ id, items, ...gate }) => ({ gate: id, ...gate, items: items.map((item) => ({ ...item })) })),
    strategy: { ...strategy },
    serving,
    expectedMs,
    running: running.map((count) => ({ ...count })),
  }
}
