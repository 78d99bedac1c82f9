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
  readonly #ports: LockPorts & { readonly book: Pick<RolloutBook, 'findOpen'> }
  readonly #keeper: LockKeeper
  /** Rollouts that are about to be created: they share the lock, which belongs to the console. */
  readonly #beginning = new Set<LockSubject>()

  constructor(ports: LockPorts & { readonly book: Pick<RolloutBook, 'findOpen'> }, keeper: LockKeeper) {
    this.#ports = ports
    this.#keeper = keeper
  }

  /**
   * Take the lock for a rollout that is about to be created, and create it with the command that its journal begins with. When it
   * does not come about, no lock is left behind. @throws AppError `lock.*`, and what `create` throws
   */
  async begin<T>(
    subject: LockSubject,
    choice: LockChoice | undefined,
    create: (lock: FirstLock | undefined) => Promise<T>,
  ): Promise<T> {
    this.#beginning.add(subject)
    try {
      return await create(await this.#take(subject, choice))
    } catch (error) {
      this.#beginning.delete(subject)
      this.#giveBackUnused(subject)
      throw error
    } finally {
      this.#beginning.delete(subject)
    }
  }

  /**
   * Have the lock for something short; it is given back, unless this console has it for a rollout. `work` gets what is to be
   * said of the lock. @throws AppError `lock.*`, and what `work` throws
   */
  async during<T>(
    subject: LockSubject,
    choice: LockChoice | undefined,
    work: (note: string) => Promise<T>,
  ): Promise<T> {
    this.#beginning.add(subject)
    try {
      return await work(noteOf(await takeLock(this.#ports, subject, choice)))
    } finally {
      this.#beginning.delete(subject)
      this.#giveBackUnused(subject)
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
    const taken = await this.#take(settings, choice)
    if (taken) await runner.tell(taken, by)
  }

  async #take(subject: LockSubject, choice: LockChoice | undefined): Promise<FirstLock | undefined> {
    const taken = await takeLock(this.#ports, subject, choice)
    if (taken?.kind === 'take-lock') this.#keeper.noteTaken(subject.rollout)
    return taken
  }

  #giveBackUnused(subject: LockSubject): void {
    const { lock, book, me } = this.#ports
    const { app, environment } = subject
    const place = lockPlaceOf(subject)
    const isWanted = [...this.#beginning].some((other) => other.app === app && other.environment === environment)
    if (!place || isWanted || book.findOpen(app, environment)) return
    // what stays is taken again by this console, and may be broken by others once it is stale
    lock.release(place, lockHolderOf(me, subject)).catch(() => undefined)
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

/** For the journal, which has no event for a lock that was held for a moment. Empty when nothing was in the way. */
function noteOf(taken: FirstLock | undefined): string {
  if (taken?.kind === 'waive-lock') return `, without the lock: ${taken.reason}`
  if (!taken?.broken) return ''
  const { holder, reason } = taken.broken
  return `, after the lock of ${holder.by} on ${holder.machine} was broken: ${reason}`
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
