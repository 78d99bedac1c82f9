import type { ClusterFacts } from '../../../src/main/rollout/create-rollout'
import type { Cluster } from '../../../src/main/rollout/cluster'
import type { DebtEntry } from '../../../src/main/ports/debts'
import { asHostName, type DebtId, type HostName, type RolloutId } from '../../../src/shared/domain/ids'
import { Fold } from '../../../src/shared/domain/fold'
import { isDebtStep, settledBy, type DebtKind } from '../../../src/shared/domain/lifecycle'
import { consoleActor, type RolloutCommand } from '../../../src/shared/domain/rollout-command'
import type { RolloutEvent } from '../../../src/shared/domain/rollout-event'
import type { RecordedEvent } from '../../../src/shared/domain/rollout-evolve'
import type { RolloutSettings } from '../../../src/shared/domain/rollout-settings'
import type { DebtState, RolloutState } from '../../../src/shared/domain/rollout-state'
import { must, type ModelInvariant } from './broken'
import { clusterOf, releaseSettings, type Scenario } from './cluster'
import { Ledger } from './ledger'
import type { LeftAttempt, Rules } from './rules'
import { assertReturned, assertWorld } from './world-invariants'
import { World, type Attempt, type TrueHost } from './world'

/** One rollout: its journal, which is all that survives a crash, and what is made of it. */
export type ModelRollout = {
  readonly settings: RolloutSettings
  readonly ledger: Ledger
  readonly journal: RecordedEvent[]
  state: RolloutState
}

export type FoundDebt = DebtState & { readonly rollout: RolloutId }

/** A second past what a person can do, so that no two commands have the same moment. */
const usualStepMs = 1_000
/** Every so many refusals the journal is folded anew and compared: enough to see a rule that writes into the state. */
const refusalsPerCheck = 32

/** The true world, and the rules that are to keep it whole: everything a sequence of happenings acts on. */
export class Model {
  readonly rules: Rules
  readonly scenario: Scenario
  readonly cluster: Cluster
  readonly world: World
  readonly rollouts: ModelRollout[] = []
  /** Each host as it was when its last try began. */
  readonly whenStarted = new Map<HostName, Readonly<TrueHost>>()
  nowMs = 1_000_000
  /** Events so far, for the report. */
  events = 0
  #refusals = 0

  /** @throws AppError `plan.*` where the scenario allows no plan */
  constructor(scenario: Scenario, rules: Rules) {
    this.rules = rules
    this.scenario = scenario
    this.cluster = clusterOf(scenario)
    const hosts = this.cluster.environment.hosts.map(({ name }, at) => {
      return { name: asHostName(name), isServing: at >= scenario.down }
    })
    this.world = new World(hosts, scenario.looks)
    this.create(releaseSettings(this.cluster, this.facts(), 'r1', '1.1.0'))
  }

  /** The newest rollout; the only one that may be in progress. */
  get current(): ModelRollout {
    return this.rollouts.at(-1)!
  }

  /** What the console would see when it looked at the hosts now. */
  facts(): ClusterFacts {
    const openDebts = this.rollouts.flatMap(({ settings, state }) =>
      Object.values(state.debts)
        .filter(({ settledAtMs }) => settledAtMs === undefined)
        .map(({ id, ...debt }): DebtEntry => {
          const { rollout, app, environment } = settings
          return { debt: id, rollout, app, environment, ...debt }
        }),
    )
    const observations = [...this.world.hosts.values()].map(({ name, isServing, isDown, version }) => {
      // without a traffic layer to ask, health is all there is to see
      const seen = this.scenario.looks ? { isServing } : { isHealthy: !isDown }
      return [name, { host: name, version, observedAtMs: this.nowMs, ...seen }] as const
    })
    return { observations: new Map(observations), openDebts }
  }

  /** A rollout begins. The service has refused it when another one is in progress. */
  create(settings: RolloutSettings): ModelRollout {
    const open = this.rollouts.filter(({ ledger }) => ledger.result === undefined)
    must(open.length === 0, 'one rollout per cluster', () => `${open[0]?.settings.rollout} is in progress`)
    const context = this.#context(settings.startedBy)
    const { events, state } = this.rules.decideCreation(settings, context, { kind: 'take-lock', lock: 'ours' })
    const journal = events.map((event) => ({ event, ...context }))
    const created: ModelRollout = { settings, ledger: new Ledger(settings), journal, state }
    for (const recorded of journal) created.ledger.record(recorded)
    this.rollouts.push(created)
    assertWorld(this)
    return created
  }

