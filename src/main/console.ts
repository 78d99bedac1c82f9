import type { Handlers } from '../shared/ipc/contract'
import { buildHandlers } from './console-handlers'
import type { ConsoleOptions, ConsolePaths } from './console-options'
import { buildServices } from './console-services'
import { buildTerminals } from './console-terminals'
import { openDb } from './db/open'
import { PushHub } from './ipc/push-hub'
import type { Terminals } from './ipc/terminals'
import { LogArchive } from './logs/log-archive'
import { LocalShellHost } from './shell/local-shell'
import { AgentStepShell } from './shell/step-shell'
import { RoutedShellHosts } from './shell/routed-hosts'
import { SshHosts } from './ssh/ssh-hosts'

export type Console = {
  readonly handlers: Handlers
  readonly pushes: PushHub
  readonly terminals: Terminals
  /** Take up every rollout that has no result; for a door that stays. */
  readonly takeUpRollouts: () => void
  /** Let go of everything, in order. Remote steps go on; rollouts wait to be resumed. */
  readonly dispose: () => Promise<void>
}

/**
 * The product without a door: opens the data folder and builds the services. Rollouts that were left are taken up when
 * somebody steers or attaches to them: looking at the history must not start anything.
 * @throws AppError `db.*`, `logs.*`
 */
export function openConsole(paths: ConsolePaths, { prompter, webLink }: ConsoleOptions = {}): Console {
  const db = openDb(paths.database, { backupsDir: paths.backups })
  const logs = new LogArchive(paths.logs)
  const ssh = new SshHosts({ dataDir: paths.folder, ...(prompter ? { prompter } : {}) })
  const shell = new AgentStepShell(new RoutedShellHosts(new LocalShellHost(), ssh))
  const services = buildServices(db, logs, shell)
  const pushes = new PushHub()
  services.rollouts.onEvents((rollout, events) => {
    const rows = events.map(({ event, atMs, actor, seq }) => {
      const { kind, ...payload } = event
      return { rollout, seq, at: atMs, actor, kind, payload }
    })
    pushes.addRows(rollout, rows)
  })
  const terminals = buildTerminals({ services, db, logs, hosts: ssh, pushes })
  services.rollouts.settleLeft()
  return {
    handlers: buildHandlers({ services, db, logs, paths, pushes, webLink }),
    pushes,
    terminals,
    takeUpRollouts: () => void services.rollouts.recover(),
    dispose: async () => {
      services.rollouts.dispose()
      terminals.dispose()
      pushes.flush()
      // whatever fails, the next one is still let go; what failed is told at the end
      const outcomes = await Promise.allSettled([shell.dispose().then(() => logs.dispose())])
      db.close()
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
    },
  }
}
