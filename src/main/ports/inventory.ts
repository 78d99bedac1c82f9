import type { AppSpec } from '../../shared/domain/app-spec'
import type { HostCount } from '../../shared/domain/board'
import type { HostName } from '../../shared/domain/ids'

/** Apps with their environments and hosts, and what was last seen of the hosts. */
export interface Inventory {
  listApps(): readonly AppSpec[]
  findApp(app: string): AppSpec | undefined
  saveApp(spec: AppSpec): void
  /** Forget an app, its hosts and what was seen of them. */
  removeApp(app: string): void
  listHostStates(app: string, environment: string): readonly HostObservation[]
  recordHostStates(app: string, environment: string, states: readonly HostObservation[]): void
}

/** All clusters, counted where they are stored: what is shown of many hosts at once must not read each of them. */
export interface ClusterBook {
  /** By name. */
  listApps(): readonly {
    readonly app: string
    readonly owner?: string | undefined
    readonly tier?: string | undefined
  }[]
  /** By app, each in promotion order. */
  listClusters(): readonly { readonly app: string; readonly environment: string; readonly isProtected: boolean }[]
  countHosts(): readonly HostCount[]
}

/** What was last seen of a host. `undefined`: not known. */
export type HostObservation = {
  readonly host: HostName
  readonly version?: string | undefined
  readonly digest?: string | undefined
  readonly isHealthy?: boolean | undefined
  readonly isServing?: boolean | undefined
  /** UTC milliseconds. */
  readonly observedAtMs: number
  /** Why nothing could be read, as a sentence. */
  readonly problem?: string | undefined
}
