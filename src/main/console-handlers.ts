import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import { asRolloutId } from '../shared/domain/ids'
import type { Handlers } from '../shared/ipc/contract'
import { checkCommand } from './commands/command-template'
import type { ConsolePaths } from './console-options'
import type { Services } from './console-services'
import type { WritableDb } from './db/handles'
import { backUpByHand } from './db/background-backup'
import type { DemoPort } from './demo-port'
import { readPreferences, savePreferences } from './db/preferences'
import { readJournal } from './db/repositories/journal'
import { SqliteShellBook } from './db/shell-book'
import { listHostDeeds } from './db/repositories/host-history'
import { readStorage } from './db/storage'
import { verifyJournal } from './db/verify-journal'
import { boardHandlers } from './ipc/board-handlers'
import { checklistHandlers } from './ipc/checklist-handlers'
import { consoleHandlers } from './ipc/console-handlers'
import { demoHandlers } from './ipc/demo-handlers'
import { doorHandlers, type WebLink } from './ipc/door-handlers'
import { evidenceHandlers } from './ipc/evidence-handlers'
import { hostHandlers } from './ipc/host-handlers'
import { inventoryHandlers } from './ipc/inventory-handlers'
import type { PageQuestions } from './ipc/page-questions'
import { planHandlers } from './ipc/plan-handlers'
import type { PushHub } from './ipc/push-hub'
import { questionHandlers } from './ipc/question-handlers'
import { releaseHandlers } from './ipc/release-handlers'
import { reportHandlers } from './ipc/report-handlers'
import { reviewHandlers } from './ipc/review-handlers'
import { rolloutHandlers } from './ipc/rollout-handlers'
import { sshHandlers } from './ipc/ssh-handlers'
import type { TroubleNews } from './ipc/trouble-news'
import { importHosts } from './integrations/inventory/import-hosts'
import type { LogArchive } from './logs/log-archive'
import type { Inventory } from './ports/inventory'
import type { LogRetention } from './rollout/log-retention'
import { showBoard } from './rollout/board'
import { checkHosts, execOnHosts } from './rollout/host-commands'
import { removeApp } from './rollout/remove-app'
import { settleDebts } from './rollout/settle-debts'
import { stageRelease } from './rollout/stage-release'
import { rememberedFacts } from './rollout/survey'
import { parseChecklist, writeChecklist } from './spec/checklist-json'
import { exportSpec } from './spec/spec-export'
import { parseSpecFile } from './spec/spec-file'
import { parseSpecJson, writeSpecJson } from './spec/spec-json'
import type { Identities, RememberedSecrets } from './ssh/identities'
import { listIdentities, type Identities as IdentityList } from './ssh/identity-list'
import { listKnownHosts, removeKnownHost, usualKnownHostsFiles } from './ssh/known-hosts-list'
import { localUser } from './ssh/tokens'
import { systemClock } from './system-clock'

/** What the handlers are built from. */
export type HandlerParts = {
  readonly services: Services
  readonly db: WritableDb
  readonly logs: LogArchive
  readonly retention: LogRetention
  readonly paths: ConsolePaths
  readonly identities: Pick<Identities, 'remembered' | 'forget'>
  readonly pushes: PushHub
  readonly troubles: TroubleNews
  /** Undefined where there are no pages to ask. */
  readonly questions?: PageQuestions | undefined
  /** Undefined where the door brought none. */
  readonly findDemo: () => DemoPort | undefined
  readonly webLink?: WebLink | undefined
}

/** The handlers of all requests, each group over the services it needs. */
export function buildHandlers(parts: HandlerParts): Handlers {
  return {
    ...rolloutGroup(parts),
    ...inventoryGroup(parts),
    ...evidenceGroup(parts),
    ...consoleGroup(parts),
    ...sshGroup(parts),
    ...checklistGroup(parts),
    ...boardHandlers(() => showBoard(parts.services)),
    ...questionHandlers(parts.questions),
    ...demoHandlers(parts.findDemo),
    ...doorHandlers(parts.webLink),
  }
}

