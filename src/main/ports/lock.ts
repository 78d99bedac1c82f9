import type { LockHolder } from '../../shared/domain/cluster-lock'
import type { Target } from './machine'

/** This console, as others see it at a lock. */
export type ConsoleIdentity = Pick<LockHolder, 'lock' | 'machine' | 'folder'>

/** The lock of one cluster, on a machine that all consoles reach. */
export type LockPlace = {
  readonly target: Target
  /** Absolute, or `~/…`. */
  readonly directory: string
  readonly app: string
  readonly environment: string
  readonly expiryMs: number
}

/** What a lock says of itself. */
export type LockView =
  | { readonly kind: 'ours' }
  | { readonly kind: 'free' }
  /** Somebody is about to become its owner, or ended in the middle of that a moment ago. */
  | { readonly kind: 'taking' }
  | ({ readonly kind: 'held' } & HeldLock)

/** Somebody else's lock; times by the clock of its host. */
export type HeldLock = {
  readonly holder: LockHolder
  readonly heldForMs: number
  /** Since its last sign of life. */
  readonly silentMs: number
  /** For so long that a person may break it. */
  readonly isStale: boolean
}

/**
 * Keeps consoles apart: whoever holds the lock of a cluster may release to it. It belongs to a console, not to a rollout: the
 * same console takes its own lock again. Every method may be repeated, and throws AppError `ssh.*`, `remote.*` when the machine
 * cannot be asked, `lock.unusable` when the lock cannot be written there.
 */
export interface ClusterLock {
  take(place: LockPlace, me: LockHolder): Promise<LockView>
  /** Take it away from a holder that gives no sign of life any more; from nobody else, and only if it is still that one's. */
  breakAndTake(place: LockPlace, me: LockHolder, broken: string): Promise<LockView>
  /** Give a sign of life. Anything but `ours`: it is lost. */
  renew(place: LockPlace, me: LockHolder): Promise<LockView>
  release(place: LockPlace, me: LockHolder): Promise<void>
}
