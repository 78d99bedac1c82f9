import type { RolloutState } from '../../../shared/domain/rollout-state'
import type { WireJournalRow } from '../../../shared/ipc/contract'
import type { FollowEnd } from '../follow-end'

/** Shows a rollout while it is followed: for scripts, for a log file or on a terminal. */
export interface RolloutPrinter {
  /** A row that the reader has not seen. */
  row(row: WireJournalRow, after: RolloutState): void
  /** All rows so far are read; from here on it is live. `expectedMs`: what such a rollout usually takes. */
  ready(state: RolloutState, expectedMs: number | undefined): void
  /** Something the follower itself has to say. */
  say(sentence: string): void
  /** Make room for a checklist and questions, and take it back. */
  pause(): void
  resume(): void
  /** Say how it ended and which ways lead on. */
  end(end: FollowEnd, state: RolloutState): void
  /** Stop painting; the last call, also when an error ends it. */
  close(): void
}

/** What an end needs to know beyond the rollout. */
export type EndContext = {
  /** The console ends with this command. */
  readonly isOwner: boolean
  /** `--data DIR` when it was given, so that commands can be copied as they stand. */
  readonly dataOption: string
}
