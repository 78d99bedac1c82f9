import type { EnvironmentSpec } from './app-spec'
import type { RolloutState } from './rollout-state'

/** Where the lock of a cluster lies, and how it ages. Every console that releases to the cluster must come to the same. */
export type LockSettings = {
  /** A host of the cluster, or one of `otherHosts`. */
  readonly host: string
  /** On that host; absolute, or below the home directory with `~/`. */
  readonly directory: string
  /** Without a sign of life for this long, by the clock of that host, a person may break it. */
  readonly expiryMs: number
}

/** Who holds the lock of a cluster, as it stands on its host; for people. */
export type LockHolder = {
  /** Names the console: its data folder on its machine. */
  readonly lock: string
  readonly by: string
  /** The machine of that console, and its data folder there. */
  readonly machine: string
  readonly folder: string
  readonly rollout: string
}

/** What a rollout knows of the lock of its cluster; undefined once it was given back, or where none is asked for. */
export type LockState =
  | { readonly kind: 'held'; readonly lock: string }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'waived'; readonly reason: string; readonly by: string }

const defaults = {
  directory: '~/.lastmile/locks',
  // a laptop that sleeps through a meal has lost its lock, one whose network fails for a moment has not
  expiryMs: 300_000,
} as const

/**
 * The lock of a cluster: on the first host of lastmile.yml unless it says otherwise, since that is the same for all who have
 * the same file. Pure; undefined with `lock: false`, and without hosts.
 */
export function lockSettingsOf({ lock, hosts }: Pick<EnvironmentSpec, 'lock' | 'hosts'>): LockSettings | undefined {
  const first = hosts[0]?.name
  if (lock === false || first === undefined) return undefined
  const { via = first, directory = defaults.directory, expiry = defaults.expiryMs } = lock ?? {}
  return { host: via, directory, expiryMs: expiry }
}

/** May this rollout start anything, as far as the lock of its cluster goes? Pure. */
export const mayDispatch = ({ settings, lock }: RolloutState): boolean =>
  settings.lock === undefined || lock?.kind === 'held' || lock?.kind === 'waived'
