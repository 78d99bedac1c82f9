import { SqliteChecklistBook } from '../../src/main/db/checklist-book'
import { SqliteInventory } from '../../src/main/db/inventory'
import { SqliteReleaseBook } from '../../src/main/db/release-book'
import { SqliteRolloutBook } from '../../src/main/db/rollout-book'
import { SqliteRolloutStore } from '../../src/main/db/rollout-store'
import type { RolloutStore } from '../../src/main/ports/journal'
import { EarlierAttempts } from '../../src/main/rollout/earlier-attempts'
import { RolloutPerformer } from '../../src/main/rollout/effect-performer'
import { GateChecker } from '../../src/main/rollout/gate-checker'
import { endLeftSettlings } from '../../src/main/rollout/left-settlings'
import { LockKeeper } from '../../src/main/rollout/lock-keeper'
import { RolloutLocks } from '../../src/main/rollout/rollout-locks'
import { RolloutService } from '../../src/main/rollout/rollout-service'
import type { RolloutRunner } from '../../src/main/rollout/runner'
import { settleDebts, type SettleInput } from '../../src/main/rollout/settle-debts'
import { StepRunner } from '../../src/main/rollout/step-runner'
import { surveyCluster } from '../../src/main/rollout/survey'
import type { AppSpec } from '../../src/shared/domain/app-spec'
import { asHostName, asRolloutId, type RolloutId } from '../../src/shared/domain/ids'
import { consoleActor, type RolloutCommand } from '../../src/shared/domain/rollout-command'
import { hostsInFlight, waitingGate, type RolloutState } from '../../src/shared/domain/rollout-state'
import { drive } from './drive'
import { FakeClusterLock } from './fake-cluster-lock'
import { FakeClock, turns } from './fake-clock'
import { FakeFleet } from './fake-fleet'
import { specFixture } from './rollout-fixture'
import { allSteps } from './rollout-steps'
import { MemoryLogs } from './runner-harness'
import { noSecrets } from './secrets'
import { tempDb } from './temp-db'

/** The versions that a survey reads from hosts that are no machines. */
function answerSurveys(fleet: FakeFleet): void {
  fleet.answer = ({ target, script }) => {
    if (target.kind !== 'ssh' || !script.includes('clockEpoch')) return undefined
    const version = fleet.versions.get(asHostName(target.name)) ?? ''
    return { exitCode: 0, stdout: `version=${version}\nhealthy=yes\n`, stderr: '' }
  }
}

/** A whole rollout service over a real database, a fleet in memory and a clock set by hand. */
export class ServiceHarness {
  readonly clock: FakeClock
  readonly fleet: FakeFleet
  readonly lock: FakeClusterLock
  readonly console: string
  readonly db = tempDb()
  readonly inventory = new SqliteInventory(this.db)
  readonly releases = new SqliteReleaseBook(this.db)
  readonly checklists = new SqliteChecklistBook(this.db)
  readonly book = new SqliteRolloutBook(this.db)
  store = new SqliteRolloutStore(this.db)
  /** Called by each survey before it looks. */
  onSurvey: () => Promise<void> = () => Promise.resolve()
  service: RolloutService
  #earlier = this.openEarlier()
  #lastId = 0

  /** `beside`: another console with a data folder of its own, on the same hosts at the same time. */
  constructor(
    spec: AppSpec = specFixture({ hosts: 4, lifecycle: allSteps, strategy: { batches: [2] } }),
    beside?: ServiceHarness,
  ) {
    this.clock = beside?.clock ?? new FakeClock()
    this.lock = beside?.lock ?? new FakeClusterLock(this.clock)
    this.console = beside ? 'console2' : 'console1'
    const names = spec.environments.flatMap(({ hosts }) => hosts.map(({ name }) => asHostName(name)))
    this.fleet = beside?.fleet ?? new FakeFleet(names)
    answerSurveys(this.fleet)
    this.inventory.saveApp(spec)
    this.service = this.#open()
  }