  /** Give a command; the code of the refusal, or the events, each judged once it is stored. @throws Broken */
  tell(rollout: ModelRollout, command: RolloutCommand, actor: string = consoleActor): string | readonly RolloutEvent[] {
    const context = this.#context(actor)
    const before = rollout.state
    const decision = this.rules.decide(before, command, context)
    if (decision.kind === 'refused') {
      must(rollout.state === before, 'a refused command changes nothing', () => command.kind)
      this.#refusals += 1
      if (this.#refusals % refusalsPerCheck === 0)
        this.assertReplay(rollout, false, 'a refused command changes nothing')
      return decision.code
    }
    this.store(rollout, decision.events, context)
    return decision.events
  }

  /** Write events into the journal, one after the other, and judge the world after each. */
  store(rollout: ModelRollout, events: readonly RolloutEvent[], context: { actor: string; atMs: number }): void {
    const fold = new Fold()
    for (const event of events) {
      const recorded = { event, ...context }
      rollout.journal.push(recorded)
      rollout.ledger.record(recorded)
      rollout.state = this.rules.evolve(rollout.state, recorded, fold)
      this.events += 1
      if (event.kind === 'host-started') this.#start(event.host)
      if (event.kind === 'host-rested' || event.kind === 'host-returned') assertReturned(this, event)
      if (touchesHosts.has(event.kind)) assertWorld(this)
    }
    this.#settleOlder(rollout, events)
  }

  /** The journal folded anew must give the state there is; `isRead`: as it would be read back from the disk. */
  assertReplay(rollout: ModelRollout, isRead = false, invariant: ModelInvariant = replays): void {
    const journal = isRead ? (JSON.parse(JSON.stringify(rollout.journal)) as RecordedEvent[]) : rollout.journal
    let folded: RolloutState | undefined
    const fold = new Fold()
    for (const recorded of journal) folded = this.rules.evolve(folded, recorded, fold)
    const isSame = withoutSettings(folded) === withoutSettings(rollout.state)
    must(isSame, invariant, () => `the journal of ${rollout.settings.rollout} gives another state`)
    if (folded) rollout.state = folded
  }

  /** Does something still run on a host that must end before anything of a rollout begins there? */
  isLeft(host: HostName, rollout: ModelRollout): boolean {
    return this.#listRunning(host, rollout).length > 0
  }

  /** May an order of an earlier rollout still take the host out? */
  isLeaving(host: HostName, rollout: ModelRollout): boolean {
    const isEarlier = ({ step, rollout: of }: Attempt) => step === 'drain' && of !== rollout.settings.rollout
    return this.#listRunning(host, rollout).some(isEarlier)
  }

  /** Debts of a host that were given back there while nobody followed it, where no other rollout may have taken it since. */
  listFound(host: HostName, rollout: ModelRollout): FoundDebt[] {
    return this.#listGivenBack(host, rollout).filter((debt) => !this.#isTakenSince(debt))
  }

  /** Tell a rollout that goes on with a host of them, and of its own. */
  tellFound(rollout: ModelRollout, host: HostName): void {
    for (const found of this.#listGivenBack(host, rollout)) {
      const { id: debt, kind: debtKind } = found
      if (found.rollout !== rollout.settings.rollout) {
        if (this.#isTakenSince(found)) continue
        const isSeen = debtKind === 'drain' && this.scenario.looks
        if (!isSeen) this.tell(rollout, { kind: 'report-given-back', host, debt, debtKind })
      }
      this.settleFound(debt)
    }
  }

  #listGivenBack(host: HostName, { settings: { rollout } }: ModelRollout): FoundDebt[] {
    const states = this.rollouts.map(({ state }) => state)
    const gaveBack = new Map<string, { readonly of: RolloutId; readonly kind: DebtKind }>()
    for (const attempt of this.rules.listLeft(states, host, rollout)) {
      const [{ rollout: of, step }, kind] = [attempt, settledBy(attempt.step)]
      if (isDebtStep(step)) gaveBack.delete(`${of} ${step}`)
      if (kind && this.#attemptOf(host, attempt)?.result?.outcome === 'ok') gaveBack.set(`${of} ${kind}`, { of, kind })
    }
    return [...gaveBack.values()].flatMap(({ of, kind }) => {
      const { debts, hosts } = this.find(of).state
      const debt = debts[hosts[host]?.debts[kind] ?? ('none' as DebtId)]
      return debt ? [{ ...debt, rollout: of }] : []
    })
  }

  /** As `taken-since.ts` has it. */
  #isTakenSince({ rollout, host, kind }: FoundDebt): boolean {
    const at = this.rollouts.findIndex(({ settings }) => settings.rollout === rollout)
    return this.rollouts.some(({ settings, state }, other) => {
      const had = Object.values(state.debts).filter((debt) => debt.host === host && debt.kind === kind)
      const isOwed = had.some(({ settledAtMs }) => settledAtMs === undefined)
      return settings.rollout !== rollout && (isOwed || (other > at && had.length > 0))
    })
  }

  settleFound(debt: DebtId): void {
    const owing = this.rollouts.find(({ state }) => state.debts[debt])
    const end = { how: 'given back', isConfirmed: true, isFound: true }
    if (owing) this.tell(owing, { kind: 'settle-debt', debt, ...end })
  }

  find(id: RolloutId): ModelRollout {
    const found = this.rollouts.find(({ settings }) => settings.rollout === id)
    if (!found) throw new Error(`no rollout ${id}`)
    return found
  }

  #listRunning(host: HostName, { settings: { rollout } }: ModelRollout): Attempt[] {
    const states = this.rollouts.map(({ state }) => state)
    return this.rules.listLeft(states, host, rollout).flatMap((left) => {
      const attempt = this.#attemptOf(host, left)
      return attempt && !attempt.result ? [attempt] : []
    })
  }

