import { join } from 'node:path'
import { asRolloutId, type RolloutId } from '../../../src/shared/domain/ids'
import type { RolloutEvent } from '../../../src/shared/domain/rollout-event'
import { evolveAll, type RecordedEvent } from '../../../src/shared/domain/rollout-evolve'
import type { RolloutState } from '../../../src/shared/domain/rollout-state'
import type { ReadableDb } from '../../../src/main/db/handles'
import { openReadableDb } from '../../../src/main/db/open'
import { listOpenDebts, type Debt } from '../../../src/main/db/repositories/debts'
import { readJournal } from '../../../src/main/db/repositories/journal'
import { verifyJournal, type JournalVerdict } from '../../../src/main/db/verify-journal'

export type RolloutRecords = {
  readonly rollout: RolloutId
  readonly events: readonly RecordedEvent[]
  readonly state: RolloutState
  readonly verdict: JournalVerdict
}

/** What a data folder has, read from its file and not asked of a console. */
export type Records = {
  /** Oldest first. */
  readonly rollouts: readonly RolloutRecords[]
  readonly openDebts: readonly Debt[]
}

const keptRollouts = `SELECT id FROM rollouts WHERE id NOT IN (SELECT rollout FROM prunings WHERE what = 'journal')
                      ORDER BY created_at_ms, id`

/** Read all rollouts of a data folder whose journals were not pruned; works beside a console that runs. */
export function readRecords(dataFolder: string): Records {
  const db = openReadableDb(join(dataFolder, 'lastmile.db'))
  try {
    const ids = db.prepare(keptRollouts).pluck().all() as string[]
    return { rollouts: ids.map((id) => readRollout(db, asRolloutId(id))), openDebts: listOpenDebts(db) }
  } finally {
    db.close()
  }
}

function readRollout(db: ReadableDb, rollout: RolloutId): RolloutRecords {
  const events = readJournal(db, rollout).map(({ at, actor, kind, payload }) => ({
    event: { kind, ...payload } as unknown as RolloutEvent,
    atMs: at,
    actor,
  }))
  const state = evolveAll(undefined, events)
  if (!state) throw new Error(`rollout ${rollout} has an empty journal`)
  return { rollout, events, state, verdict: verifyJournal(db, rollout) }
}
