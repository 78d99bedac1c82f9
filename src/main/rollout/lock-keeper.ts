import type { LockState } from '../../shared/domain/cluster-lock'
import type { RolloutId } from '../../shared/domain/ids'
import type { RolloutSettings } from '../../shared/domain/rollout-settings'
import { AppError } from '../../shared/errors/app-error'
import type { LockView } from '../ports/lock'
import type { RolloutBook } from '../ports/rollouts'
import type { RunHandle } from './runner'
import { askLock, lockHolderOf, lockPlaceOf, type LockPorts, type LockSubject } from './take-lock'

/** What is known of a lock that this console took: when its host last said that it is ours, and a question under way. */
type Lease = { confirmed?: Moment | undefined; asking?: Promise<Verdict> | undefined }
/** By both clocks: one stands still while the machine sleeps, the other one may be set. */
type Moment = { readonly nowMs: number; readonly elapsedMs: number }
type Verdict =
  | { readonly kind: 'ours' }
  | { readonly kind: 'lost'; readonly reason: string }
  /** `isBusy`: it was reached, and gave no answer in time. */
  | { readonly kind: 'unconfirmed'; readonly reason: string; readonly isBusy: boolean }

/** Signs of life come five times within an expiry, but neither more often than every second nor less than every 30 s. */
const beatsPerExpiry = 5
const shortestBeatMs = 1_000
const longestBeatMs = 30_000
/** New hosts are begun on the strength of an answer that is fresh; hosts that begin together share it. */
const freshMs = 2_000
/** A laptop that was just opened needs a moment for its network; more than that is a host that is gone. */
const patienceMs = 20_000
/** A host under full load is there, and answers late. */
const busyPatienceMs = 60_000
const pauseMs = 1_000

/**
 * Keeps the locks of rollouts that are under way: gives signs of life, and says before each step whether the lock still is
 * this console's. Between two answers of its host a lock counts as held for half its expiry, so that nobody can have broken it.
 */
export class LockKeeper {
  readonly #ports: LockPorts & { readonly book: Pick<RolloutBook, 'findOpen'> }
  readonly #leases = new Map<RolloutId, Lease>()

  constructor(ports: LockPorts & { readonly book: Pick<RolloutBook, 'findOpen'> }) {
    this.#ports = ports
  }

  /** The host of the lock just said that it is ours. */
  noteTaken(rollout: RolloutId): void {
    this.#leases.set(rollout, { confirmed: this.#moment() })
  }

