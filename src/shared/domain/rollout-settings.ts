import type { EnvironmentSpec, PackageSpec } from './app-spec'
import type { LockSettings } from './cluster-lock'
import type { GateTemplate } from './gate'
import type { HostName, RolloutId } from './ids'
import type { Plan } from './plan'
import type { SecretSources } from './secret-spec'
import type { Lifecycle } from './resolved-lifecycle'
import type { Strategy } from './strategy'

/** A forward rollout, or one that puts back what each host ran before. */
export type RolloutType = 'release' | 'rollback'

/** What a host is to run, and how the console knows it is the right thing. */
export type HostTarget = {
  readonly version: string
  /** sha256 of the package; absent when none is known (unprotected environments only). */
  readonly digest?: string
}

/** One host as the rollout found it when it was created. */
export type RolloutHost = {
  readonly name: HostName
  readonly address: string
  readonly port?: number
  readonly user?: string
  readonly labels: Readonly<Record<string, string>>
  readonly isCanary: boolean
  /** Did it serve when the rollout was planned? Hosts that did not count against the floor. */
  readonly isServing: boolean
  /** A silence that an earlier rollout left; ended by this one's `unmute`. */
  readonly isMuted: boolean
  readonly target: HostTarget
}

/** Everything a rollout runs by, frozen when it is created and kept in its first event: later edits change nothing. */
export type RolloutSettings = {
  readonly rollout: RolloutId
  readonly app: string
  readonly version: string
  readonly environment: string
  readonly isProtected: boolean
  readonly type: RolloutType
  readonly startedBy: string
  /** The rollout this one undoes. */
  readonly rollsBack?: RolloutId
  readonly reason?: string
  readonly strategy: Strategy
  readonly lifecycle: Lifecycle
  readonly package?: PackageSpec
  readonly ssh: EnvironmentSpec['ssh']
  /** Where sensitive values come from; never the values. */
  readonly secrets?: SecretSources
  readonly traffic?: NonNullable<EnvironmentSpec['traffic']>
  readonly otherHosts: EnvironmentSpec['otherHosts']
  /** Left out where no lock is asked for: consoles are not kept apart. */
  readonly lock?: LockSettings
  readonly gates: readonly GateTemplate[]
  readonly plan: Plan
  readonly hosts: readonly RolloutHost[]
}
