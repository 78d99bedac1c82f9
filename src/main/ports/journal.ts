import type { RolloutId } from '../../shared/domain/ids'
import type { RecordedEvent } from '../../shared/domain/rollout-evolve'

/** Events of one rollout, to be stored after the `expectedSeq` there are. */
export type RolloutAppend = {
  readonly rollout: RolloutId
  readonly expectedSeq: number
  readonly events: readonly RecordedEvent[]
}

/** The journal of rollouts as the engine needs it. */
export interface RolloutStore {
  /**
   * Append events after `expectedSeq` in one transaction, together with what is derived from them for queries (open debts,
   * the list of rollouts, blocked releases). Nothing is written when it throws. Whoever acts on them waits for `onDisk`.
   */
  append(rollout: RolloutId, expectedSeq: number, events: readonly RecordedEvent[]): void
  /** The same for several rollouts, in this order: all of it or nothing. */
  appendAll(entries: readonly RolloutAppend[]): void
  /** Resolves when everything that was appended is on disk; undefined when it is already. */
  onDisk(): Promise<void> | undefined
  /** Events of a rollout in order, from `fromSeq` (1 unless given) to `toSeq` (to the end); empty for an unknown one. */
  read(rollout: RolloutId, fromSeq?: number, toSeq?: number): readonly RecordedEvent[]
}

/** Whether the journal can be written. */
export interface JournalPulse {
  /** Write something that means nothing, and remove it. @throws AppError `db.*` */
  probe(): void
  /** Wait for others who hold the file as long as usual, or hardly. */
  hurry(isHurried: boolean): void
}

/** One durable event of a rollout. */
export type JournalRow = {
  readonly rollout: RolloutId
  /** 1, 2, 3 … without gaps, per rollout. */
  readonly seq: number
  /** UTC milliseconds. */
  readonly at: number
  readonly actor: string
  readonly kind: string
  readonly payload: Readonly<Record<string, unknown>>
}
