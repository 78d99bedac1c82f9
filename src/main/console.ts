import { randomUUID } from 'node:crypto'
import type { Handlers } from '../shared/ipc/contract'
import { closeInOrder } from './close-in-order'
import { ChildKeepAwake } from './awake/child-keep-awake'
import { buildHandlers } from './console-handlers'
import type { ConsoleOptions, ConsolePaths } from './console-options'
import { tellOfRollouts } from './console-news'
import { openLogKeeping } from './console-logs'
import { buildRetention } from './console-retention'
import { buildServices, type Services } from './console-services'
import { buildTerminals } from './console-terminals'
import { BackupKeeper } from './db/backup-keeper'
import { countRollouts } from './db/repositories/rollouts'
import type { DemoSurroundings } from './demo-port'
import { InventoryNews } from './ipc/inventory-news'
import { LocalClient } from './ipc/local-client'
import { PageQuestions } from './ipc/page-questions'
import { PushHub } from './ipc/push-hub'
import type { Terminals } from './ipc/terminals'
import { TroubleNews } from './ipc/trouble-news'
import { abandonRollout } from './rollout/abandon-rollout'
import { endLeftSettlings } from './rollout/left-settlings'
import { TimeWatch } from './rollout/time-watch'
import { openJournal } from './open-journal'
import { LocalShellHost } from './shell/local-shell'
import { AgentStepShell } from './shell/step-shell'
import { RoutedShellHosts } from './shell/routed-hosts'
import { SqliteLeftSecretsBook } from './db/left-secrets-book'
import { LeftSecrets } from './secrets/left-secrets'
import { SecretShell } from './secrets/secret-shell'
import { SecretValues } from './secrets/secret-values'
import { SystemKeychain } from './secrets/system-keychain'
import { SshHosts, type SshHostsOptions } from './ssh/ssh-hosts'
import { Turns } from './turns/turns'
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
  const { close: closeJournal, ...journal } = openJournal(paths, systemClock.nowMs())
  const { db } = journal
  const pushes = new PushHub()
  const troubles = openTroubles(pushes)
  const logKeeping = openLogKeeping(paths.logs, troubles, () => countRollouts(db))
  const logs = logKeeping.archive
  const questions = options.hasPages ? openQuestions(pushes) : undefined
  const turns = new Turns()
  const ssh = openSsh(paths, { ...options, prompter: questions ?? options.prompter }, { turns, troubles })
  const secrets = new SecretValues({ env: process.env, keychain: options.keychain ?? new SystemKeychain() })
  const shell = openShell(ssh, turns, secrets, new LeftSecrets(troubles, new SqliteLeftSecretsBook(db)))
  const news = new InventoryNews((app) => pushes.send('inventory:changed', { app }))
  const { webLink, keepAwake = new ChildKeepAwake() } = options
  const services = buildServices({ ...journal, logs, shell, news, troubles, paths, secrets, turns, keepAwake })
  tellOfRollouts(services, pushes, news)
  const retention = buildRetention(db, logs, services)
  logKeeping.watch(services, retention)
  const terminals = buildTerminals({ services, db, logs, hosts: ssh, pushes, turns })
  services.rollouts.settleLeft()
  const timeWatch = new TimeWatch(systemClock, (jump) => services.rollouts.reportJump(jump))
  void timeWatch.watch()
  const backups = openBackups(paths, troubles)
  const parts = { services, db, logs, retention, paths, pushes, troubles, questions, findDemo: () => demo, webLink }
  const handlers = buildHandlers({ ...parts, identities: ssh.identities })
  const demo = options.openDemo?.(demoSurroundings(handlers, services, pushes))
  const dispose = () =>
    closeInOrder([
      () => logKeeping.finish(),
      () => services.rollouts.settleLocks(),
      () => timeWatch.dispose(),
      () => services.rollouts.dispose(),
      () => services.awake.dispose(),
      () => services.store.dispose(),
      () => terminals.dispose(),
      () => questions?.dispose(),
      () => news.dispose(),
      () => pushes.flush(),
      () => shell.dispose(),
      () => demo?.close(),
      () => backups.dispose(),
      () => logKeeping.dispose(),
      closeJournal,
    ])
  const takeUpRollouts = () => {
    takeUp(services, shell)
    logKeeping.start()
  }
  return { handlers, pushes, terminals, takeUpRollouts, dispose }
}

/** What an earlier console left: rollouts in progress, debts that were being settled, and secrets that may be readable on hosts. */
function takeUp(services: Services, shell: SecretShell): void {
  services.rollouts.recover()
  void endLeftSettlings(services)
  void shell.clearLeft()
}

const openQuestions = (pushes: PushHub): PageQuestions =>
  new PageQuestions({
    clock: systemClock,
    newId: () => randomUUID(),
    onChange: (open) => pushes.send('question:changed', { open }),
  })

type SshParts = Pick<SshHostsOptions, 'turns' | 'troubles'>
const openSsh = ({ folder }: ConsolePaths, { prompter, loginKeychain }: ConsoleOptions, parts: SshParts): SshHosts =>
  new SshHosts({ dataDir: folder, prompter, loginKeychain, ...parts })

const openBackups = ({ database, backups: backupsDir }: ConsolePaths, troubles: TroubleNews): BackupKeeper =>
  new BackupKeeper({ database, backupsDir, clock: systemClock, troubles })

const openShell = (ssh: SshHosts, turns: Turns, secrets: SecretValues, left: LeftSecrets): SecretShell => {
  const steps = new AgentStepShell(new RoutedShellHosts(new LocalShellHost(), ssh), { turns })
  return new SecretShell(steps, secrets, left)
}

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
