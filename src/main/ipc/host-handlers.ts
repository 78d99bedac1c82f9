import { asHostName } from '../../shared/domain/ids'
import { diffSpecs } from '../../shared/domain/spec-diff'
import type { AppSpec } from '../../shared/domain/app-spec'
import type { Handlers, Input, Output } from '../../shared/ipc/contract'
import type { DebtEntry } from '../ports/debts'
import type { HostObservation, Inventory } from '../ports/inventory'
import type { RolloutBook } from '../ports/rollouts'
import { getApp, getCluster, type Cluster } from '../rollout/cluster'

type HostRequests = 'host:list' | 'host:check' | 'host:exec' | 'host:import' | 'host:history'

export type HostServices = {
  readonly inventory: Inventory
  readonly book: Pick<RolloutBook, 'listOpenDebts'>
  readonly importHosts: (app: AppSpec, input: Input<'host:import'>) => AppSpec
  readonly check: (cluster: Cluster, hosts?: readonly string[]) => Promise<Output<'host:check'>>
  readonly history: (cluster: Input<'host:history'>) => Output<'host:history'>
  readonly exec: (cluster: Cluster, command: string, timeoutMs: number) => Promise<Output<'host:exec'>>
}

/** Requests about the hosts of clusters. */
export function hostHandlers(services: HostServices): Pick<Handlers, HostRequests> {
  const { inventory } = services
  return {
    'host:import': (input) => {
      const { app } = getCluster(inventory, input.app, input.environment)
      const after = services.importHosts(app, input)
      const changes = diffSpecs(app, after).map((change) => ({ ...change }))
      if (!input.preview) inventory.saveApp(after)
      return changes
    },
    'host:list': (filter) => listHosts(services, filter),
    'host:check': ({ app, environment, hosts }) => services.check(getCluster(inventory, app, environment), hosts),
    'host:history': services.history,
    'host:exec': ({ app, environment, command, timeoutMs }) =>
      services.exec(getCluster(inventory, app, environment), command, timeoutMs),
  }
}

function listHosts({ inventory, book }: HostServices, filter: Input<'host:list'>): Output<'host:list'> {
  const apps = filter.app === undefined ? inventory.listApps() : [getApp(inventory, filter.app)]
  const owed = Map.groupBy(book.listOpenDebts(filter), keyOf)
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
          const debts = owed.get(keyOf({ ...known, host: asHostName(name) })) ?? []
          const kinds = [...new Set(debts.map(({ kind }) => kind))]
          return { ...known, version, isHealthy, isServing, observedAtMs, problem, debts: kinds }
        })
      }),
  )
}

const keyOf = ({ app, environment, host }: Pick<DebtEntry, 'app' | 'environment' | 'host'>): string =>
  JSON.stringify([app, environment, host])
