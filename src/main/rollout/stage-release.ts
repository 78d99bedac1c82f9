import { asHostName, type RolloutId } from '../../shared/domain/ids'
import type { StepName } from '../../shared/domain/lifecycle'
import type { RolloutSettings } from '../../shared/domain/rollout-settings'
import { AppError } from '../../shared/errors/app-error'
import type { Inventory } from '../ports/inventory'
import type { ReleaseBook } from '../ports/releases'
import type { RolloutBook } from '../ports/rollouts'
import type { SecretKeeper } from '../ports/secrets'
import { getCluster, type Cluster } from './cluster'
import { settingsForRelease, type ClusterFacts } from './create-rollout'
import { requireSecrets } from './require-secrets'
import { StepRunner, type StepPorts } from './step-runner'

type StagePorts = StepPorts & {
  readonly inventory: Inventory
  readonly releases: ReleaseBook
  readonly book: RolloutBook
  readonly secrets: Pick<SecretKeeper, 'read'>
  readonly newId: () => RolloutId
  readonly survey: (cluster: Cluster) => Promise<ClusterFacts>
  readonly digestOf: (cluster: Cluster, version: string, given: string | undefined) => Promise<string | undefined>
}
export type StageInput = {
  readonly app: string
  readonly environment: string
  readonly version: string
  readonly by: string
  readonly sha256?: string | undefined
}
export type Staged = { readonly host: string; readonly ok: boolean; readonly problem?: string | undefined }

/**
 * Bring a version to every host of a cluster ahead of its window: precheck and fetch, nothing that touches traffic.
 * Repeating it is cheap: a host that has the package says so.
 * @throws AppError `plan.*`, `release.*`, `secret.*`, `rollout.app-unknown` and the like
 */
export async function stageRelease(ports: StagePorts, input: StageInput): Promise<Staged[]> {
  const { version } = input
  const cluster = getCluster(ports.inventory, input.app, input.environment)
  await requireSecrets(ports.secrets, cluster)
  const digest = await ports.digestOf(cluster, version, input.sha256)
  const facts = await ports.survey(cluster)
  const settings = settingsForRelease(cluster, facts, { rollout: ports.newId(), version, digest, startedBy: input.by })
  ports.releases.record({
    app: input.app,
    version,
    digest,
    source: cluster.app.package?.url ?? cluster.app.package?.push,
    atMs: ports.clock.nowMs(),
  })
  const runner = new StepRunner(ports)
  return Promise.all(cluster.environment.hosts.map(({ name }) => stageHost(runner, settings, name, facts)))
}

async function stageHost(
  runner: StepRunner,
  settings: RolloutSettings,
  host: string,
  facts: ClusterFacts,
): Promise<Staged> {
  const name = asHostName(host)
  const previous = facts.observations.get(name)?.version
  try {
    for (const step of ['precheck', 'fetch'] satisfies StepName[]) {
      if (!settings.lifecycle[step].configured) continue
      const result = await runner.run({ settings, host: name, step, attempt: 1, previous })
      if (result.outcome === 'failed') return { host, ok: false, problem: result.reason }
    }
    return { host, ok: true }
  } catch (error) {
    if (error instanceof AppError) return { host, ok: false, problem: error.message }
    throw error
  }
}
