import { GateChecker } from '../../src/main/rollout/gate-checker'
import { RolloutPerformer } from '../../src/main/rollout/effect-performer'
import { LockKeeper } from '../../src/main/rollout/lock-keeper'
import { RolloutRunner } from '../../src/main/rollout/runner'
import { signGate } from '../../src/main/rollout/sign-gate'
import type { LogKey, LogSink } from '../../src/main/ports/logs'
import { decideCreation } from '../../src/shared/domain/rollout-decide'
import type { RolloutSettings } from '../../src/shared/domain/rollout-settings'
import { hostsInFlight, waitingGate, type RolloutState } from '../../src/shared/domain/rollout-state'
import { drive } from './drive'
import { FakeClusterLock } from './fake-cluster-lock'
import { FakeClock, turns } from './fake-clock'
import type { FakeFleet } from './fake-fleet'
import { MemoryStore } from './memory-store'
import { noSecrets } from './secrets'

/** Logs in memory. */
export class MemoryLogs implements LogSink {
  readonly texts = new Map<string, string>()

  write({ host, step, attempt }: LogKey, offset: number, bytes: Buffer): boolean {
    const name = `${host} ${step}.${attempt}`
    const before = (this.texts.get(name) ?? '').slice(0, offset)
    this.texts.set(name, before + bytes.toString())
    return true
  }

  drained(): Promise<void> {
    return Promise.resolve()
  }

  flush(): Promise<void> {
    return Promise.resolve()
  }
}

/** One console after the other over the same fleet, journal and clock. */
export class RunnerHarness {
  readonly clock: FakeClock
  readonly logs = new MemoryLogs()
  readonly fleet: FakeFleet
  readonly store: MemoryStore
  readonly lock: FakeClusterLock
  readonly settings: RolloutSettings
  runner: RolloutRunner
  /** Items that are waived at each gate. */
  readonly waived: string[] = []

  constructor(settings: RolloutSettings, fleet: FakeFleet, given: { store?: MemoryStore; clock?: FakeClock } = {}) {
    this.settings = settings
    this.fleet = fleet
    this.clock = given.clock ?? new FakeClock()
    this.store = given.store ?? new MemoryStore()
    this.lock = new FakeClusterLock(this.clock)
    if (given.store) {
      this.runner = this.#adopt(given.store.fold(settings.rollout))
      this.runner.start(true)
      return
    }
    const context = { actor: settings.startedBy, atMs: this.clock.nowMs() }
    const { events, state } = decideCreation(settings, context)
    this.store.append(
      settings.rollout,
      0,
      events.map((event) => ({ event, ...context })),
    )
    this.runner = this.#adopt(state)
    this.runner.start(false)
  }

  get state(): RolloutState {
    return this.runner.state
  }

  /** The console ends without a word; the next one finds the journal. */
  crash(): void {
    this.runner.dispose()
    this.runner = this.#adopt(this.store.fold(this.settings.rollout))
    this.runner.start(true)
  }

  /** Let everything happen, time too, until `holds`; signs each gate unless `signs` is off. Fails when nothing moves any more. */
  async drive(holds: (state: RolloutState) => boolean, signs = true): Promise<RolloutState> {
    await drive({
      clock: this.clock,
      isThere: () => holds(this.state),
      news: () => `${this.runner.seq} ${this.fleet.trace.length}`,
      nudge: async () => {
        if (signs && this.#maySign()) await this.#sign()
      },
      where: () => this.where(),
    })
    return this.state
  }

  /** What keeps it, for the message of a test that hangs. */
  where(): object {
    const { position, brake, result, hosts } = this.state
    return {
      position,
      brake,
      result,
      hosts: Object.values(hosts).map(({ name, status, step }) => ({ name, status, step })),
    }
  }

  #maySign(): boolean {
    return waitingGate(this.state) !== undefined && !this.state.brake && hostsInFlight(this.state).length === 0
  }

  async #sign(): Promise<void> {
    const { runner } = this
    let isOver = false
    const waiving = this.waived.map((item) => runner.tell({ kind: 'waive', item, reason: 'a test' }, 'ann'))
    const signing = Promise.allSettled(waiving).then(() => signGate(runner, 'ann', this.clock))
    const settled = signing.then(
      () => (isOver = true),
      () => (isOver = true),
    )
    while (!isOver && this.runner === runner) await turns(1)
    if (this.runner !== runner) return void settled
    await signing.catch((error: unknown) => {
      if (this.runner === runner && !this.state.brake) throw error
    })
  }

  #adopt(state: RolloutState): RolloutRunner {
    const { store, clock, fleet: shell, logs } = this
    const checker = new GateChecker(shell, () => Promise.resolve({ status: 200, body: '' }), noSecrets)
    const me = { lock: 'console1', machine: 'here', folder: '/data' }
    const locks = new LockKeeper({ lock: this.lock, clock, book: { findOpen: () => undefined }, me })
    const performer = new RolloutPerformer({ shell, logs, clock, checker, locks })
    const seq = store.read(this.settings.rollout).length
    return new RolloutRunner({ state, seq }, { store, performer, clock })
  }
}
