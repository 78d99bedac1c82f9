import { hostname } from 'node:os'
import { customAlphabet } from 'nanoid'
import { asRolloutId, type RolloutId } from '../shared/domain/ids'
import { consoleActor } from '../shared/domain/rollout-command'
import { httpGet } from './checks/http-get'
import type { ConsolePaths } from './console-options'
import { SqliteChecklistBook } from './db/checklist-book'
import { SqliteClusterBook } from './db/cluster-book'
import { readConsoleIdentity } from './db/console-identity'
import type { WritableDb } from './db/handles'
import { SqliteInventory } from './db/inventory'
import type { JournalMark } from './db/journal-mark'
import { SqliteJournalPulse } from './db/journal-pulse'
import { findShell } from './db/repositories/shells'
import { findRestore } from './db/restored'
import { SqliteReleaseBook } from './db/release-book'
import { SqliteRolloutBook } from './db/rollout-book'
import { SqliteRolloutStore } from './db/rollout-store'
import type { WalDisk } from './db/wal-disk'
import type { LogArchive } from './logs/log-archive'
import type { KeepAwake } from './ports/awake'
import type { RolloutBook } from './ports/rollouts'
import type { SecretKeeper } from './ports/secrets'
import type { StepShell } from './ports/shell'
import type { TroubleBook } from './ports/troubles'
import { RestoreNews } from './restore-news'
import { AwakeKeeper } from './rollout/awake-keeper'
import type { Cluster } from './rollout/cluster'
import { EarlierAttempts } from './rollout/earlier-attempts'
import { RolloutPerformer } from './rollout/effect-performer'
import { ShellClusterLock } from './rollout/cluster-lock'
import { GateChecker } from './rollout/gate-checker'
import { LockKeeper } from './rollout/lock-keeper'
import { CatchUp } from './rollout/catch-up'
import { findDigest } from './rollout/release-digest'
import { RolloutLocks } from './rollout/rollout-locks'
import { RolloutService } from './rollout/rollout-service'
import { StepRunner } from './rollout/step-runner'
import { surveyCluster } from './rollout/survey'
import { WatchedStore } from './rollout/watched-store'
import type { Turns } from './turns/turns'
import { systemClock } from './system-clock'

/** Ids are told over the phone and typed: no capitals, nothing that looks like something else. */
const newId = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 10)

/** What the engine is built over. */
type Foundations = {
  readonly db: WritableDb
  readonly logs: LogArchive
  readonly shell: StepShell
  /** Hears of an app when it, its hosts, or what was seen of them is not what it was. */
  readonly news: { readonly add: (app: string) => void }
  readonly troubles: TroubleBook
  /** Others know this console by its data folder. */
  readonly paths: Pick<ConsolePaths, 'folder'>
  readonly secrets: SecretKeeper
  readonly disk: WalDisk
  readonly mark: JournalMark
  readonly turns: Turns
  readonly keepAwake: KeepAwake
}

/** Build the engine over the adapters of an open data folder. */
export function buildServices(foundations: Foundations) {
  const { db, logs, shell, news, troubles, paths, secrets, disk, mark, turns, keepAwake } = foundations
  const clock = systemClock
  const inventory = new SqliteInventory(db, (app) => news.add(app))
  const releases = new SqliteReleaseBook(db)
  const book: RolloutBook = new SqliteRolloutBook(db)
  const checker = new GateChecker(shell, httpGet, secrets)
  const ports = { shell, clock, inventory, book, releases, logs: logs.sink, httpGet, secrets, turns }
  const survey = (cluster: Cluster, only?: readonly string[]) => surveyCluster(ports, cluster, only)
  const pulse = new SqliteJournalPulse(db)
  const store = new WatchedStore({
    store: new SqliteRolloutStore(db, { disk, onStored: (rollout, seq) => mark.note(rollout, seq) }),
    pulse,
    troubles,
    clock,
  })
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
  const lockPorts = {
    lock: new ShellClusterLock(shell),
    clock,
    book,
    me: readConsoleIdentity(db, paths.folder, hostname()),
  }
  const keeper = new LockKeeper(lockPorts)
  const restored = openRestoreNews(db, logs, book, troubles)
  const isBehind = (rollout: RolloutId) => restored.isBehind(rollout)
  const earlier = new EarlierAttempts({
    store,
    book,
    tell: (rollout, command): Promise<unknown> => rollouts.tell(rollout, command, consoleActor),
  })
  const inner = new RolloutPerformer({ ...ports, checker, locks: keeper, earlier })
  const performer = new CatchUp(inner, { shell, clock, book, isBehind })
  const rollouts = new RolloutService({ ...shared, performer, locks: new RolloutLocks(lockPorts, keeper) })
  const awake = new AwakeKeeper(keepAwake)
  rollouts.onEvents((rollout, events) => {
    if (events.some(({ event }) => event.kind === 'rollout-finished')) restored.tell()
    awake.note(rollouts.look(rollout).state)
  })
  return { ...shared, rollouts, keepAwake, awake, earlier, steps: new StepRunner(ports) }
}

function openRestoreNews(db: WritableDb, logs: LogArchive, book: RolloutBook, troubles: TroubleBook): RestoreNews {
  return new RestoreNews({
    restore: findRestore(db),
    book,
    troubles,
    listLogged: async () => (await logs.readTotals()).map(({ rollout }) => rollout),
    nowMs: () => systemClock.nowMs(),
    isKnown: (id) => book.findByPrefix(id).some((rollout) => rollout === id) || findShell(db, id) !== undefined,
  })
}

export type Services = ReturnType<typeof buildServices>
