import {
  limitsOf,
  planJournalPrune,
  planPrune,
  type GivenLimits,
  type JournalLimits,
  type LogLimits,
  type PrunedLogs,
  type StoredLogs,
} from '../../shared/domain/retention'
import { consoleActor } from '../../shared/domain/rollout-command'
import { AppError } from '../../shared/errors/app-error'
import { formatBytes } from '../../shared/util/bytes'
import type { Clock } from '../ports/clock'
import type { PruningBook, RolloutBook } from '../ports/rollouts'

/** A console that was just started has better things to do first. */
const firstAfterMs = 60_000
const everyMs = 86_400_000

export type RetentionPorts = {
  readonly logs: {
    readonly readTotals: () => Promise<readonly StoredLogs[]>
    readonly prune: (rollouts: readonly string[]) => Promise<void>
  }
  readonly book: Pick<RolloutBook, 'list'>
  /** Shells that somebody has open. */
  readonly listOpenShells: () => readonly { readonly shell: string }[]
  readonly prunings: PruningBook
  readonly clock: Clock
  /** What holds unless somebody says otherwise. */
  readonly readLimits: () => LogLimits
}

export type PruneOutcome = { readonly pruned: readonly PrunedLogs[]; readonly keptBytes: number }

/** Removes logs that are too old or too many, each day and when asked; and journals, only when asked. */
export class LogRetention {
  readonly #ports: RetentionPorts
  readonly #stopping = new AbortController()

  constructor(ports: RetentionPorts) {
    this.#ports = ports
  }

  /** What `prune` would remove. @throws AppError `db.*`, `logs.*` */
  async plan(limits: GivenLimits): Promise<PruneOutcome> {
    const { logs, book, listOpenShells, clock } = this.#ports
    const wanted = limitsOf(limits, this.#ports.readLimits())
    const totals = await logs.readTotals()
    const underWay = new Set<string>([
      ...book.list({ isOpen: true }).map(({ rollout }) => rollout),
      ...listOpenShells().map(({ shell }) => shell),
    ])
    const pruned = planPrune(totals, (rollout) => underWay.has(rollout), wanted, clock.nowMs())
    const sum = (each: readonly StoredLogs[]) => each.reduce((bytes, { storedBytes }) => bytes + storedBytes, 0)
    return { pruned, keptBytes: sum(totals) - sum(pruned) }
  }

  /** Record what is removed, and remove it. @throws AppError `db.*`, `logs.*` */
  async prune(limits: GivenLimits, actor: string): Promise<PruneOutcome> {
    const { logs, prunings, clock } = this.#ports
    const outcome = await this.plan(limits)
    if (outcome.pruned.length === 0) return outcome
    const wanted = limitsOf(limits, this.#ports.readLimits())
    const atMs = clock.nowMs()
    prunings.record(
      outcome.pruned.map(({ rollout, storedBytes, because }) => {
        return { rollout, what: 'logs', atMs, actor, reason: reasonOf(because, wanted), sizeBytes: storedBytes }
      }),
    )
    await logs.prune(outcome.pruned.map(({ rollout }) => rollout))
    return outcome
  }

  /** Whose journals `pruneJournals` would remove. @throws AppError `db.*` */
  planJournals(limits: JournalLimits): string[] {
    const { prunings, clock } = this.#ports
    return planJournalPrune(prunings.listPrunable(), limits, clock.nowMs()).map(({ rollout }) => rollout)
  }

  /** Record the ends of old journals, and remove them. @throws AppError `db.*` */
  async pruneJournals(limits: JournalLimits, actor: string): Promise<string[]> {
    const { prunings, clock } = this.#ports
    const rollouts = this.planJournals(limits)
    const { keepRollouts, keepDays } = limits
    const reason = `older than ${keepDays} days and not among the newest ${keepRollouts}`
    await prunings.pruneJournals(rollouts, { atMs: clock.nowMs(), actor, reason })
    if (rollouts.length > 0) await prunings.compact()
    return rollouts
  }

  /** Prune logs a minute from now, and then once a day. */
  start(): void {
    const next = async (afterMs: number): Promise<void> => {
      await this.#ports.clock.sleepUntil(this.#ports.clock.nowMs() + afterMs, this.#stopping.signal)
      await this.prune({}, consoleActor).catch((error: unknown) => {
        // a store that does not work says so itself; tomorrow is another day
        if (!(error instanceof AppError)) throw error
      })
      return next(everyMs)
    }
    next(firstAfterMs).catch((error: unknown) => {
      if (!this.#stopping.signal.aborted) throw error
    })
  }

  dispose(): void {
    this.#stopping.abort()
  }
}

const reasonOf = (because: PrunedLogs['because'], { keepDays, maxBytes }: LogLimits): string =>
  because === 'age' ? `older than ${keepDays} days` : `more than ${formatBytes(maxBytes)} of logs`
