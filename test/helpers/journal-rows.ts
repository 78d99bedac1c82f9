import type { RecordedEvent } from '../../src/shared/domain/rollout-evolve'
import type { WireJournalRow } from '../../src/shared/ipc/contract'

/** Events as the console sends them to a page. */
export const journalRows = (events: readonly RecordedEvent[]): WireJournalRow[] =>
  events.map(({ event: { kind, ...payload }, atMs, actor }, index) => ({
    rollout: 'r1',
    seq: index + 1,
    at: atMs,
    actor,
    kind,
    payload,
  }))
