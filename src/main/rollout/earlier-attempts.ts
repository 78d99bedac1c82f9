import type { HostName, RolloutId } from '../../shared/domain/ids'
import type { RolloutCommand, StepResult } from '../../shared/domain/rollout-command'
import type { RolloutSettings } from '../../shared/domain/rollout-settings'
import { isSettlingTry, type HostState, type RolloutState } from '../../shared/domain/rollout-state'
import { AppError } from '../../shared/errors/app-error'
import type { DebtEntry } from '../ports/debts'
import type { RolloutStore } from '../ports/journal'
import type { RolloutBook } from '../ports/rollouts'
import { foldJournal } from './journal-pages'
import { endInOrder, settleFound, type End } from './settle-attempts'
import { attemptDir, type StepAttempt, type StepRunner } from './step-runner'
import { listGivenBack, type Owed } from './taken-since'

type Ports = {
  readonly store: Pick<RolloutStore, 'read'>
  readonly book: Pick<RolloutBook, 'list' | 'listOpenDebts' | 'listSettlings' | 'hadDebt'>
  /** Tell another rollout, as the console. */
  readonly tell: (rollout: RolloutId, command: RolloutCommand) => Promise<unknown>
}
type ByHost = Map<HostName, readonly StepAttempt[]>

/** What a host was left with longer ago was seen to its end by a rollout since, or its host was not touched any more. */
const mostRollouts = 10

/**
 * Attempts of other rollouts of a cluster whose end nobody saw, because their host could not be spoken to any more, or their
 * console ended: a restart of the release before, or what was begun to settle a debt, may still be running there when the next
 * rollout begins.
 */
