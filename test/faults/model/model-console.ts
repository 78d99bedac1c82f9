import type { HostName } from '../../../src/shared/domain/ids'
import { mayDispatch } from '../../../src/shared/domain/cluster-lock'
import {
  consoleActor,
  type RolloutCommand,
  type StepRefusal,
  type StepResult,
} from '../../../src/shared/domain/rollout-command'
import type { RolloutEffect } from '../../../src/shared/domain/rollout-effects'
import type { RolloutEvent } from '../../../src/shared/domain/rollout-event'
import { countsAsOut, type RolloutState } from '../../../src/shared/domain/rollout-state'
import { lostCode } from './ledger'
import type { Model } from './model'
import { ModelSettling } from './settling'
import type { Attempt } from './world'
import { assertWorld } from './world-invariants'

export type RunStep = Extract<RolloutEffect, { kind: 'run-step' }>
export type Due = { readonly effect: RunStep; readonly key: string }

/** Folding the whole journal is what a crash costs most; one in so many does it. */
const crashesPerFold = 3

/**
 * The performing half of a console: it starts what is due, follows it, and reports. All of it is lost in a crash; what was
 * started goes on. The real one is `runner.ts`, `step-performer.ts` and `drain-guard.ts`.
 */
export class ModelConsole {
  readonly settling: ModelSettling
  readonly #model: Model
  /** Attempts that this console follows. */
  #followed = new Map<string, Attempt>()
  /** Hosts that count as out whatever a look says: those with a permit, and those that may have been on their way out. */
  #reserved = new Set<HostName>()
  #crashes = 0
  #asked: { readonly state: RolloutState; readonly steps: Due[] } | undefined

  constructor(model: Model) {
    this.#model = model
    this.settling = new ModelSettling(model)
  }

  /** Steps that are due and that this console has not started yet. */
  due(): Due[] {
    return this.#steps().filter(({ key }) => !this.#followed.has(key))
  }

  /** Attempts that have ended and were not reported. */
  ended(): Attempt[] {
    return this.#steps().flatMap(({ key }) => {
      const attempt = this.#followed.get(key)
      return attempt?.result ? [attempt] : []
    })
  }

  /** Start a step on its host, or join it there, once nothing else runs there; a drain asks for its permit first. */
  begin({ effect, key }: Due, isTrafficUp = true): void {
    const { world, current } = this.#model
    const { host, step, attempt: number, purpose } = effect
    const { settings } = current
    if (this.#model.isLeft(host, current)) return
    this.#model.tellFound(current, host)
    if (!world.attempts.has(key) && !mayDispatch(current.state)) return this.#refuse(effect, 'lock')
    const isGuarded = step === 'drain' && purpose === 'forward' && !world.attempts.has(key)
    if (isGuarded && !this.#permit(effect, isTrafficUp)) return
    if (!settings.lifecycle[step].configured) return this.report(effect, { outcome: 'ok', durationMs: 0 })
    const { target } = current.state.hosts[host]!
    const { rollout, plan } = settings
    const attempt = world.begin({ key, rollout, host, step, number, target, floor: plan.floor })
    this.#followed.set(key, attempt)
    assertWorld(this.#model)
  }

  /** The host could not be spoken to, so nothing was started there. */
  failToReach({ effect, key }: Due): void {
    // what may be running already is looked for again and again
    if (this.#model.world.attempts.has(key)) return
    const isElsewhere = effect.step === 'drain' || effect.step === 'admit'
    const why = { code: 'ssh.connect-refused', reason: 'made up: refused' }
    this.report(effect, { outcome: 'failed', durationMs: 1, ...why, ...(isElsewhere ? { brake: 'traffic' } : {}) })
  }

  /** The host does not answer any more while a step runs there, which goes on; its end is not seen. */
  loseTouch(pick: number): void {
    const running = this.#steps().filter(({ key }) => {
      const attempt = this.#followed.get(key)
      return attempt && !attempt.result
    })
    const lost = running[pick % Math.max(1, running.length)]
    if (!lost) return
    this.#followed.delete(lost.key)
    this.report(lost.effect, { outcome: 'failed', durationMs: 1, code: lostCode, reason: 'made up: lost' })
  }

  report({ host, step, attempt }: RunStep, result: StepResult): void {
    this.#tell({ kind: 'step-result', host, step, attempt, result })
    if (step === 'drain') this.#reserved.delete(host)
  }

  reportEnd({ host, step, number, result }: Attempt): string | readonly RolloutEvent[] {
    const command = { kind: 'step-result', host, step, attempt: number, result: result! } as const
    const events = this.#tell(command)
    if (step === 'drain') this.#reserved.delete(host)
    return events
  }

  /** The console ends without a word, and another one takes up what the journal says. */
  crash(): void {
    const { current, world } = this.#model
    this.#followed = new Map()
    this.settling.crash()
    this.#crashes += 1
    if (this.#crashes % crashesPerFold === 1) this.#model.assertReplay(current)
    if (current.state.result !== undefined) return
    this.#tell({ kind: 'report-restart' })
    const mayBeOnTheirWay = this.#steps().filter(
      ({ effect, key }) => effect.step === 'drain' && world.attempts.has(key),
    )
    this.#reserved = new Set(mayBeOnTheirWay.map(({ effect }) => effect.host))
  }

  #tell(command: RolloutCommand): string | readonly RolloutEvent[] {
    return this.#model.tell(this.#model.current, command, consoleActor)
  }

  #steps(): Due[] {
    const { rules, current } = this.#model
    const { rollout } = current.settings
    if (this.#asked?.state === current.state) return this.#asked.steps
    const steps = rules.effectsOf(current.state).flatMap((effect) => {
      return effect.kind === 'run-step' ? [{ effect, key: `${rollout}/${effect.key}` }] : []
    })
    this.#asked = { state: current.state, steps }
    return steps
  }

  /** The floor, live, before every single drain. False: it was refused, and reported so. */
  #permit(effect: RunStep, isTrafficUp: boolean): boolean {
    const { state } = this.#model.current
    const { host } = effect
    const refuse = (refused: StepRefusal): false => {
      this.#refuse(effect, refused)
      return false
    }
    if (!isTrafficUp && this.#model.scenario.looks) return refuse('traffic')
    const { looks } = this.#model.scenario
    const serving = looks ? this.#seen(state) : believedServing(state)
    const isShown = serving.has(host) || (looks && this.#model.world.host(host).isServing)
    for (const name of [...this.#reserved, host]) serving.delete(name)
    for (const name of serving) if (this.#model.isLeaving(name, this.#model.current)) serving.delete(name)
    if (isShown && serving.size < state.settings.plan.floor) return refuse('floor')
    this.#reserved.add(host)
    if (looks && isShown) this.#tell({ kind: 'report-serving', host })
    return true
  }

  #refuse(effect: RunStep, refused: StepRefusal): void {
    const reason = `made up: ${refused}`
    this.report(effect, { outcome: 'failed', durationMs: 0, code: `step.${refused}`, reason, refused })
  }

  #seen(state: RolloutState): Set<HostName> {
    const seen = new Set<HostName>()
    for (const { name, isServing } of this.#model.world.hosts.values()) {
      if (isServing && !countsAsOut(state, name)) seen.add(name)
    }
    return seen
  }
}

const believedServing = (state: RolloutState): Set<HostName> =>
  new Set([
    ...Object.values(state.hosts).flatMap(({ name, isServing }) =>
      isServing && !countsAsOut(state, name) ? [name] : [],
    ),
    ...state.settings.hosts.flatMap(({ name, isServing }) => (isServing && !state.hosts[name] ? [name] : [])),
  ])
