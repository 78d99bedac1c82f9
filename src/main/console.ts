import { customAlphabet } from 'nanoid'
import type { Handlers } from '../shared/ipc/contract'
import { asRolloutId, type RolloutId } from '../shared/domain/ids'
import { diffSpecs } from '../shared/domain/spec-diff'
import { openDb } from './db/open'
import { SqliteInventory } from './db/inventory'
import { SqliteReleaseBook } from './db/release-book'
import { readJournal } from './db/repositories/journal'
import { SqliteRolloutBook } from './db/rollout-book'
import { SqliteRolloutStore } from './db/rollout-store'
import { verifyJournal } from './db/verify-journal'
import type { WritableDb } from './db/handles'
import { checkCommand } from './commands/command-template'
import { httpGet } from './checks/http-get'
import { evidenceHandlers } from './ipc/evidence-handlers'
import { inventoryHandlers } from './ipc/inventory-handlers'
import { PushHub } from './ipc/push-hub'
import { rolloutHandlers } from './ipc/rollout-handlers'
import { importHosts } from './integrations/inventory/import-hosts'
import { LogArchive } from './logs/log-archive'
import { EnvironmentSecrets } from './logs/environment-secrets'
import type { RolloutBook } from './ports'
import type { Cluster } from './rollout/cluster'
import { RolloutPerformer } from './rollout/effect-performer'
import { GateChecker } from './rollout/gate-checker'
import { checkHosts, execOnHosts } from './rollout/host-commands'
import { findDigest } from './rollout/release-digest'
import { RolloutService } from './rollout/rollout-service'
import { settleDebts } from './rollout/settle-debts'
import { stageRelease } from './rollout/stage-release'
import { StepRunner } from './rollout/step-runner'
import { rememberedFacts, surveyCluster } from './rollout/survey'
import { LocalShellHost } from './shell/local-shell'
import { AgentStepShell } from './shell/step-shell'
import { RoutedShellHosts } from './shell/routed-hosts'
import { exportSpec } from './spec/spec-export'
import { parseSpecFile } from './spec/spec-file'
import type { Prompter } from './ssh/prompter'
import { SshHosts } from './ssh/ssh-hosts'
import { systemClock } from './system-clock'

/** Where a console keeps its data; the caller holds the folder's lock. */
export type ConsolePaths = {
  readonly folder: string
  readonly database: string
  readonly logs: string
  readonly backups: string
}

export type Console = {
  readonly handlers: Handlers
  readonly pushes: PushHub
  /** Let go of everything, in order. Remote steps go on; rollouts wait to be resumed. */
  readonly dispose: () => Promise<void>
}

/** Ids are told over the phone and typed: no capitals, nothing that looks like something else. */
const newId = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 10)

/**
 * The product without a door: opens the data folder and builds the services. Rollouts that were left are taken up when
 * somebody steers or attaches to them: looking at the history must not start anything.
 * @throws AppError `db.*`, `logs.*`
 */
export function openConsole(paths: ConsolePaths, prompter?: Prompter): Console {
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
  services.rollouts.settleLeft()
  return {
    handlers: buildHandlers(services, db, logs, paths),
    pushes,
    dispose: async () => {
      services.rollouts.dispose()
      pushes.flush()
      // whatever fails, the next one is still let go; what failed is told at the end
      const outcomes = await Promise.allSettled([shell.dispose().then(() => logs.dispose())])
      db.close()
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
    },
  }
}

function buildServices(db: WritableDb, logs: LogArchive, shell: AgentStepShell) {
  const clock = systemClock
  const inventory = new SqliteInventory(db)
  const releases = new SqliteReleaseBook(db)
  const book: RolloutBook = new SqliteRolloutBook(db)
  const secrets = new EnvironmentSecrets(process.env)
  const checker = new GateChecker(shell, httpGet, secrets)
  const ports = { shell, clock, inventory, book, releases, logs: logs.sink, httpGet, secrets }
  const survey = (cluster: Cluster, only?: readonly string[]) => surveyCluster(ports, cluster, only)
  const shared = {
    ...ports,
    store: new SqliteRolloutStore(db),
    newId: (): RolloutId => asRolloutId(newId()),
    survey,
    digestOf: (cluster: Cluster, version: string, given: string | undefined) =>
      findDigest(ports, cluster, version, given),
  }
  const performer = new RolloutPerformer({ ...ports, checker })
  const rollouts = new RolloutService({ ...shared, performer })
  return { ...shared, rollouts, steps: new StepRunner(ports) }
}

type Services = ReturnType<typeof buildServices>

function buildHandlers(services: Services, db: WritableDb, logs: LogArchive, paths: ConsolePaths): Handlers {
  const { rollouts, book, clock, inventory, shell } = services
  return {
    ...rolloutHandlers({
      rollouts,
      book,
      clock,
      readRows: (rollout, afterSeq) => readJournal(db, asRolloutId(rollout), afterSeq + 1),
      verify: (rollout) => verifyJournal(db, asRolloutId(rollout)),
    }),
    ...inventoryHandlers({
      inventory,
      parseSpecs: (text, fileName) => parseSpecFile(text, fileName, checkCommand),
      exportSpec,
      diffSpecs,
      importHosts,
      survey: services.survey,
      remembered: (cluster) => rememberedFacts(services, cluster),
      check: (cluster, hosts) => checkHosts({ survey: services.survey, clock }, cluster, hosts),
      exec: (cluster, command, timeoutMs) => execOnHosts(shell, cluster, command, timeoutMs),
    }),
    ...evidenceHandlers({
      rollouts,
      book,
      settle: (input) => settleDebts(services, input),
      stage: (input) => stageRelease(services, input),
      info: () => ({ pid: process.pid, version: __LASTMILE_VERSION__, dataFolder: paths.folder }),
      logs,
    }),
  }
}
