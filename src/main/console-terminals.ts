import { asHostName, type HostName, type RolloutId } from '../shared/domain/ids'
import { AppError } from '../shared/errors/app-error'
import type { Services } from './console-services'
import type { WritableDb } from './db/handles'
import { listHostsOfRollout } from './db/repositories/journal'
import { findRollout } from './db/repositories/rollouts'
import { SqliteShellBook } from './db/shell-book'
import { refusePruned } from './ipc/evidence-handlers'
import type { PushHub } from './ipc/push-hub'
import type { LogArchive } from './logs/log-archive'
import type { Inventory } from './ports/inventory'
import type { Machine } from './ports/machine'
import { getCluster, machineOf, requireHosts } from './rollout/cluster'
import { secretScopeOf } from './rollout/require-secrets'
import type { HostTerminals } from './terminal-ports'
import { ConsoleTerminals } from './terminals/console-terminals'
import type { Turns } from './turns/turns'

/** What the terminals are built from. */
export type TerminalParts = {
  readonly services: Services
  readonly db: WritableDb
  readonly logs: LogArchive
  readonly hosts: HostTerminals
  readonly pushes: PushHub
  readonly turns: Turns
}

/** The terminal streams, over the engine, the logs and the connections to hosts. */
export function buildTerminals({ services, db, logs, hosts, pushes, turns }: TerminalParts): ConsoleTerminals {
  const { rollouts, book, inventory, clock, secrets, newId } = services
  const terminals = new ConsoleTerminals({
    watcher: logs.watcher,
    hosts,
    turns,
    logs: logs.sink,
    redact: (app, environment) => secrets.redact(secretScopeOf(getCluster(inventory, app, environment))),
    clock,
    newId,
    shells: new SqliteShellBook(db),
    findRollout: (text) => rollouts.find(text),
    getLog: (rollout, host) => {
      const id = rollouts.find(rollout)
      refusePruned(book, id)
      return getLog(db, id, asHostName(host))
    },
    getMachine: (app, environment, host) => getMachine(inventory, app, environment, host),
    findSize: (key) => logs.findSize(key),
    onChange: ({ shell, rollout }) => pushes.send('shell:changed', { shell, ...(rollout ? { rollout } : {}) }),
  })
  terminals.closeLeftShells()
  rollouts.onEvents((rollout, events) => {
    if (events.some(({ event }) => event.kind === 'rollout-finished')) terminals.completeLogs(rollout)
  })
  return terminals
}

/** @throws AppError `rollout.no-such-host` */
function getLog(db: WritableDb, id: RolloutId, host: HostName) {
  const rollout = findRollout(db, id)
  const hosts = listHostsOfRollout(db, id)
  if (hosts.includes(host)) return { id, host, isComplete: rollout?.result !== undefined }
  const { app = '', environment = '' } = rollout ?? {}
  const known = hosts.slice(0, 20).join(', ')
  throw new AppError('rollout.no-such-host', { details: { app, environment, host, known } })
}

/** A host of a cluster, or one of its other hosts. @throws AppError `rollout.app-unknown`, `rollout.environment-unknown`, `rollout.no-such-host` */
function getMachine(inventory: Inventory, app: string, environment: string, name: string): Machine {
  const cluster = getCluster(inventory, app, environment)
  const { hosts, otherHosts, ssh } = cluster.environment
  const host = [...hosts, ...otherHosts].find((each) => each.name === name)
  if (!host) requireHosts(cluster, [name])
  return machineOf(host ?? { name }, ssh)
}