  /** The console ends without a word, and another one begins; as for a door that stays, unless `takesUp` is off. */
  restart(takesUp = true): void {
    this.service.dispose()
    this.store = new SqliteRolloutStore(this.db)
    this.service = this.#open()
    this.service.settleLeft()
    if (takesUp) this.service.recover()
  }

  start(version = '1.1.0', more: object = {}): Promise<RolloutRunner> {
    const request = { app: 'shop', environment: 'production', version, by: 'ann', ...more }
    return this.during(this.service.start(request))
  }

  /** Let the event loop turn while something is awaited. */
  async during<T>(work: Promise<T>): Promise<T> {
    let isOver = false
    const watched = work.finally(() => (isOver = true))
    watched.catch(() => undefined)
    while (!isOver) await turns(1)
    return watched
  }

  /** Let everything happen to a rollout, its gates signed by ann, until `holds`. */
  async drive(rollout: RolloutId, holds: (state: RolloutState) => boolean): Promise<RolloutState> {
    const runner = () => this.service.runner(rollout)
    await drive({
      clock: this.clock,
      isThere: () => holds(runner().state),
      news: () => `${runner().seq} ${this.fleet.trace.length}`,
      nudge: async () => {
        const { state } = runner()
        if (!waitingGate(state) || state.brake || hostsInFlight(state).length > 0) return
        await this.during(this.service.sign(rollout, 'ann')).catch(() => undefined)
      },
      where: () => runner().state.hosts,
    })
    return runner().state
  }

  settle(debts: readonly string[], more: Partial<SettleInput> = {}) {
    return this.during(settleDebts(this.#settling, { debts, by: 'bob', byHand: false, ...more }))
  }

  /** What a door that stays does about debts that the console before it was settling. */
  endLeftSettlings(): Promise<void> {
    return this.during(endLeftSettlings(this.#settling))
  }

  openEarlier(store: Pick<RolloutStore, 'read'> = this.store): EarlierAttempts {
    const tell = (rollout: RolloutId, command: RolloutCommand) => this.service.tell(rollout, command, consoleActor)
    return new EarlierAttempts({ store, book: this.book, tell })
  }

  get #settling() {
    const { service: rollouts, book, clock } = this
    return { rollouts, book, clock, earlier: this.#earlier, steps: new StepRunner(this.#steps) }
  }

  get #steps() {
    return { shell: this.fleet, logs: new MemoryLogs(), clock: this.clock }
  }

  get #checker() {
    return new GateChecker(this.fleet, () => Promise.resolve({ status: 200, body: '' }), noSecrets)
  }

  #open(): RolloutService {
    const { inventory, book, releases, checklists, clock, store, fleet: shell } = this
    const me = { lock: this.console, machine: `${this.console}.example.com`, folder: '/data' }
    const lockPorts = { lock: this.lock, clock, book, me }
    const keeper = new LockKeeper(lockPorts)
    this.#earlier = this.openEarlier()
    return new RolloutService({
      store,
      book,
      inventory,
      checklists,
      releases,
      clock,
      secrets: noSecrets,
      newId: () => asRolloutId(`${this.console === 'console1' ? '' : 'other'}rollout${(this.#lastId += 1)}`),
      survey: async (cluster) => {
        await this.onSurvey()
        return surveyCluster({ shell, clock, inventory, book }, cluster)
      },
      digestOf: (_cluster, _version, given) => Promise.resolve(given),
      performer: new RolloutPerformer({
        ...this.#steps,
        checker: this.#checker,
        locks: keeper,
        earlier: this.#earlier,
      }),
      locks: new RolloutLocks(lockPorts, keeper),
    })
  }
}

/** Over, or stopped with nobody on the way. */
export const isAtRest = (state: RolloutState): boolean =>
  (state.result !== undefined || state.brake !== undefined) && hostsInFlight(state).length === 0
