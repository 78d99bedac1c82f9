import { asRolloutId } from '../shared/domain/ids'
import { diffSpecs } from '../shared/domain/spec-diff'
import type { Handlers } from '../shared/ipc/contract'
import { checkCommand } from './commands/command-template'
import type { ConsolePaths } from './console-options'
import type { Services } from './console-services'
import type { WritableDb } from './db/handles'
import { readJournal } from './db/repositories/journal'
import { verifyJournal } from './db/verify-journal'
import { doorHandlers, type WebLink } from './ipc/door-handlers'
import { evidenceHandlers } from './ipc/evidence-handlers'
import { inventoryHandlers } from './ipc/inventory-handlers'
import { rolloutHandlers } from './ipc/rollout-handlers'
import { importHosts } from './integrations/inventory/import-hosts'
import type { LogArchive } from './logs/log-archive'
import { checkHosts, execOnHosts } from './rollout/host-commands'
import { settleDebts } from './rollout/settle-debts'
import { stageRelease } from './rollout/stage-release'
import { rememberedFacts } from './rollout/survey'
import { exportSpec } from './spec/spec-export'
import { parseSpecFile } from './spec/spec-file'

/** What the handlers are built from. */
export type HandlerParts = {
  readonly services: Services
  readonly db: WritableDb
  readonly logs: LogArchive
  readonly paths: ConsolePaths
  readonly webLink?: WebLink | undefined
}

/** The handlers of all requests, each group over the services it needs. */
export function buildHandlers(parts: HandlerParts): Handlers {
  return { ...rolloutGroup(parts), ...inventoryGroup(parts), ...evidenceGroup(parts), ...doorHandlers(parts.webLink) }
}

function rolloutGroup({ services, db }: HandlerParts) {
  const { rollouts, book, clock } = services
  return rolloutHandlers({
    rollouts,
    book,
    clock,
    readRows: (rollout, afterSeq) => readJournal(db, asRolloutId(rollout), afterSeq + 1),
    verify: (rollout) => verifyJournal(db, asRolloutId(rollout)),
  })
}

function inventoryGroup({ services }: HandlerParts) {
  const { clock, inventory, shell, survey } = services
  return inventoryHandlers({
    inventory,
    parseSpecs: (text, fileName) => parseSpecFile(text, fileName, checkCommand),
    exportSpec,
    diffSpecs,
    importHosts,
    survey,
    remembered: (cluster) => rememberedFacts(services, cluster),
    check: (cluster, hosts) => checkHosts({ survey, clock }, cluster, hosts),
    exec: (cluster, command, timeoutMs) => execOnHosts(shell, cluster, command, timeoutMs),
  })
}

function evidenceGroup({ services, logs, paths }: HandlerParts) {
  const { rollouts, book } = services
  return evidenceHandlers({
    rollouts,
    book,
    settle: (input) => settleDebts(services, input),
    stage: (input) => stageRelease(services, input),
    info: () => ({ pid: process.pid, version: __LASTMILE_VERSION__, dataFolder: paths.folder }),
    logs,
  })
}