  /**
   * Why a step may not begin; undefined when it may. `isNew`: it begins a host, or takes it out of traffic; other steps bring
   * a host that is on its way to an end.
   */
  async whyNot(run: RunHandle, isNew: boolean): Promise<string | undefined> {
    const { settings, lock } = run.state()
    const known = knownAnswer(settings, lock)
    if (known) return known.why
    const maxAgeMs = isNew ? freshMs : leaseMs(settings)
    const { clock } = this.#ports
    const sinceMs = clock.elapsedMs()
    for (;;) {
      if (this.#age(settings.rollout) <= maxAgeMs) return undefined
      const verdict = await this.#confirm(settings)
      if (verdict.kind === 'ours') return undefined
      if (verdict.kind === 'lost') {
        await this.#tellLost(run, verdict.reason)
        return verdict.reason
      }
      const waitedMs = clock.elapsedMs() - sinceMs
      if (waitedMs >= (verdict.isBusy ? busyPatienceMs : patienceMs)) return verdict.reason
      await clock.sleepUntil(clock.nowMs() + pauseMs, run.signal)
    }
  }

  /** Give signs of life until the effect is not due any more. Pulls the brake when the lock is gone, or cannot be confirmed. */
  async hold(run: RunHandle): Promise<void> {
    const { clock } = this.#ports
    const { settings } = run.state()
    const beatMs = beatOf(settings)
    const startedAtMs = clock.elapsedMs()
    while (!run.signal.aborted) {
      const ageMs = this.#age(settings.rollout)
      if (ageMs < beatMs) {
        await clock.sleepUntil(clock.nowMs() + beatMs - ageMs, run.signal).catch(() => undefined)
        continue
      }
      const verdict = await this.#confirm(settings)
      if (run.signal.aborted) return
      if (verdict.kind === 'lost') return this.#tellLost(run, verdict.reason)
      if (verdict.kind === 'unconfirmed') {
        const silentMs = Math.min(this.#age(settings.rollout), clock.elapsedMs() - startedAtMs)
        if (silentMs > leaseMs(settings) && !run.state().brake) {
          await run.tell({ kind: 'brake', cause: 'lock', reason: verdict.reason })
        }
        await clock.sleepUntil(clock.nowMs() + pauseMs, run.signal).catch(() => undefined)
      }
    }
  }

  /** Give signs of life while a lock is used beside a rollout, until `signal`; resolves once none is under way. */
  async keep(subject: LockSubject, signal: AbortSignal): Promise<void> {
    const { clock } = this.#ports
    while (subject.lock && !signal.aborted) {
      await clock.sleepUntil(clock.nowMs() + beatOf(subject), signal).catch(() => undefined)
      if (!signal.aborted) await this.#confirm(subject)
    }
  }

  /** Give the lock back, and try again for as long as the console stays: others would have to break it. */
  async release(run: RunHandle): Promise<void> {
    const { lock, clock, me, book } = this.#ports
    const { settings } = run.state()
    const place = lockPlaceOf(settings)
    // it belongs to the console, which may have begun the next rollout by now
    while (place && !run.signal.aborted && !book.findOpen(settings.app, settings.environment)) {
      // a sign of life that arrives in the middle of it would leave a lock without an owner
      await this.#leases.get(settings.rollout)?.asking
      try {
        await lock.release(place, lockHolderOf(me, settings))
        break
      } catch (error) {
        if (!(error instanceof AppError)) throw error
      }
      await clock.sleepUntil(clock.nowMs() + longestBeatMs, run.signal).catch(() => undefined)
    }
    if (run.signal.aborted) return
    this.#leases.delete(settings.rollout)
    await run.tell({ kind: 'release-lock', lock: me.lock })
  }

  /**
   * Ask now whether a lock that a rollout believes to hold is still its own. Undefined when it is, else why not.
   * @throws AppError `lock.unreachable`, `lock.unusable`
   */
  async findLoss(settings: LockSubject): Promise<string | undefined> {
    const { lock, me } = this.#ports
    const place = lockPlaceOf(settings)
    if (!place) return undefined
    const asked = this.#moment()
    const view = await askLock(settings, () => lock.renew(place, lockHolderOf(me, settings)))
    if (view.kind !== 'ours') return describeLoss(settings, view)
    this.#leases.set(settings.rollout, { confirmed: asked })
    return undefined
  }

  #moment(): Moment {
    const { clock } = this.#ports
    return { nowMs: clock.nowMs(), elapsedMs: clock.elapsedMs() }
  }

  /** Time since the last answer, by the clock that says more. */
  #age(rollout: RolloutId): number {
    const confirmed = this.#leases.get(rollout)?.confirmed
    if (confirmed === undefined) return Infinity
    const { nowMs, elapsedMs } = this.#moment()
    return Math.max(nowMs - confirmed.nowMs, elapsedMs - confirmed.elapsedMs)
  }

  /** Those who ask at the same time share one question. */
  #confirm(settings: LockSubject): Promise<Verdict> {
    const { rollout } = settings
    const lease = this.#leases.get(rollout) ?? {}
    this.#leases.set(rollout, lease)
    lease.asking ??= this.#ask(settings).finally(() => (lease.asking = undefined))
    return lease.asking
  }

  async #ask(settings: LockSubject): Promise<Verdict> {
    try {
      const reason = await this.findLoss(settings)
      return reason === undefined ? { kind: 'ours' } : { kind: 'lost', reason }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const { code, message } = error.cause instanceof AppError ? error.cause : error
      const reason = `the lock of this cluster on ${settings.lock?.host} cannot be confirmed: ${message}`
      return { kind: 'unconfirmed', reason, isBusy: code === 'remote.query-timeout' }
    }
  }

  async #tellLost(run: RunHandle, reason: string): Promise<void> {
    const { lock } = run.state()
    this.#leases.delete(run.state().settings.rollout)
    if (lock?.kind === 'held') await run.tell({ kind: 'lose-lock', lock: lock.lock, reason })
  }
}

/** What needs no question; undefined when the lock is believed to be held. */
function knownAnswer(
  settings: RolloutSettings,
  lock: LockState | undefined,
): { readonly why: string | undefined } | undefined {
  if (settings.lock === undefined || lock?.kind === 'waived') return { why: undefined }
  if (lock?.kind === 'held') return undefined
  return { why: lock?.kind === 'lost' ? lock.reason : 'the lock of this cluster was given back' }
}

const expiryOf = ({ lock }: LockSubject): number => lock?.expiryMs ?? 0
const beatOf = (subject: LockSubject): number =>
  Math.min(longestBeatMs, Math.max(shortestBeatMs, expiryOf(subject) / beatsPerExpiry))
const leaseMs = (settings: RolloutSettings): number => expiryOf(settings) / 2

function describeLoss({ lock }: LockSubject, view: LockView): string {
  if (view.kind === 'held') {
    const { by, machine, rollout } = view.holder
    return `the lock of this cluster was broken: rollout ${rollout} by ${by} on ${machine} holds it now`
  }
  return `the lock of this cluster is gone from ${lock?.host}: somebody broke it, and may have released since`
}
