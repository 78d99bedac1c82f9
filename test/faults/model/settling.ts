import type { HostName } from '../../../src/shared/domain/ids'
import { debtSteps, settlingLabel, type StepName } from '../../../src/shared/domain/lifecycle'
import {
  hostsInFlight,
  isDue,
  openDebts,
  type DebtState,
  type RolloutState,
} from '../../../src/shared/domain/rollout-state'
import { must } from './broken'
import type { Model, ModelRollout } from './model'
import type { Attempt } from './world'
import { assertWorld } from './world-invariants'

type Try = {
  readonly rollout: ModelRollout
  readonly debt: DebtState
  readonly number: number
  /** Still to do, the one under way first; empty once the host was given back and nothing but the last word is left. */
  readonly steps: readonly StepName[]
  readonly attempt: Attempt | undefined
}

/**
 * A try to settle a debt: word of its beginning, its steps on the host one after the other, word of its end. A crash takes
 * away what is left of it; a step that was begun goes on. The real one is `settle-debts.ts`.
 */
export class ModelSettling {
  readonly #model: Model
  #try: Try | undefined
  /** A number of its own for each, as moments are that never come twice; clocks of the model are set back by hours. */
  #tries = 0

  constructor(model: Model) {
    this.#model = model
  }

  /** Nobody goes on with the cluster meanwhile (`settling-clusters.ts`). */
  get isUnderWay(): boolean {
    return this.#try !== undefined
  }

  /** Has the step under way ended, or is only the last word left? */
  get isReady(): boolean {
    return this.#try !== undefined && (this.#try.attempt === undefined || this.#try.attempt.result !== undefined)
  }

  /** Begin, unless a rule forbids it; one at a time. `isReached`: otherwise the host does not answer and nothing is begun there. */
  begin(rollout: ModelRollout, debt: DebtState, isReached = true): void {
    if (this.#try || !this.mayBegin(debt) || this.#model.isLeft(debt.host, rollout)) return
    for (const found of this.#model.listFound(debt.host, rollout)) {
      this.#giveBack({ rollout: this.#model.find(found.rollout), debt: found })
    }
    if (rollout.state.debts[debt.id]?.settledAtMs !== undefined) return
    const number = (this.#tries += 1)
    const told = this.#model.tell(rollout, { kind: 'start-settling', debt: debt.id, attempt: number }, 'ann')
    if (typeof told === 'string' || told.length === 0) return
    const steps = [...(this.#isUnverified(debt) ? (['verify'] as const) : []), debtSteps[debt.kind]]
    const begun: Try = { rollout, debt, number, steps, attempt: undefined }
    if (isReached) this.#beginStep(begun)
    else this.#fail(begun, false)
  }

  /** Is the host at rest, and the debt the next one of it? */
  mayBegin({ host, kind, recordedAtMs }: DebtState): boolean {
    const { current } = this.#model
    if (current.ledger.result === undefined && isOnItsWay(current.state, host)) return false
    const owed = this.#owedOf(host).map(({ debt }) => debt)
    const isLater = owed.some((other) => other.kind === kind && other.recordedAtMs > recordedAtMs)
    return !isLater && !(kind === 'mute' && owed.some((other) => other.kind === 'drain'))
  }

  /** Take notice of the step that has ended: the next one begins, or the word of how it all ended is given. */
  goOn(): void {
    const own = this.#try
    if (!own || !this.isReady) return
    if (own.steps.length === 0) return this.#settle(own)
    if (own.attempt?.result?.outcome === 'failed') return this.#fail(own, true)
    const steps = own.steps.slice(1)
    if (steps.length > 0) return this.#beginStep({ ...own, steps })
    this.#try = this.#tellOpenRollout(own) ? { ...own, steps, attempt: undefined } : undefined
  }

  /** The host does not answer any more; what was begun there goes on. */
  loseTouch(): void {
    if (this.#try?.attempt && !this.#try.attempt.result) this.#fail(this.#try, false)
  }

  /** All goes well from here on. */
  toTheEnd(): void {
    while (this.#try) {
      const { attempt } = this.#try
      if (attempt && !attempt.result) this.#model.world.end(attempt, 'ok', true)
      this.goOn()
    }
  }

  crash(): void {
    this.#try = undefined
  }

  #beginStep(own: Try): void {
    const { rollout, debt, number, steps } = own
    const [step] = steps
    const host = rollout.state.hosts[debt.host]
    if (!step || !host) throw new Error(`there is nothing to do on ${debt.host}`)
    const label = settlingLabel(step, number)
    const { rollout: id, plan } = rollout.settings
    const about = { rollout: id, host: debt.host, step, number, target: host.target, floor: plan.floor, label }
    this.#try = { ...own, attempt: this.#model.world.begin({ ...about, key: `${id}/${debt.host}/${label}` }) }
    assertWorld(this.#model)
  }

  #fail({ rollout, debt }: Try, isOver: boolean): void {
    this.#try = undefined
    const about = { kind: 'fail-settling', debt: debt.id, reason: 'made up' } as const
    this.#model.tell(rollout, { ...about, ...(isOver ? { isOver } : {}) }, 'ann')
  }

  /** That was done already, and nobody had followed it. */
  #giveBack(about: Pick<Try, 'rollout' | 'debt'>): void {
    if (this.#tellOpenRollout(about)) this.#settle(about)
  }

  #settle({ rollout, debt }: Pick<Try, 'rollout' | 'debt'>): void {
    this.#try = undefined
    this.#model.world.onSomebodysWord.delete(`${debt.host} ${debt.kind}`)
    const command = { kind: 'settle-debt', debt: debt.id, how: 'made up', isConfirmed: true } as const
    const told = this.#model.tell(rollout, command, 'ann')
    // whoever began something there meanwhile puts the host back by the rules of the rollout
    must(
      typeof told !== 'string' || rollout.ledger.running.has(debt.host),
      'there is a way to a result',
      () => `a debt that was given back is refused: ${JSON.stringify(told)}`,
    )
  }

  /** False: that host has begun in the rollout that is open, so the debt stays for it to settle. */
  #tellOpenRollout({ rollout, debt: { id, host, kind } }: Pick<Try, 'rollout' | 'debt'>): boolean {
    const { current } = this.#model
    if (current === rollout || current.ledger.result !== undefined) return true
    const told = this.#model.tell(current, { kind: 'report-given-back', debt: id, host, debtKind: kind }, 'ann')
    must(
      typeof told !== 'string' || current.ledger.running.has(host),
      'the picture of every host is right',
      () => `${host} came back, and that is refused`,
    )
    return typeof told !== 'string'
  }

  #isUnverified({ host, kind }: DebtState): boolean {
    if (kind !== 'drain') return false
    return this.#owedOf(host).some(
      ({ debt, state }) => debt.kind === 'drain' && state.hosts[host]?.steps.restart.attempts !== 0,
    )
  }

  #owedOf(host: HostName): { readonly debt: DebtState; readonly state: RolloutState }[] {
    return this.#model.rollouts.flatMap(({ state }) =>
      openDebts(state).flatMap((debt) => (debt.host === host ? [{ debt, state }] : [])),
    )
  }
}

function isOnItsWay(state: RolloutState, name: HostName): boolean {
  if (hostsInFlight(state).some((host) => host.name === name)) return true
  const host = state.hosts[name]
  return !state.brake && !state.revoking && host !== undefined && isDue(state, host)
}