function rolloutGroup({ services, db }: HandlerParts) {
  const { rollouts, book, clock } = services
  const journals = {
    readRows: (rollout: string, afterSeq: number, toSeq?: number) =>
      readJournal(db, asRolloutId(rollout), afterSeq + 1, toSeq),
    verify: (rollout: string) => verifyJournal(db, asRolloutId(rollout)),
  }
  return {
    ...rolloutHandlers(rollouts),
    ...reviewHandlers({ rollouts, book, clock, ...journals }),
    ...reportHandlers({ rollouts, clock, ...journals }),
  }
}

function inventoryGroup({ services, db }: HandlerParts) {
  const { inventory, book, clock, shell, survey } = services
  return {
    ...inventoryHandlers({
      inventory,
      parseSpecs: (text, fileName) => parseSpecFile(text, fileName, checkCommand),
      exportSpec,
      writeSpec: writeSpecJson,
      readSpec: (data) => parseSpecJson(data, checkCommand),
      removeApp: (app) => removeApp(services, app),
    }),
    ...releaseHandlers(services),
    ...hostHandlers({
      inventory,
      book,
      importHosts,
      check: (cluster, hosts) => checkHosts({ survey, shell, clock }, cluster, hosts),
      history: ({ app, environment, host }) => listHostDeeds(db, app, environment, host),
      exec: (cluster, command, timeoutMs) => execOnHosts(shell, cluster, command, timeoutMs),
    }),
    ...planHandlers({
      ...services,
      remembered: (cluster) => rememberedFacts(services, cluster),
      pace: (wanted) => services.rollouts.pace(wanted),
    }),
  }
}

function evidenceGroup({ services, db, logs, retention }: HandlerParts) {
  const { rollouts, book } = services
  return evidenceHandlers({
    rollouts,
    book,
    settle: (input) => settleDebts(services, input),
    stage: (input) => stageRelease(services, input),
    logs,
    retention,
    shells: new SqliteShellBook(db),
  })
}

function checklistGroup({ services, pushes }: HandlerParts) {
  const { checklists, clock } = services
  return checklistHandlers({
    checklists,
    clock,
    read: (gate, items) => parseChecklist(gate, items, checkCommand),
    write: writeChecklist,
    onChange: () => pushes.send('checklist:changed', {}),
  })
}

function consoleGroup({ db, paths, pushes, services, troubles }: HandlerParts) {
  const startedAtMs = systemClock.nowMs()
  return consoleHandlers({
    info: () => ({
      pid: process.pid,
      version: __LASTMILE_VERSION__,
      dataFolder: paths.folder,
      user: localUser(),
      host: hostname(),
      startedAtMs,
      platform: process.platform,
    }),
    awake: () => services.keepAwake.check(),
    storage: () => readStorage(db, paths),
    troubles: () => [...troubles.list()],
    backUp: () => backUpByHand(paths, services.clock.nowMs()),
    preferences: {
      read: () => readPreferences(db),
      save: (preferences) => {
        savePreferences(db, preferences)
        pushes.send('preferences:changed', preferences)
      },
    },
  })
}

function sshGroup({ paths, services, identities }: HandlerParts) {
  const own = join(paths.folder, 'known_hosts')
  return sshHandlers({
    listIdentities: async () => toWireIdentities(await listIdentities(homedir(), process.env), identities.remembered),
    forgetSecrets: () => identities.forget(),
    listKnownHosts: () => listKnownHosts(own, [...usualKnownHostsFiles(homedir()), ...namedIn(services.inventory)]),
    removeKnownHost: ({ line, fingerprint }) => removeKnownHost(own, line, fingerprint),
  })
}

/** The known_hosts files that environments name. */
const namedIn = (inventory: Inventory): string[] =>
  inventory
    .listApps()
    .flatMap(({ environments }) => environments.flatMap(({ ssh }) => ssh.knownHosts ?? []))
    .map((file) => file.replace(/^~(?=\/)/, homedir()))

const toWireIdentities = ({ keys, agent }: IdentityList, remembered: RememberedSecrets) => ({
  keys: keys.map((key) => ({ ...key })),
  agent: { ...agent, keys: agent.keys.map((key) => ({ ...key })) },
  remembered: { ...ownersOf(remembered), inKeychain: ownersOf(remembered.inKeychain) },
})

const ownersOf = ({ keys, accounts }: Pick<RememberedSecrets, 'keys' | 'accounts'>) => ({
  keys: [...keys],
  accounts: [...accounts],
})
