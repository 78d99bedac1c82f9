import type { AppSpec } from '../../shared/domain/app-spec'
import { diffSpecs } from '../../shared/domain/spec-diff'
import { AppError } from '../../shared/errors/app-error'
import type { Handlers, Input, Output } from '../../shared/ipc/contract'
import { isSameData } from '../../shared/util/same-data'
import type { Inventory } from '../ports/inventory'
import { getApp } from '../rollout/cluster'

type InventoryRequests =
  'spec:preview' | 'spec:apply' | 'spec:export' | 'spec:read' | 'spec:save' | 'app:list' | 'app:remove'

export type InventoryServices = {
  readonly inventory: Inventory
  readonly parseSpecs: (text: string, fileName: string) => readonly AppSpec[]
  readonly exportSpec: (spec: AppSpec) => string
  /** The same as plain data, and back. */
  readonly writeSpec: (spec: AppSpec) => Record<string, unknown>
  readonly readSpec: (data: unknown) => AppSpec
  readonly removeApp: (app: string) => void
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
    'spec:read': ({ app }) => ({ spec: services.writeSpec(getApp(inventory, app)) }),
    'spec:save': (input) => saveSpec(services, input),
    'app:list': () => listApps(inventory),
    'app:remove': ({ app }) => {
      services.removeApp(app)
      return {}
    },
  }
}

/** @throws AppError `spec.invalid`, `spec.changed-since` */
function saveSpec(services: InventoryServices, { spec, before, preview }: Input<'spec:save'>): Output<'spec:save'> {
  const after = services.readSpec(spec)
  const now = services.inventory.findApp(after.app)
  if (before !== undefined && !isSameData(before, now && services.writeSpec(now))) {
    throw new AppError('spec.changed-since', { details: { app: after.app } })
  }
  if (!preview) services.inventory.saveApp(after)
  return changesOf(now, after)
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
