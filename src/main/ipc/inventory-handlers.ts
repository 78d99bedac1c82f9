import type { AppSpec } from '../../shared/domain/app-spec'
import { diffSpecs } from '../../shared/domain/spec-diff'
import type { Handlers, Output } from '../../shared/ipc/contract'
import type { Inventory } from '../ports'
import { getApp } from '../rollout/cluster'

type InventoryRequests = 'spec:preview' | 'spec:apply' | 'spec:export' | 'app:list'

export type InventoryServices = {
  readonly inventory: Inventory
  readonly parseSpecs: (text: string, fileName: string) => readonly AppSpec[]
  readonly exportSpec: (spec: AppSpec) => string
}

/** Requests about apps and what lastmile.yml says of them. */
export function inventoryHandlers(services: InventoryServices): Pick<Handlers, InventoryRequests> {
  const { inventory } = services
  const compare = (specs: readonly AppSpec[]) =>
    specs.map((spec) => ({ app: spec.app, changes: changesOf(inventory.findApp(spec.app), spec) }))
  return {
    'spec:preview': ({ text, fileName }) => compare(services.parseSpecs(text, fileName)),
    'spec:apply': ({ text, fileName }) => {
      const specs = services.parseSpecs(text, fileName)
      const changes = compare(specs)
      for (const spec of specs) inventory.saveApp(spec)
      return changes
    },
    'spec:export': ({ app }) => ({ text: services.exportSpec(getApp(inventory, app)) }),
    'app:list': () => listApps(inventory),
  }
}

const changesOf = (before: AppSpec | undefined, after: AppSpec) =>
  diffSpecs(before, after).map((change) => ({ ...change }))

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
