import type { AppSpec } from '../../shared/domain/app-spec'
import { AppError } from '../../shared/errors/app-error'
import { asHostName } from '../../shared/domain/ids'
import type { SpecChange } from '../../shared/domain/spec-diff'
import type { Handlers, Input, Output } from '../../shared/ipc/contract'
import type { HostObservation, Inventory } from '../ports'
import { getCluster, type Cluster } from '../rollout/cluster'
import { planFor, type ClusterFacts } from '../rollout/create-rollout'

type InventoryRequests =
  | 'spec:preview'
  | 'spec:apply'
  | 'spec:export'
  | 'app:list'
  | 'host:list'
  | 'host:check'
  | 'host:exec'
  | 'host:import'
  | 'plan:make'

export type InventoryServices = {
  readonly inventory: Inventory
  readonly parseSpecs: (text: string, fileName: string) => readonly AppSpec[]
  readonly exportSpec: (spec: AppSpec) => string
  readonly diffSpecs: (before: AppSpec | undefined, after: AppSpec) => readonly SpecChange[]
  readonly importHosts: (app: AppSpec, input: Input<'host:import'>) => AppSpec
  readonly survey: (cluster: Cluster, only?: readonly string[]) => Promise<ClusterFacts>
  readonly remembered: (cluster: Cluster) => ClusterFacts
  readonly check: (cluster: Cluster, hosts: readonly string[]) => Promise<Output<'host:check'>>
  readonly exec: (cluster: Cluster, command: string, timeoutMs: number) => Promise<Output<'host:exec'>>
}

/** Requests about apps, hosts and plans. */
export function inventoryHandlers(services: InventoryServices): Pick<Handlers, InventoryRequests> {
  const { inventory } = services
  const compare = (specs: readonly AppSpec[]) =>
    specs.map((spec) => ({ app: spec.app, changes: wire(services.diffSpecs(inventory.findApp(spec.app), spec)) }))
  return {
    'spec:preview': ({ text, fileName }) => compare(services.parseSpecs(text, fileName)),
    'spec:apply': ({ text, fileName }) => {
      const specs = services.parseSpecs(text, fileName)
      const changes = compare(specs)
      for (const spec of specs) inventory.saveApp(spec)
      return changes
    },
    'spec:export': ({ app }) => ({ text: services.exportSpec(getApp(inventory, app)) }),
    'host:import': (input) => {
      const { app } = getCluster(inventory, input.app, input.environment)
      const after = services.importHosts(app, input)
      const changes = wire(services.diffSpecs(app, after))
      if (!input.preview) inventory.saveApp(after)
      return changes
    },
    'app:list': () => listApps(inventory),
    'host:list': (filter) => listHosts(inventory, filter),
    'host:check': ({ app, environment, hosts }) => {
      const cluster = getCluster(inventory, app, environment)
      return services.check(cluster, hosts ?? cluster.environment.hosts.map(({ name }) => name))
    },
    'host:exec': ({ app, environment, command, timeoutMs }) =>
      services.exec(getCluster(inventory, app, environment), command, timeoutMs),
    'plan:make': (input) => makePlan(services, input),
  }
}

const listApps = (inventory: Inventory): Output<'app:list'> =>
  inventory.listApps().map(({ app, owner, environments }) => ({
    app,
    owner,
    environments: environments.map(({ name, protected: isProtected, hosts }) => ({
      name,
      isProtected,
      hosts: hosts.length,
    })),
  }))

async function makePlan(services: InventoryServices, input: Input<'plan:make'>): Promise<Output<'plan:make'>> {
  const { app, environment, version, live } = input
  const cluster = getCluster(services.inventory, app, environment)
  const plan = planFor(cluster, live ? await services.survey(cluster) : services.remembered(cluster))
  return {
    app,
    version,
    environment,
    hosts: plan.hosts,
    floor: plan.floor,
    batches: plan.batches.map((batch) => ({ ...batch, hosts: [...batch.hosts] })),
    warnings: plan.warnings.map((warning) => ({ ...warning })),
  }
}

function listHosts(inventory: Inventory, filter: Input<'host:list'>): Output<'host:list'> {
  const apps = inventory.listApps().filter(({ app }) => app === (filter.app ?? app))
  if (filter.app !== undefined) getApp(inventory, filter.app)
  return apps.flatMap((spec) =>
    spec.environments
      .filter(({ name }) => name === (filter.environment ?? name))
      .flatMap((environment) => {
        const states = new Map(inventory.listHostStates(spec.app, environment.name).map((state) => [state.host, state]))
        return environment.hosts.map((host) => {
          const { name, address = name, port, user, labels, canary: isCanary } = host
          const seen: Partial<HostObservation> = states.get(asHostName(name)) ?? {}
          const { version, isHealthy, isServing, observedAtMs, problem } = seen
          const known = { app: spec.app, environment: environment.name, name, address, port, user, labels, isCanary }
          return { ...known, version, isHealthy, isServing, observedAtMs, problem }
        })
      }),
  )
}

/** @throws AppError `rollout.app-unknown` */
function getApp(inventory: Inventory, app: string): AppSpec {
  const found = inventory.findApp(app)
  if (found) return found
  const known = inventory.listApps().map((each) => each.app)
  throw new AppError('rollout.app-unknown', { details: { app, known: known.join(', ') || 'none' } })
}

const wire = (changes: readonly SpecChange[]) => changes.map((change) => ({ ...change }))
