import type { HostName, RolloutId } from '../../shared/domain/ids'
import type { RolloutSettings } from '../../shared/domain/rollout-settings'
import { AppError } from '../../shared/errors/app-error'
import type { RolloutStore } from '../ports/journal'
import type { RolloutBook } from '../ports/rollouts'
import { foldJournal } from './journal-pages'
import type { StepAttempt, StepRunner } from './step-runner'

type Ports = { readonly store: Pick<RolloutStore, 'read'>; readonly book: Pick<RolloutBook, 'list'> }
type ByHost = Map<HostName, readonly StepAttempt[]>

/** What a host was left with longer ago was seen to its end by a rollout since, or its host was not touched any more. */
const mostRollouts = 10

/**
 * Attempts of earlier rollouts of a cluster whose end nobody saw, because their host could not be spoken to any more: a restart
 * of the release before, or an order to take a host out, may still be running there when the rollback begins.
 */
export class EarlierAttempts {
  readonly #ports: Ports
  readonly #left = new Map<RolloutId, Promise<ByHost>>()
  /** Rollouts before whose first drain all hosts were asked. */
  readonly #asked = new Set<RolloutId>()

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** See those on one host to their end, before a rollout begins anything there. @throws AppError as `StepRunner.settle`; `db.*` */
  async settle(runner: StepRunner, settings: RolloutSettings, host: HostName, signal?: AbortSignal): Promise<void> {
    const left = await this.#leftOf(settings)
    for (const attempt of left.get(host) ?? []) await runner.settle({ ...attempt, signal })
    left.delete(host)
  }

  /**
   * Hosts that an earlier order may still take out of traffic. All are asked once, so that an order which is over, or can be
   * kept from beginning, does not count. @throws AppError `db.*`
   */
  async listLeaving(runner: StepRunner, settings: RolloutSettings): Promise<ReadonlySet<HostName>> {
    const left = await this.#leftOf(settings)
    const leaving = [...left].flatMap(([host, attempts]) => (attempts.some(isDrain) ? [host] : []))
    if (leaving.length > 0 && !this.#asked.has(settings.rollout)) {
      this.#asked.add(settings.rollout)
      await Promise.all(leaving.map((host) => this.settle(runner, settings, host).catch(ignoreExpected)))
    }
    return new Set(leaving.filter((host) => left.has(host)))
  }

  #leftOf(settings: RolloutSettings): Promise<ByHost> {
    const { rollout } = settings
    const known = this.#left.get(rollout)
    if (known) return known
    const left = this.#find(settings)
    this.#left.set(rollout, left)
    left.catch(() => this.#left.delete(rollout))
    return left
  }

  /** A rollout that did anything on a host saw what was left there to its end first. */
  async #find({ rollout, app, environment, hosts }: RolloutSettings): Promise<ByHost> {
    const { store, book } = this.#ports
    const all = book.list({ app, environment })
    const own = all.findIndex((entry) => entry.rollout === rollout)
    const earlier = own < 0 ? [] : all.slice(own + 1, own + 1 + mostRollouts)
    const found: ByHost = new Map()
    for (const entry of earlier) {
      if (hosts.every(({ name }) => found.has(name))) break
      const state = await foldJournal(store, entry.rollout)
      if (!state) continue
      const { settings } = state
      for (const { name, steps, unsettled = [] } of Object.values(state.hosts)) {
        const isTouched = unsettled.length > 0 || Object.values(steps).some(({ attempts }) => attempts > 0)
        if (isTouched && !found.has(name))
          found.set(
            name,
            unsettled.map((each) => ({ settings, host: name, ...each })),
          )
      }
    }
    return new Map([...found].filter(([, attempts]) => attempts.length > 0))
  }
}

const isDrain = ({ step }: StepAttempt): boolean => step === 'drain'

function ignoreExpected(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}
