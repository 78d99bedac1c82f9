import { assertNever } from '../util/assert-never'
import { mayDispatch, type LockHolder } from './cluster-lock'
import { pullBrake } from './decide-step'
import { refuse, type Draft } from './decision'
import type { RolloutState } from './rollout-state'

/** What the console reports about the lock of the cluster, or a person wants of it. */
export type LockCommand =
  /** It was taken; `broken`: from whom, with the reason of the person. */
  | { readonly kind: 'take-lock'; readonly lock: string; readonly broken?: BrokenLock }
  | { readonly kind: 'waive-lock'; readonly reason: string }
  | { readonly kind: 'lose-lock'; readonly lock: string; readonly reason: string }
  | { readonly kind: 'release-lock'; readonly lock: string }

/** A lock that was broken: whose it was, how long it had given no sign of life, and why. */
export type BrokenLock = { readonly holder: LockHolder; readonly silentMs: number; readonly reason: string }

/** Decide what is told of the lock. A report that has become meaningless gives no events. */
export function decideLock(draft: Draft, command: LockCommand): void {
  const { settings, lock, result } = draft.state
  switch (command.kind) {
    case 'take-lock': {
      if (settings.lock === undefined || result !== undefined || lock?.kind === 'held') return
      const { broken } = command
      if (broken?.reason.trim() === '') refuse('gate.reason-missing', { action: 'break a lock' })
      if (broken) draft.emit({ kind: 'lock-broken', ...broken })
      return draft.emit({ kind: 'lock-taken', lock: command.lock, host: settings.lock.host })
    }
    case 'waive-lock':
      if (settings.lock === undefined || result !== undefined || lock?.kind === 'waived') return
      if (command.reason.trim() === '') refuse('gate.reason-missing', { action: 'go without the lock' })
      return draft.emit({ kind: 'lock-waived', reason: command.reason })
    case 'lose-lock':
      if (lock?.kind !== 'held' || lock.lock !== command.lock) return
      draft.emit({ kind: 'lock-lost', lock: command.lock, reason: command.reason })
      return pullBrake(draft, 'lock', command.reason)
    case 'release-lock':
      if (lock?.kind === 'held' && lock.lock === command.lock) draft.emit({ kind: 'lock-released', lock: lock.lock })
      return
    default:
      return assertNever(command)
  }
}

/** Nobody goes on with a cluster that may be somebody else's by now. */
export function requireLock(state: RolloutState): void {
  if (mayDispatch(state)) return
  const { rollout, app, environment } = state.settings
  const reason = state.lock?.kind === 'lost' ? state.lock.reason : 'it was given back'
  refuse('lock.lost', { rollout, app, environment, reason })
}
