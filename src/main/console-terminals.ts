import type { Services } from './console-services'
import type { WritableDb } from './db/handles'
import { findRollout } from './db/repositories/rollouts'
import type { LogArchive } from './logs/log-archive'
import { ConsoleTerminals } from './terminals/console-terminals'

/** What the terminals are built from. */
export type TerminalParts = { readonly services: Services; readonly db: WritableDb; readonly logs: LogArchive }

/** The terminal streams, over the engine and the logs. */
export function buildTerminals({ services, db, logs }: TerminalParts): ConsoleTerminals {
  const { rollouts } = services
  const terminals = new ConsoleTerminals({
    watcher: logs.watcher,
    findRollout: (text) => rollouts.find(text),
    isOver: (rollout) => findRollout(db, rollout)?.result !== undefined,
  })
  rollouts.onEvents((rollout, events) => {
    if (events.some(({ event }) => event.kind === 'rollout-finished')) terminals.completeLogs(rollout)
  })
  return terminals
}
