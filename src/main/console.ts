import { randomUUID } from 'node:crypto'
import type { Handlers } from '../shared/ipc/contract'
import { buildHandlers } from './console-handlers'
import type { ConsoleOptions, ConsolePaths } from './console-options'
import { tellOfRollouts } from './console-news'
import { buildServices, type Services } from './console-services'
import { buildTerminals } from './console-terminals'
import { BackupKeeper } from './db/backup-keeper'
import { openDb } from './db/open'
import { noteRestore } from './db/restored'
import type { DemoSurroundings } from './demo-port'
import { InventoryNews } from './ipc/inventory-news'
import { LocalClient } from './ipc/local-client'
import { PageQuestions } from './ipc/page-questions'
import { PushHub } from './ipc/push-hub'
import type { Terminals } from './ipc/terminals'
import { TroubleNews } from './ipc/trouble-news'
import { LogArchive } from './logs/log-archive'
import { abandonRollout } from './rollout/abandon-rollout'
import { LocalShellHost } from './shell/local-shell'
import { AgentStepShell } from './shell/step-shell'
import { RoutedShellHosts } from './shell/routed-hosts'
import { SshHosts } from './ssh/ssh-hosts'
import { systemClock } from './system-clock'

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
export function openConsole(paths: ConsolePaths, options: ConsoleOptions = {}): Console {
  const db = openDb(paths.database, { backupsDir: paths.backups })
  noteRestore(db, systemClock.nowMs())
  const logs = new LogArchive(paths.logs)
  const pushes = new PushHub()
  const questions = options.hasPages ? openQuestions(pushes) : undefined
  const prompter = questions ?? options.prompter
  const ssh = new SshHosts({ dataDir: paths.folder, ...(prompter ? { prompter } : {}) })
  const shell = new AgentStepShell(new RoutedShellHosts(new LocalShellHost(), ssh))
  const news = new InventoryNews((app) => pushes.send('inventory:changed', { app }))
  const troubles = openTroubles(pushes)
  const services = buildServices(db, logs, shell, (app) => news.add(app), troubles)
  tellOfRollouts(services, pushes, news)
  const terminals = buildTerminals({ services, db, logs, hosts: ssh, pushes })
  services.rollouts.settleLeft()
  const { database, backups: backupsDir } = paths
  const backups = new BackupKeeper({ database, backupsDir, clock: systemClock, troubles })
  const { webLink } = options
  const findDemo = () => demo
  const handlers = buildHandlers({ services, db, logs, paths, pushes, troubles, questions, findDemo, webLink })
  const demo = options.openDemo?.(demoSurroundings(handlers, services, pushes))
  const dispose = async () => {
    services.rollouts.dispose()
    services.store.dispose()
    terminals.dispose()
    questions?.dispose()
    news.dispose()
    pushes.flush()
    // whatever fails, the next one is still let go; what failed is told at the end
    const outcomes = await Promise.allSettled([
      shell.dispose().then(() => logs.dispose()),
      demo?.close(),
      backups.dispose(),
    ])
    db.close()
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }
  return { handlers, pushes, terminals, takeUpRollouts: () => void services.rollouts.recover(), dispose }
}

const openQuestions = (pushes: PushHub): PageQuestions =>
  new PageQuestions({
    clock: systemClock,
    newId: () => randomUUID(),
    onChange: (open) => pushes.send('question:changed', { open }),
  })

const openTroubles = (pushes: PushHub): TroubleNews =>
  new TroubleNews({ clock: systemClock, onChange: (open) => pushes.send('trouble:changed', { open: [...open] }) })

/** The demo speaks to the console as any door does. */
const demoSurroundings = (handlers: Handlers, { rollouts }: Services, pushes: PushHub): DemoSurroundings => ({
  client: new LocalClient(handlers, pushes, () => Promise.resolve()),
  abandon: async (rollout, by, reason) => {
    await abandonRollout(rollouts.runner(rollouts.find(rollout)), by, reason)
  },
  onChange: (status) => pushes.send('demo:changed', status),
})
