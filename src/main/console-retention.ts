import { defaultLogLimits } from '../shared/domain/retention'
import type { Services } from './console-services'
import type { WritableDb } from './db/handles'
import { readPreferences } from './db/preferences'
import { SqlitePruningBook } from './db/pruning-book'
import { SqliteShellBook } from './db/shell-book'
import type { LogArchive } from './logs/log-archive'
import { LogRetention } from './rollout/log-retention'

/** What removes old logs, by the limits a person has set. */
export function buildRetention(db: WritableDb, logs: LogArchive, { book, clock }: Services): LogRetention {
  const shells = new SqliteShellBook(db)
  return new LogRetention({
    logs,
    book,
    clock,
    listOpenShells: () => shells.listOpen(),
    prunings: new SqlitePruningBook(db),
    readLimits: () => {
      const { logKeepDays = defaultLogLimits.keepDays, logMaxBytes = defaultLogLimits.maxBytes } = readPreferences(db)
      return { keepDays: logKeepDays, maxBytes: logMaxBytes }
    },
  })
}
