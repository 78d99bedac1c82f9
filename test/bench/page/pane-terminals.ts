import { ConsoleTerminals } from '../../../src/main/terminals/console-terminals'
import type { LogArchive } from '../../../src/main/logs/log-archive'
import { systemClock } from '../../../src/main/system-clock'
import { Turns } from '../../../src/main/turns/turns'
import { asHostName, asRolloutId } from '../../../src/shared/domain/ids'

const none = (): never => {
  throw new Error('the bench opens no shells')
}

/** Terminal streams of logs only. */
export const paneTerminals = (logs: LogArchive): ConsoleTerminals =>
  new ConsoleTerminals({
    watcher: logs.watcher,
    logs: logs.sink,
    redact: none,
    clock: systemClock,
    turns: new Turns(),
    hosts: { openTerminal: none },
    shells: { open: none, close: none, find: () => undefined, list: () => [], listOpen: () => [] },
    findRollout: asRolloutId,
    getLog: (rollout, host) => ({ id: asRolloutId(rollout), host: asHostName(host), isComplete: false }),
    getMachine: none,
    findSize: () => undefined,
    newId: none,
    onChange: none,
  })