  /** Nobody knows of a host that somebody has settled by hand whether it serves. */
  #start(host: HostName): void {
    if (this.world.onSomebodysWord.has(`${host} drain`)) this.whenStarted.delete(host)
    else this.whenStarted.set(host, { ...this.world.host(host) })
  }

  #attemptOf(
    host: HostName,
    { rollout, step, attempt, label = `${step}.${attempt}` }: LeftAttempt,
  ): Attempt | undefined {
    return this.world.attempts.get(`${rollout}/${host}/${label}`)
  }

  #context(actor: string): { readonly actor: string; readonly atMs: number } {
    this.nowMs += usualStepMs
    return { actor, atMs: this.nowMs }
  }

  /** What a rollout gave back may be owed by earlier ones (`settle-older-debts.ts`). */
  #settleOlder(rollout: ModelRollout, events: readonly RolloutEvent[]): void {
    for (const event of events) {
      if (event.kind !== 'debt-settled' || event.isConfirmed !== true) continue
      const own = rollout.state.debts[event.debt]
      for (const other of this.rollouts) {
        if (other === rollout) continue
        for (const debt of Object.values(other.state.debts)) {
          const isOwed = debt.settledAtMs === undefined && debt.host === event.host && debt.kind === event.debtKind
          if (!isOwed || debt.recordedAtMs > (own?.recordedAtMs ?? 0)) continue
          this.tell(other, { kind: 'settle-debt', debt: debt.id, how: 'given back', isConfirmed: true })
        }
      }
    }
  }
}

const replays = 'the journal alone gives the same state' satisfies ModelInvariant

/** A state as text. The settings are the first event and never change, and are most of it. */
const withoutSettings = (state: RolloutState | undefined): string => JSON.stringify({ ...state, settings: undefined })

/** Events after which the truth about hosts may disagree with the journal. */
const touchesHosts: ReadonlySet<RolloutEvent['kind']> = new Set([
  'step-started',
  'step-finished',
  'debt-recorded',
  'debt-settled',
  'host-rested',
  'host-finished',
  'host-skipped',
  'host-failed',
  'host-returned',
  'host-excluded',
  'host-retried',
  'rollout-finished',
] as const)
