import { expectedDurationMs, paceOf, type Pace } from '../../shared/domain/expected-duration'
import { decideCreation, type FirstLock } from '../../shared/domain/rollout-decide'
import { asHostName, asRolloutId, type GateId, type RolloutId } from '../../shared/domain/ids'
import { consoleActor, type RolloutCommand } from '../../shared/domain/rollout-command'
import type { TimeJump } from '../../shared/domain/rollout-event'
import { evolveAll } from '../../shared/domain/rollout-evolve'
import type { RolloutSettings } from '../../shared/domain/rollout-settings'
import { hostsInFlight, type RolloutState } from '../../shared/domain/rollout-state'
import { AppError } from '../../shared/errors/app-error'
import type { ChecklistBook } from '../ports/checklists'
import type { Clock } from '../ports/clock'
import type { Inventory } from '../ports/inventory'
import type { RolloutAppend, RolloutStore } from '../ports/journal'
import type { DebtEntry } from '../ports/debts'
import type { ReleaseBook } from '../ports/releases'
import type { RolloutBook } from '../ports/rollouts'
import type { SecretKeeper } from '../ports/secrets'
import { requireHosts, type Cluster } from './cluster'
import { settingsForRelease, settingsForRollback, type ClusterFacts } from './create-rollout'
import { requireSecrets } from './require-secrets'
import { rollbackTargets } from '../../shared/domain/rollback-targets'
import { getRolloutCluster } from './rollout-cluster'
import { foldJournal } from './journal-pages'
import { isReleasing, releaseLeftLocks, type RolloutLocks } from './rollout-locks'
import { detachedError, RolloutRunner, type EffectPerformer, type NumberedEvent } from './runner'
import { settleLeftDebts, settleOlderDebts } from './settle-older-debts'
import { SettlingClusters } from './settling-clusters'
import { signGate } from './sign-gate'
import { findStepBack } from './time-gap'
import { lockSubjectOf, type LockChoice, type LockSubject } from './take-lock'

export type StartInput = {
  readonly app: string
  readonly environment: string
  readonly version: string
  readonly by: string
  readonly sha256?: string | undefined
  readonly exclude?: readonly string[] | undefined
  readonly unblock?: boolean | undefined
  readonly reason?: string | undefined
  /** Instead of the environment's, as lastmile.yml writes it. */
  readonly strategy?: unknown
  /** What the version brings; kept with the release. */
  readonly notes?: string | undefined
  /** When the lock of the cluster is in the way. */
  readonly lock?: LockChoice | undefined
}

export type RolloutPorts = {
  readonly store: RolloutStore
  readonly book: RolloutBook
  readonly inventory: Inventory
  readonly checklists: Pick<ChecklistBook, 'listFor'>
  readonly releases: ReleaseBook
  readonly clock: Clock
  readonly secrets: Pick<SecretKeeper, 'read'>
  readonly newId: () => RolloutId
  /** Look at the hosts of a cluster: versions, health, who serves. Failures of single hosts are observations. */
  readonly survey: (cluster: Cluster) => Promise<ClusterFacts>
  /** The sha256 of a version, from what is given, configured or beside the package. */
  readonly digestOf: (cluster: Cluster, version: string, given: string | undefined) => Promise<string | undefined>
  readonly performer: EffectPerformer
  readonly locks: RolloutLocks
}

type PaceQuestion = Pick<RolloutSettings, 'app' | 'environment' | 'type'> & { readonly rollout?: RolloutId | undefined }

/** A rollout that was decided on; its events become durable together with what led to it. */
type PlannedRollout = RolloutAppend & { readonly state: RolloutState }

export type RolloutListener = (rollout: RolloutId, events: readonly NumberedEvent[]) => void

/** Starts rollouts, hands commands to them, and takes up those that an earlier console left. */
export class RolloutService {
  readonly settling = new SettlingClusters()
  readonly #ports: RolloutPorts
  readonly #runners = new Map<RolloutId, RolloutRunner>()
  readonly #listeners = new Set<RolloutListener>()
  /** Of rollouts that are over, which never changes. */
  readonly #paces = new Map<RolloutId, Pace>()
  #isDisposed = false

  constructor(ports: RolloutPorts) {
    this.#ports = ports
  }

  /** Hear of every event once it is stored. Returns the way to stop listening. */
  onEvents(listener: RolloutListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Take up every rollout that has no result; for a door that stays. One whose journal cannot be folded does not keep the
   * others waiting: whoever asks for it is told why.
   */
  recover(): RolloutRunner[] {
    const taken = this.#ports.book.list({ isOpen: true }).flatMap(({ rollout }) => {
      try {
        return [this.runner(rollout)]
      } catch {
        return []
      }
    })
    releaseLeftLocks(this, this.#ports)
    return taken
  }

