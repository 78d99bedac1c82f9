import type { ClusterLock, HeldLock, LockPlace, LockView } from '../../src/main/ports/lock'
import type { LockHolder } from '../../src/shared/domain/cluster-lock'
import { AppError } from '../../src/shared/errors/app-error'
import type { FakeClock } from './fake-clock'

type Lock = { readonly holder: LockHolder; readonly sinceMs: number; beatAtMs: number }

/** Locks in memory, as several consoles see them; their host's clock is the clock of the test. */
export class FakeClusterLock implements ClusterLock {
  readonly locks = new Map<string, Lock>()
  readonly trace: string[] = []
  isReachable = true
  /** It takes longer to answer than anybody waits for one answer. */
  isBusy = false
  /** Signs of life that have reached the host are answered after this. */
  answersRenew: Promise<void> = Promise.resolve()
  readonly #clock: FakeClock

  constructor(clock: FakeClock) {
    this.#clock = clock
  }

  /** Who holds the lock of a cluster, as `shop.production`. */
  holderOf(cluster: string): LockHolder | undefined {
    return this.locks.get(cluster)?.holder
  }

  async take(place: LockPlace, me: LockHolder): Promise<LockView> {
    await this.#reach('take', me)
    const held = this.#heldByOthers(place, me)
    if (held) return held
    this.#put(place, me)
    return { kind: 'ours' }
  }

  async breakAndTake(place: LockPlace, me: LockHolder, broken: string): Promise<LockView> {
    await this.#reach('break', me)
    const held = this.#heldByOthers(place, me)
    if (held && !(held.isStale && held.holder.lock === broken)) return held
    this.#put(place, me)
    return { kind: 'ours' }
  }

  async renew(place: LockPlace, me: LockHolder): Promise<LockView> {
    await this.#reach('renew', me)
    await this.answersRenew
    const lock = this.locks.get(nameOf(place))
    if (!lock) return { kind: 'free' }
    const held = this.#heldByOthers(place, me)
    if (held) return held
    lock.beatAtMs = this.#clock.nowMs()
    return { kind: 'ours' }
  }

  async release(place: LockPlace, me: LockHolder): Promise<void> {
    await this.#reach('release', me)
    if (!this.#heldByOthers(place, me)) this.locks.delete(nameOf(place))
  }

  async #reach(verb: string, { lock }: LockHolder): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    this.trace.push(`${lock} ${verb}`)
    if (this.isBusy) throw new AppError('remote.query-timeout', { details: { host: 'web-01', timeoutMs: 20_000 } })
    if (!this.isReachable) throw new AppError('ssh.connect-refused', { details: { host: 'web-01', address: 'web-01' } })
  }

  #put(place: LockPlace, holder: LockHolder): void {
    const nowMs = this.#clock.nowMs()
    this.locks.set(nameOf(place), { holder, sinceMs: nowMs, beatAtMs: nowMs })
  }

  #heldByOthers(place: LockPlace, me: LockHolder): ({ kind: 'held' } & HeldLock) | undefined {
    const lock = this.locks.get(nameOf(place))
    if (!lock || lock.holder.lock === me.lock) return undefined
    const silentMs = this.#clock.nowMs() - lock.beatAtMs
    const heldForMs = this.#clock.nowMs() - lock.sinceMs
    return { kind: 'held', holder: lock.holder, heldForMs, silentMs, isStale: silentMs >= place.expiryMs }
  }
}

const nameOf = ({ app, environment }: LockPlace): string => `${app}.${environment}`