export class EarlierAttempts {
  readonly #ports: Ports
  readonly #left = new Map<RolloutId, Promise<ByHost>>()
  /** Rollouts before whose first drain all hosts were asked. */
  readonly #asked = new Set<RolloutId>()
  /** Of a rollout, as of the latest try that its journal has. */
  readonly #tries = new Map<RolloutId, { readonly seq: number; readonly byHost: Promise<ByHost> }>()
  /** How attempts ended that were seen to their end, by their run directories. */
  readonly #ended = new Map<string, StepResult | undefined>()

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /**
   * See those on one host to their end, before a rollout begins anything there. Resolves to the debts of other rollouts that turn
   * out to be given back by them, where the host was not taken again since.
   * @throws AppError as `StepRunner.settle`; `db.*`
   */
  async settle(
    runner: StepRunner,
    settings: RolloutSettings,
    host: HostName,
    signal?: AbortSignal,
  ): Promise<DebtEntry[]> {
    const left = (await this.#leftOf(settings)).get(host) ?? []
    const attempts = [...left, ...(await this.#triesOn(settings, host))]
    return this.#end(attempts, { ...settings, host }, (attempt) => runner.settle({ ...attempt, signal }))
  }

  /** The same before a debt of a rollout is settled: rollouts since have left something as well. @throws AppError as `settle` */
  async settleAll(runner: StepRunner, settings: RolloutSettings, host: HostName): Promise<DebtEntry[]> {
    const { app, environment, rollout } = settings
    const others = this.#ports.book.list({ app, environment }).filter((entry) => entry.rollout !== rollout)
    const left = await this.#findIn(
      others.map((entry) => entry.rollout),
      [host],
    )
    const attempts = [...(left.get(host) ?? []), ...(await this.#triesOn(settings, host))]
    return this.#end(attempts, { ...settings, host }, (attempt) => runner.settle(attempt))
  }

  /** Settle a debt that was given back; one that cannot be told now stays in sight. */
  async tellGivenBack({ rollout, debt, kind }: DebtEntry, note: string): Promise<void> {
    await this.#ports.tell(rollout, settleFound(debt, kind, note)).catch(ignoreExpected)
  }

  /**
   * Hosts that an earlier order may still take out of traffic. All are asked once, so that an order which is over, or can be
   * kept from beginning, does not count. @throws AppError `db.*`
   */
  async listLeaving(runner: StepRunner, settings: RolloutSettings): Promise<ReadonlySet<HostName>> {
    const left = await this.#leftOf(settings)
    const mayLeave = (host: HostName) =>
      (left.get(host) ?? []).some((attempt) => attempt.step === 'drain' && !this.#ended.has(attemptDir(attempt)))
    const leaving = [...left.keys()].filter(mayLeave)
    if (leaving.length > 0 && !this.#asked.has(settings.rollout)) {
      this.#asked.add(settings.rollout)
      await Promise.all(leaving.map((host) => this.settle(runner, settings, host).catch(ignoreExpected)))
    }
    return new Set(leaving.filter(mayLeave))
  }

  /** Attempts on one host, each asked for once. Resolves to what is owed for it no longer. */
  async #end(attempts: readonly StepAttempt[], host: Pick<Owed, 'app' | 'environment' | 'host'>, settle: End) {
    const end: End = async (attempt) => {
      const dir = attemptDir(attempt)
      if (!this.#ended.has(dir)) this.#ended.set(dir, await settle(attempt))
      return this.#ended.get(dir)
    }
    const found: DebtEntry[] = []
    for (const [rollout, own] of Map.groupBy(attempts, ({ settings }) => settings.rollout)) {
      found.push(...listGivenBack(this.#ports.book, { ...host, rollout }, await endInOrder(own, end)))
    }
    return found
  }

  #leftOf(settings: RolloutSettings): Promise<ByHost> {
    const { rollout } = settings
    const known = this.#left.get(rollout)
    if (known) return known
    const left = this.#findEarlier(settings)
    this.#left.set(rollout, left)
    left.catch(() => this.#left.delete(rollout))
    return left
  }

  #findEarlier({ rollout, app, environment, hosts }: RolloutSettings): Promise<ByHost> {
    const all = this.#ports.book.list({ app, environment }).map((entry) => entry.rollout)
    const own = all.indexOf(rollout)
    const names = hosts.map(({ name }) => name)
    return this.#findIn(own < 0 ? [] : all.slice(own + 1), names)
  }

  /** Of steps of these rollouts, the newest first. A rollout that got anything done on a host saw what was left there to its end. */
  async #findIn(rollouts: readonly RolloutId[], names: readonly HostName[]): Promise<ByHost> {
    const found: ByHost = new Map()
    const covered = new Set<HostName>()
    for (const rollout of rollouts.slice(0, mostRollouts)) {
      if (names.every((name) => covered.has(name))) break
      const state = await foldJournal(this.#ports.store, rollout)
      for (const host of Object.values(state?.hosts ?? {})) {
        if (!state || covered.has(host.name)) continue
        const left = attemptsOf(state.settings, host).filter((attempt) => !isSettlingTry(attempt))
        if (left.length > 0) found.set(host.name, [...left, ...(found.get(host.name) ?? [])])
        if (hasDoneAnything(host)) covered.add(host.name)
      }
    }
    return found
  }

  /** Tries to settle debts come after the rollout that they belong to, and behind later ones: they are looked for anew each time. */
  async #triesOn({ rollout, app, environment }: RolloutSettings, host: HostName): Promise<readonly StepAttempt[]> {
    // those of its own are in its state
    const others = this.#ports.book.listSettlings({ app, environment }).filter((each) => each.rollout !== rollout)
    const tries = await Promise.all(others.map(async (settling) => (await this.#triesOf(settling)).get(host) ?? []))
    return tries.flat()
  }

  #triesOf({ rollout, seq }: { readonly rollout: RolloutId; readonly seq: number }): Promise<ByHost> {
    const known = this.#tries.get(rollout)
    if (known?.seq === seq) return known.byHost
    const state = foldJournal(this.#ports.store, rollout)
    const byHost = state.then(triesIn)
    this.#tries.set(rollout, { seq, byHost })
    // one in progress may go on with its hosts, and no try counts any more then
    const forget = () => void this.#tries.delete(rollout)
    state.then((read) => (read?.result === undefined ? forget() : undefined), forget)
    return byHost
  }
}

const triesIn = (state: RolloutState | undefined): ByHost =>
  new Map(
    state &&
      Object.values(state.hosts).map((host) => [host.name, attemptsOf(state.settings, host).filter(isSettlingTry)]),
  )

const attemptsOf = (settings: RolloutSettings, { name, unsettled = [] }: HostState): StepAttempt[] =>
  unsettled.map((each) => ({ settings, host: name, ...each }))

/** A step that has an exit code began after all that was there had been seen to its end. */
const hasDoneAnything = ({ steps }: HostState): boolean =>
  Object.values(steps).some(({ exitCode }) => exitCode !== undefined)

function ignoreExpected(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}
