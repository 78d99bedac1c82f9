import type { RolloutId } from '../../shared/domain/ids'
import type { RecordedEvent } from '../../shared/domain/rollout-evolve'
import type { RolloutEvent } from '../../shared/domain/rollout-event'
import { AppError } from '../../shared/errors/app-error'
import type { Clock } from '../ports/clock'
import type { RolloutStore } from '../ports/journal'
import type { LogKey, LogSink } from '../ports/logs'
import type { RolloutBook } from '../ports/rollouts'
import type { StepShell } from '../ports/shell'
import { fetchLog } from './fetch-log'
import { foldJournal, journalPages } from './journal-pages'

/** Hosts keep run directories of rollouts that nothing was done in for 14 days; see `StepShell.prune`. */
const keptOnHostsMs = 14 * 86_400_000
/** More than hosts keep of any one cluster. */
const manyRollouts = 1_000
/** One host after the other would take long for a cluster of hundreds; all at once would be in the way of rollouts. */
const hostsAtOnce = 4

export type LogRefillPorts = {
  readonly shell: StepShell
  readonly logs: LogSink
  readonly book: Pick<RolloutBook, 'list'>
  readonly store: Pick<RolloutStore, 'read'>
  readonly clock: Pick<Clock, 'nowMs'>
  /** Up to where a log is stored from its start. @throws AppError `db.*` */
  readonly findEnd: (key: LogKey) => number
  /** Its logs were removed on purpose. */
  readonly isPruned: (rollout: RolloutId) => boolean
}

type Ended = Extract<RolloutEvent, { kind: 'step-finished' }>

/**
 * Completes logs. The journal says how long the output of each attempt was; where less is stored (the store was broken or
 * lost, the console was killed before it had stored it), it is fetched again from the host, which keeps it.
 */
export class LogRefill {
  readonly #ports: LogRefillPorts
  #work: Promise<void> = Promise.resolve()
  #isDisposed = false

  constructor(ports: LogRefillPorts) {
    this.#ports = ports
  }

  /** Complete the logs of all rollouts that hosts may still know. Hosts are only spoken to when something is missing. */
  refillAll(): Promise<void> {
    const { book, clock } = this.#ports
    const known = book.list({ fromMs: clock.nowMs() - keptOnHostsMs, limit: manyRollouts })
    return this.refill(known.map(({ rollout }) => rollout))
  }

  /** One after the other, after what is under way. Resolves when that is done; what fails is tried the next time. */
  refill(rollouts: readonly RolloutId[]): Promise<void> {
    for (const rollout of rollouts) this.#work = this.#work.then(() => this.#refillOne(rollout))
    return this.#work
  }

  /** Resolves when nothing more is under way. */
  whenIdle(): Promise<void> {
    return this.#work
  }

  dispose(): void {
    this.#isDisposed = true
  }

  async #refillOne(rollout: RolloutId): Promise<void> {
    if (this.#isDisposed || this.#ports.isPruned(rollout)) return
    try {
      const missing: Ended[] = []
      for await (const page of journalPages(this.#ports.store, rollout)) missing.push(...this.#missing(rollout, page))
      const state = missing.length > 0 ? await foldJournal(this.#ports.store, rollout) : undefined
      const next = async (): Promise<void> => {
        for (let ended = missing.shift(); ended && state && !this.#isDisposed; ended = missing.shift()) {
          await fetchLog(this.#ports, state, ended).catch(passOver)
        }
      }
      await Promise.all(Array.from({ length: hostsAtOnce }, next))
    } catch (error) {
      passOver(error)
    }
  }

  #missing(rollout: RolloutId, events: readonly RecordedEvent[]): Ended[] {
    return events.flatMap(({ event }) => {
      if (event.kind !== 'step-finished' || event.logBytes === undefined) return []
      const { host, step, attempt } = event
      return this.#ports.findEnd({ rollout, host, step, attempt }) < event.logBytes ? [event] : []
    })
  }
}

/** A host that cannot be reached, or a store that does not work: the logs say what is missing, and the next time is near. */
function passOver(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}
