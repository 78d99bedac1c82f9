import type { FirstLock } from '../../shared/domain/rollout-decide'
import { lockSettingsOf, type LockHolder } from '../../shared/domain/cluster-lock'
import type { RolloutId } from '../../shared/domain/ids'
import type { RolloutSettings } from '../../shared/domain/rollout-settings'
import { AppError } from '../../shared/errors/app-error'
import { formatDuration } from '../../shared/util/duration'
import type { Clock } from '../ports/clock'
import type { ClusterLock, ConsoleIdentity, HeldLock, LockPlace, LockView } from '../ports/lock'
import { viaMachine, type Cluster } from './cluster'

export type LockPorts = { readonly lock: ClusterLock; readonly clock: Clock; readonly me: ConsoleIdentity }

/** What a person decided about a lock that is in the way; `lock`: whose lock they looked at. */
export type LockChoice =
  | { readonly kind: 'break'; readonly lock: string; readonly reason: string }
  | { readonly kind: 'without'; readonly reason: string }

/** Another console becomes the owner within milliseconds, on a busy host within a second. */
const takingTries = 4
const takingPauseMs = 500

/** What has to be known of a rollout to take its lock, also before there is a plan. */
export type LockSubject = Pick<
  RolloutSettings,
  'app' | 'environment' | 'rollout' | 'startedBy' | 'lock' | 'ssh' | 'otherHosts'
> & { readonly hosts: Parameters<typeof viaMachine>[1] }

/** The same for a rollout that is about to be planned. Pure. */
export function lockSubjectOf({ app, environment }: Cluster, rollout: RolloutId, startedBy: string): LockSubject {
  const { name, ssh, hosts, otherHosts } = environment
  const lock = lockSettingsOf(environment)
  return { app: app.app, environment: name, rollout, startedBy, ssh, hosts, otherHosts, ...(lock ? { lock } : {}) }
}

/** Where the lock of a rollout's cluster lies. Pure; undefined where none is asked for. */
export function lockPlaceOf(settings: LockSubject): LockPlace | undefined {
  const { app, environment, lock, hosts, otherHosts, ssh } = settings
  if (!lock) return undefined
  const target = viaMachine(lock.host, hosts, otherHosts, ssh)
  return { target, directory: lock.directory, app, environment, expiryMs: lock.expiryMs }
}

/** How this console presents itself at the lock. Pure. */
export const lockHolderOf = (me: ConsoleIdentity, { rollout, startedBy }: LockSubject): LockHolder => ({
  ...me,
  by: startedBy,
  rollout,
})

/**
 * Take the lock of a rollout's cluster, or what a person chose instead; for the journal. Undefined where none is asked for. A
 * lock that this console has already is taken once more: it belongs to the console.
 * @throws AppError `lock.*`, `gate.reason-missing`
 */
export async function takeLock(
  { lock, clock, me }: LockPorts,
  settings: LockSubject,
  choice: LockChoice | undefined,
): Promise<FirstLock | undefined> {
  const place = lockPlaceOf(settings)
  if (!place) return undefined
  if (choice && choice.reason.trim() === '') {
    const action = choice.kind === 'break' ? 'break a lock' : 'go without the lock'
    throw new AppError('gate.reason-missing', { details: { action } })
  }
  if (choice?.kind === 'without') return { kind: 'waive-lock', reason: choice.reason }
  const holder = lockHolderOf(me, settings)
  let seen = await askLock(settings, () => lock.take(place, holder))
  // becoming the owner takes a moment: whoever is quicker is told by name
  for (let tries = 1; seen.kind === 'taking' && tries < takingTries; tries += 1) {
    await clock.sleepUntil(clock.nowMs() + takingPauseMs)
    seen = await askLock(settings, () => lock.take(place, holder))
  }
  if (seen.kind === 'ours') return { kind: 'take-lock', lock: me.lock }
  if (seen.kind !== 'held' || !seen.isStale || choice?.lock !== seen.holder.lock) throw inTheWay(settings, seen)
  const { lock: broken } = choice
  const after = await askLock(settings, () => lock.breakAndTake(place, holder, broken))
  if (after.kind !== 'ours') throw inTheWay(settings, after)
  const { silentMs } = seen
  return { kind: 'take-lock', lock: me.lock, broken: { holder: seen.holder, silentMs, reason: choice.reason } }
}

/** Ask the host of a lock. @throws AppError `lock.unreachable`, `lock.unusable` */
export async function askLock<T>({ app, environment, lock }: LockSubject, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'lock.unusable') throw error
    const details = { app, environment, host: lock?.host, reason: error.message }
    throw new AppError('lock.unreachable', { details, cause: error })
  }
}

/** Why a lock cannot be had. Pure. */
function inTheWay({ app, environment, lock }: LockSubject, seen: LockView): AppError {
  if (seen.kind !== 'held') {
    return new AppError('lock.being-taken', { details: { app, environment, host: lock?.host } })
  }
  const code = seen.isStale ? 'lock.stale' : 'lock.held'
  return new AppError(code, { details: { app, environment, ...heldDetails(seen) } })
}

const heldDetails = ({ holder, heldForMs, silentMs }: HeldLock) => ({
  ...holder,
  heldFor: formatDuration(heldForMs),
  silent: formatDuration(silentMs),
})
