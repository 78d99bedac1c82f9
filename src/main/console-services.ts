import { customAlphabet } from 'nanoid'
import { asRolloutId, type RolloutId } from '../shared/domain/ids'
import { httpGet } from './checks/http-get'
import { SqliteChecklistBook } from './db/checklist-book'
import { SqliteClusterBook } from './db/cluster-book'
import type { WritableDb } from './db/handles'
import { SqliteInventory } from './db/inventory'
import { SqliteJournalPulse } from './db/journal-pulse'
import { SqliteReleaseBook } from './db/release-book'
import { SqliteRolloutBook } from './db/rollout-book'
import { SqliteRolloutStore } from './db/rollout-store'
import { EnvironmentSecrets } from './logs/environment-secrets'
import type { LogArchive } from './logs/log-archive'
import type { RolloutBook, StepShell, TroubleBook } from './ports'
import type { Cluster } from './rollout/cluster'
import { RolloutPerformer } from './rollout/effect-performer'
import { GateChecker } from './rollout/gate-checker'
import { findDigest } from './rollout/release-digest'
import { RolloutService } from './rollout/rollout-service'
import { StepRunner } from './rollout/step-runner'
import { surveyCluster } from './rollout/survey'
import { WatchedStore } from './rollout/watched-store'
import { systemClock } from './system-clock'

/** Ids are told over the phone and typed: no capitals, nothing that looks like something else. */
const newId = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 10)

/**
 * Build the engine over the adapters of an open data folder. `onInventoryChange`: an app, its hosts, or what was seen of
 * them is not what it was.
 */
export function buildServices(
  db: WritableDb,
  logs: LogArchive,
  shell: StepShell,
  onInventoryChange: (app: string) => void,
  troubles: TroubleBook,
) {
  const clock = systemClock
  const inventory = new SqliteInventory(db, onInventoryChange)
  const releases = new SqliteReleaseBook(db)
  const book: RolloutBook = new SqliteRolloutBook(db)
  const secrets = new EnvironmentSecrets(process.env)
  const checker = new GateChecker(shell, httpGet, secrets)
  const ports = { shell, clock, inventory, book, releases, logs: logs.sink, httpGet, secrets }
  const survey = (cluster: Cluster, only?: readonly string[]) => surveyCluster(ports, cluster, only)
  const pulse = new SqliteJournalPulse(db)
  const store = new WatchedStore({ store: new SqliteRolloutStore(db), pulse, troubles, clock })
  const shared = {
    ...ports,
    clusters: new SqliteClusterBook(db),
    checklists: new SqliteChecklistBook(db),
    store,
    newId: (): RolloutId => asRolloutId(newId()),
    survey,
    digestOf: (cluster: Cluster, version: string, given: string | undefined) =>
      findDigest(ports, cluster, version, given),
  }
  const performer = new RolloutPerformer({ ...ports, checker })
  const rollouts = new RolloutService({ ...shared, performer })
  return { ...shared, rollouts, steps: new StepRunner(ports) }
}

export type Services = ReturnType<typeof buildServices>
