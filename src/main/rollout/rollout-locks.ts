import { clusterKey } from '../../shared/domain/cluster-name'
import type { FirstLock } from '../../shared/domain/rollout-decide'
import type { RolloutState } from '../../shared/domain/rollout-state'
import { AppError } from '../../shared/errors/app-error'
import type { RolloutId } from '../../shared/domain/ids'
import type { Inventory } from '../ports/inventory'
import type { RolloutBook } from '../ports/rollouts'
import type { LockKeeper } from './lock-keeper'
import type { RolloutRunner } from './runner'
import { lockHolderOf, lockPlaceOf, takeLock, type LockChoice, type LockPorts, type LockSubject } from './take-lock'

/** A console that ends, or that begins anew on a cluster, waits this long for a lock to be given back. */
const releaseLimitMs = 5_000

/** Brings rollouts and the locks of their clusters together: when one is created, resumed, or over. */
export class RolloutLocks {
  readonly #ports: LockPorts
  readonly #keeper: LockKeeper
  /** Who is about to use a lock: they share it, since it belongs to the console. */
  readonly #users = new Set<LockSubject>()
  /** Locks on their way back, by cluster: whoever takes one next waits for that, or it would be taken from them. */
  readonly #releases = new Map<string, Promise<void>>()

  constructor(ports: LockPorts, keeper: LockKeeper) {
    this.#ports = ports
    this.#keeper = keeper
  }

  /**
   * Take the lock of a cluster for `work`, which gets the command that the journal of a rollout begins with. Afterwards it is
   * given back, unless a rollout here has it by then (`isKept`). @throws AppError `lock.*`, and what `work` throws
   */
  async during<T>(
    subject: LockSubject,
    choice: LockChoice | undefined,
    isKept: () => boolean,
    work: (lock: FirstLock | undefined) => Promise<T>,
  ): Promise<T> {
    this.#users.add(subject)
    const beating = new AbortController()
    let kept: Promise<void> | undefined
    try {
      const taken = await this.#take(subject, choice)
      if (taken?.kind === 'take-lock') kept = this.#keeper.keep(subject, beating.signal)
      return await work(taken)
    } finally {
      beating.abort()
      await kept
      this.#users.delete(subject)
      if (!isKept()) this.#giveBackUnused(subject)
    }
  }

  /**
   * Before a rollout goes on: make sure of its lock. One that was lost is taken again, since a person has seen that by now; that
   * it is lost is told first, and nothing goes on.
   * @throws AppError `lock.*`, `gate.reason-missing`
   */
  async regain(runner: RolloutRunner, by: string, choice: LockChoice | undefined): Promise<void> {
    const { settings, lock, result } = runner.state
    if (!settings.lock || result !== undefined || lock?.kind === 'waived') return
    if (lock?.kind === 'held' && choice?.kind !== 'without') {
      const reason = await this.#keeper.findLoss(settings)
      if (reason === undefined) return
      await runner.tell({ kind: 'lose-lock', lock: lock.lock, reason }, by)
      const { rollout, app, environment } = settings
      throw new AppError('lock.lost', { details: { rollout, app, environment, reason } })
    }
    this.#users.add(settings)
    try {
      const taken = await this.#take(settings, choice)
      if (taken) await runner.tell(taken, by)
    } finally {
      this.#users.delete(settings)
    }
  }

  async #take(subject: LockSubject, choice: LockChoice | undefined): Promise<FirstLock | undefined> {
    await this.#releases.get(clusterKey(subject))
    const taken = await takeLock(this.#ports, subject, choice)
    if (taken?.kind === 'take-lock') this.#keeper.noteTaken(subject.rollout)
    return taken
  }

  #giveBackUnused(subject: LockSubject): void {
    const { lock, me } = this.#ports
    const place = lockPlaceOf(subject)
    const key = clusterKey(subject)
    const isUsed = [...this.#users].some((user) => clusterKey(user) === key)
    if (!place || isUsed) return
    // what stays is taken again by this console, and may be broken by others once it is stale
    const release = lock
      .release(place, lockHolderOf(me, subject))
      .catch(() => undefined)
      .finally(() => this.#releases.get(key) === release && this.#releases.delete(key))
    this.#releases.set(key, release)
  }

  /** Wait until those rollouts that are over have given their locks back, but not for long. */
  async settle(runners: Iterable<RolloutRunner>): Promise<void> {
    const { clock } = this.#ports
    const releasing = [...runners].filter(({ state }) => isReleasing(state))
    if (releasing.length === 0) return
    const giveUp = new AbortController()
    const limit = clock.sleepUntil(clock.nowMs() + releaseLimitMs, giveUp.signal).catch(() => undefined)
    const released = releasing.map((runner) => runner.until((state) => !isReleasing(state)).catch(() => undefined))
    await Promise.race([Promise.all(released), limit])
    giveUp.abort()
  }
}

type Service = { look(rollout: RolloutId): { readonly state: RolloutState }; runner(rollout: RolloutId): unknown }

/** Take up the last rollout of each cluster whose console ended between the end of it and giving its lock back. */
export function releaseLeftLocks(
  service: Service,
  { inventory, book }: { readonly inventory: Pick<Inventory, 'listApps'>; readonly book: Pick<RolloutBook, 'list'> },
): void {
  const clusters = inventory
    .listApps()
    .flatMap(({ app, environments }) => environments.map(({ name }) => ({ app, environment: name })))
  for (const cluster of clusters) {
    const [last] = book.list({ ...cluster, limit: 1 })
    if (last?.result === undefined) continue
    try {
      if (isReleasing(service.look(last.rollout).state)) service.runner(last.rollout)
    } catch (error) {
      // whoever asks for a rollout whose journal cannot be folded is told why
      if (!(error instanceof Error)) throw error
    }
  }
}

/** Over, and its lock not given back yet. Pure. */
export const isReleasing = ({ result, lock }: RolloutState): boolean => result !== undefined && lock?.kind === 'held'