  /** Wait until the locks of rollouts that are over were given back, but not for long. Before `dispose`. */
  settleLocks(): Promise<void> {
    return this.#ports.locks.settle(this.#runners.values())
  }

  /** Settle what an earlier console saw given back but could not note any more. */
  settleLeft(): void {
    settleLeftDebts(this, this.#ports)
  }

  /**
   * Look at the cluster, plan, and create a rollout that stands before its first gate.
   * @throws AppError `plan.*`, `release.*`, `rollout.cluster-busy`, `rollout.app-unknown` and the like
   */
  async start(input: StartInput): Promise<RolloutRunner> {
    const { releases, clock, newId } = this.#ports
    const cluster = getRolloutCluster(this.#ports, input)
    this.settling.refuse(input)
    this.#refuseBusy(cluster)
    this.#checkBlock(input)
    requireHosts(cluster, input.exclude ?? [])
    await requireSecrets(this.#ports.secrets, cluster)
    const subject = lockSubjectOf(cluster, newId(), input.by)
    // before anything else is asked: hosts that another console works on would only make a plan impossible
    const runner = await this.#begin(subject, input.lock, async (lock) => {
      const digest = await this.#ports.digestOf(cluster, input.version, input.sha256)
      const facts = await this.#ports.survey(cluster)
      const { version, by: startedBy, reason, notes } = input
      const { rollout } = subject
      const settings = settingsForRelease(cluster, facts, { rollout, version, digest, startedBy, reason })
      // somebody else may have been quicker while this one looked at the hosts
      this.#refuseBusy(cluster)
      this.#checkBlock(input)
      releases.record({ app: input.app, version, digest, source: sourceOf(cluster), notes, atMs: clock.nowMs() })
      if (input.unblock)
        releases.unblock(input.app, version, { by: startedBy, atMs: clock.nowMs(), reason: reason ?? '' })
      return this.#create(settings, input.by, lock)
    })
    for (const host of input.exclude ?? []) {
      await runner.tell(
        { kind: 'exclude', host: asHostName(host), reason: input.reason ?? 'left out at the start' },
        input.by,
      )
    }
    return runner
  }

  /**
   * End a rollout and start the one that puts back what each host ran before. The person who asks signs its gate with
   * this; it opens once the targets are verified to be present.
   * @throws AppError `rollout.hosts-in-flight`, `rollout.nothing-to-roll-back`, `gate.reason-missing`, `plan.*`
   */
  async rollBack(rollout: RolloutId, by: string, reason: string, choice?: LockChoice): Promise<RolloutRunner> {
    if (reason.trim() === '') throw new AppError('gate.reason-missing', { details: { action: 'roll back' } })
    const undone = this.runner(rollout)
    this.settling.refuse(undone.state.settings)
    await comeToRest(undone, by)
    await this.#ports.locks.regain(undone, by, choice)
    const { settings } = undone.state
    const { app, environment } = settings
    const cluster = getRolloutCluster(this.#ports, { app, environment })
    this.#refuseBusy(cluster, rollout)
    await requireSecrets(this.#ports.secrets, cluster)
    const subject = lockSubjectOf(cluster, this.#ports.newId(), by)
    return this.#begin(subject, choice, async (lock) => {
      const facts = await this.#ports.survey(cluster)
      // chosen now: somebody may have resumed while the hosts were looked at
      const chosen = rollbackTargets(undone.state)
      const wanted = { rollout: subject.rollout, startedBy: by, reason }
      const planned = this.#plan(settingsForRollback(cluster, facts, settings, chosen, wanted), by, lock)
      // together or not at all: were the console to end in between, the old one would name a rollback that never was
      await undone.tell({ kind: 'roll-back', by: planned.rollout, reason }, by, [planned])
      return this.#adoptNew(planned)
    })
  }

  /**
   * Give back what a rollout owes. Meanwhile nobody here goes on with its cluster, and no other console is at work there; `work`
   * gets how the lock was taken. @throws AppError `lock.*`, and what `work` throws
   */
  whileSettling<T>(
    { rollout, app, environment }: Pick<DebtEntry, 'rollout' | 'app' | 'environment'>,
    by: string,
    choice: LockChoice | undefined,
    work: (lock: FirstLock | undefined) => Promise<T>,
  ): Promise<T> {
    const open = this.#ports.book.findOpen(app, environment)?.rollout ?? rollout
    const isWaived = this.look(open).state.lock?.kind === 'waived'
    const subject = { ...this.look(rollout).state.settings, rollout: open, startedBy: by }
    return this.settling.during({ app, environment }, () =>
      isWaived ? work(undefined) : this.#locked(subject, choice, work),
    )
  }

  /** Go on after a brake, or try failed hosts again; with the lock of the cluster. @throws AppError `lock.*`, `rollout.*` */
  async goOn(rollout: RolloutId, kind: 'resume' | 'retry', by: string, choice?: LockChoice): Promise<RolloutState> {
    const runner = this.runner(rollout)
    await this.#ports.locks.regain(runner, by, choice)
    this.settling.refuse(runner.state.settings)
    return runner.tell({ kind }, by)
  }

  /** Give a command to a rollout. @throws AppError with the rule that refused it */
  async tell(rollout: RolloutId, command: RolloutCommand, by: string): Promise<RolloutState> {
    return this.runner(rollout).tell(command, by)
  }

  /** Check the automatic items of the waiting gate, which must be `gate` when given, again and sign it. @throws AppError `gate.*` */
  async sign(rollout: RolloutId, by: string, gate?: GateId): Promise<RolloutState> {
    const runner = this.runner(rollout)
    return signGate(runner, by, this.#ports.clock, gate, () => this.settling.refuse(runner.state.settings))
  }

  /** The runner of a rollout; one that no console runs is taken up. @throws AppError `rollout.unknown` */
  runner(rollout: RolloutId): RolloutRunner {
    const known = this.#runners.get(rollout)
    if (known) return known
    const { state, seq, lastAtMs = 0 } = this.look(rollout)
    const runner = this.#adopt(state, seq, true)
    const jump = findStepBack(lastAtMs, this.#ports.clock.nowMs())
    if (jump) this.#tellJump(runner, jump)
    return runner
  }

  /** The clock was set, or this machine slept: tell every rollout that is run here. */
  reportJump(jump: TimeJump): void {
    for (const runner of this.#runners.values()) this.#tellJump(runner, jump)
  }

  #tellJump(runner: RolloutRunner, jump: TimeJump): void {
    if (runner.state.result !== undefined) return
    void runner.tell({ kind: 'report-jump', jump }, consoleActor).catch(() => undefined)
  }

  /** See a rollout without taking it up: what was left under way stays as it is. @throws AppError `rollout.unknown` */
  look(rollout: RolloutId): { readonly state: RolloutState; readonly seq: number; readonly lastAtMs?: number } {
    const known = this.#runners.get(rollout)
    if (known) return known
    const events = this.#ports.store.read(rollout)
    // one that is being pruned has lost its beginning
    const isWhole = events[0]?.event.kind === 'rollout-created'
    const state = isWhole ? evolveAll(undefined, events) : undefined
    if (!state) throw this.#absent(rollout)
    return { state, seq: events.length, lastAtMs: events.at(-1)?.atMs ?? 0 }
  }

  /** The state of a rollout, for showing: a long journal is read in turns of the event loop. @throws AppError `rollout.unknown` */
  async view(rollout: RolloutId): Promise<RolloutState> {
    const known = this.#runners.get(rollout)
    const state = known ? known.state : await foldJournal(this.#ports.store, rollout)
    if (!state) throw this.#absent(rollout)
    return state
  }

  /** Resolve an id, a unique beginning of one, or `latest`. @throws AppError `rollout.unknown`, `rollout.ambiguous` */
  find(text: string): RolloutId {
    if (text === 'latest') {
      const [latest] = this.#ports.book.list({ limit: 1 })
      if (latest) return latest.rollout
    }
    const matches = this.#ports.book.findByPrefix(text)
    const exact = matches.find((id) => id === text)
    if (exact ?? (matches.length === 1 && matches[0])) return asRolloutId(exact ?? matches[0] ?? text)
    if (matches.length === 0) throw new AppError('rollout.unknown', { details: { rollout: text } })
    throw new AppError('rollout.ambiguous', { details: { rollout: text, matches: matches.slice(0, 5).join(', ') } })
  }

  /** How long a rollout may be expected to take, by the last one of its cluster that succeeded; milliseconds. */
  async expectedMs({ settings }: RolloutState): Promise<number | undefined> {
    return expectedDurationMs(settings, await this.pace(settings))
  }

  /** How quick the last rollout of a cluster was that succeeded; the one that is asked about does not count. */
  async pace({ app, environment, type, rollout }: PaceQuestion): Promise<Pace> {
    const past = this.#ports.book
      .list({ app, environment, type, result: 'succeeded', limit: 2 })
      .find((entry) => entry.rollout !== rollout && entry.prunedAtMs === undefined)
    if (!past) return { stepMs: {} }
    let pace = this.#paces.get(past.rollout)
    if (!pace) this.#paces.set(past.rollout, (pace = paceOf(await this.view(past.rollout))))
    return pace
  }

  /** Let go of all rollouts, and take up none any more. Remote steps go on; the next console finds them. */
  dispose(): void {
    this.#isDisposed = true
    for (const runner of this.#runners.values()) runner.dispose()
    this.#runners.clear()
  }

  /** This console's rollout before, if it is just over, must not give back what the next one takes. */
  async #begin<T>(
    subject: LockSubject,
    choice: LockChoice | undefined,
    create: (lock: FirstLock | undefined) => Promise<T>,
  ): Promise<T> {
    const { app, environment } = subject
    const before = [...this.#runners.values()].filter(({ state: { settings } }) => {
      return settings.app === app && settings.environment === environment
    })
    await this.#ports.locks.settle(before)
    return this.#locked(subject, choice, create)
  }

  #locked<T>(
    subject: LockSubject,
    choice: LockChoice | undefined,
    work: (lock: FirstLock | undefined) => Promise<T>,
  ): Promise<T> {
    const isKept = () => {
      const open = this.#ports.book.findOpen(subject.app, subject.environment)
      return open !== undefined && this.look(open.rollout).state.lock?.kind === 'held'
    }
    return this.#ports.locks.during(subject, choice, isKept, work)
  }

  async #create(settings: RolloutSettings, by: string, lock: FirstLock | undefined): Promise<RolloutRunner> {
    const { store } = this.#ports
    const planned = this.#plan(settings, by, lock)
    store.append(planned.rollout, 0, planned.events)
    await store.onDisk()
    return this.#adoptNew(planned)
  }

  /** The first events of a rollout, not stored yet. */
  #plan(settings: RolloutSettings, by: string, lock: FirstLock | undefined): PlannedRollout {
    // again: to look at all hosts takes a while
    this.settling.refuse(settings)
    const context = { actor: by, atMs: this.#ports.clock.nowMs() }
    const { events, state } = decideCreation(settings, context, lock)
    const recorded = events.map((event) => ({ event, ...context }))
    return { rollout: settings.rollout, expectedSeq: 0, events: recorded, state }
  }

  #adoptNew({ rollout, events, state }: PlannedRollout): RolloutRunner {
    // somebody may have asked for it by its id while it was put on disk
    const runner = this.#runners.get(rollout) ?? this.#adopt(state, events.length, false)
    const numbered = events.map((event, i) => ({ ...event, seq: i + 1 }))
    for (const listener of this.#listeners) listener(rollout, numbered)
    return runner
  }

  #adopt(state: RolloutState, seq: number, isRecovered: boolean): RolloutRunner {
    // whoever still asks while the console ends would begin what nobody ends
    if (this.#isDisposed) throw detachedError(state.settings.rollout)
    const { store, performer, clock } = this.#ports
    const runner = new RolloutRunner({ state, seq }, { store, performer, clock })
    this.#runners.set(runner.rollout, runner)
    runner.onEvents((events) => {
      for (const listener of this.#listeners) listener(runner.rollout, events)
      settleOlderDebts(this, this.#ports.book, runner.state, events)
    })
    if (state.result === undefined || isReleasing(state)) runner.start(isRecovered)
    return runner
  }

  #absent(rollout: RolloutId): AppError {
    const pruning = this.#ports.book.findPruning(rollout, 'journal')
    if (!pruning) return new AppError('rollout.unknown', { details: { rollout } })
    const { atMs, actor: by, reason } = pruning
    return new AppError('rollout.pruned', { details: { rollout, at: new Date(atMs).toISOString(), by, reason } })
  }

  #refuseBusy({ app, environment }: Cluster, except?: RolloutId): void {
    const open = this.#ports.book.findOpen(app.app, environment.name)
    if (!open || open.rollout === except) return
    const state = `${open.type} of ${open.version}`
    throw new AppError('rollout.cluster-busy', {
      details: { app: app.app, environment: environment.name, rollout: open.rollout, state },
    })
  }

  #checkBlock({ app, version, unblock, reason }: StartInput): void {
    const blocked = this.#ports.releases.find(app, version)?.blocked
    if (!blocked) return
    if (!unblock) {
      const at = new Date(blocked.atMs).toISOString()
      throw new AppError('release.blocked', { details: { app, version, at, reason: blocked.reason } })
    }
    if (!reason?.trim()) throw new AppError('gate.reason-missing', { details: { action: `unblock ${version}` } })
  }
}

/** Pull the brake when hosts are on their way, and wait until every one of them rests. */
async function comeToRest(runner: RolloutRunner, by: string): Promise<void> {
  if (hostsInFlight(runner.state).length === 0) return
  await runner.tell({ kind: 'brake', cause: 'hand', reason: 'about to roll back' }, by)
  await runner.until((state) => hostsInFlight(state).length === 0)
}

const sourceOf = ({ app }: Cluster): string | undefined => app.package?.url ?? app.package?.push
