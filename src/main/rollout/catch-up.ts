import { whyNotCatchUp, type HostMemory } from '../../shared/domain/hosts-ahead'
import { asRolloutId, type HostName, type RolloutId } from '../../shared/domain/ids'
import type { RolloutEffect } from '../../shared/domain/rollout-effects'
import { AppError } from '../../shared/errors/app-error'
import { buildAttemptsQuery, parseAttempts } from '../commands/attempts-query'
import type { Clock } from '../ports/clock'
import type { Target } from '../ports/machine'
import type { RolloutBook } from '../ports/rollouts'
import type { StepShell } from '../ports/shell'
import type { EffectPerformer, RunHandle } from './runner'
import { hostMachine, settingsHost, targetOf } from './step-context'

type Ports = {
  readonly shell: StepShell
  readonly clock: Clock
  readonly book: Pick<RolloutBook, 'findByPrefix' | 'list'>
  /** The journal of this rollout may lag behind its hosts: it was put back from a copy. */
  readonly isBehind: (rollout: RolloutId) => boolean
}
type RunStep = Extract<RolloutEffect, { kind: 'run-step' }>

const minuteMs = 60_000
/** A host's clock may be off by as much; a rollout of another minute is found all the same. */
const marginMinutes = 2

/**
 * Performs effects of rollouts whose journal may lag behind their hosts: before the first step on a host, the host is asked
 * what it did already. Where that can be joined, it is; where not, nothing is run there and the brake is pulled.
 */
export class CatchUp implements EffectPerformer {
  readonly #inner: EffectPerformer
  readonly #ports: Ports
  /** What each host remembered when it was asked; from then on only this console adds to it. */
  readonly #memories = new Map<string, Promise<HostMemory>>()
  readonly #refused = new Map<string, string>()

  constructor(inner: EffectPerformer, ports: Ports) {
    this.#inner = inner
    this.#ports = ports
  }

  async perform(effect: RolloutEffect, run: RunHandle): Promise<void> {
    if (effect.kind !== 'run-step' || !this.#ports.isBehind(run.state().settings.rollout)) {
      return this.#inner.perform(effect, run)
    }
    const why = await this.#whyNot(effect, run)
    if (run.signal.aborted) return
    if (!why) return this.#inner.perform(effect, await this.#asFound(effect, run))
    await this.#refuse(effect, run, why)
  }

  async #whyNot(
    effect: RunStep,
    run: RunHandle,
  ): Promise<{ code: string; reason: string; isFinal: boolean } | undefined> {
    const { hosts, settings } = run.state()
    const key = `${settings.rollout}/${effect.host}`
    const host = hosts[effect.host]
    if (!host) return undefined
    try {
      const reason = this.#refused.get(key) ?? whyNotCatchUp(host, effect, await this.#ask(key, effect.host, run))
      if (reason === undefined) return undefined
      this.#refused.set(key, reason)
      return { code: 'step.journal-behind', reason: `${reason}; nothing was run there`, isFinal: true }
    } catch (error) {
      // as long as it is not known what the host did, nothing is begun there
      this.#memories.delete(key)
      if (!(error instanceof AppError)) throw error
      return { code: error.code, reason: error.message, isFinal: false }
    }
  }

  /** What a host has begun already is joined as after a crash: nothing is let out by that, so the floor is not asked. */
  async #asFound({ host, step, attempt }: RunStep, run: RunHandle): Promise<RunHandle> {
    const memory = await this.#memories.get(`${run.state().settings.rollout}/${host}`)
    return memory?.own.includes(`${step}.${attempt}`) ? { ...run, isRecovered: true } : run
  }

  #ask(key: string, host: HostName, run: RunHandle): Promise<HostMemory> {
    let memory = this.#memories.get(key)
    if (!memory) this.#memories.set(key, (memory = this.#remember(host, run)))
    return memory
  }

  async #remember(host: HostName, run: RunHandle): Promise<HostMemory> {
    const { settings } = run.state()
    const { shell, clock, book } = this.#ports
    const { rollout, app, lifecycle } = settings
    const frozen = settingsHost(settings, host)
    const [entry] = book.list({ isOpen: true }).filter((each) => each.rollout === rollout)
    const sinceMinutes = (clock.nowMs() - (entry?.createdAtMs ?? 0)) / minuteMs + marginMinutes
    const script = buildAttemptsQuery({ rollout, app, host, sinceMinutes })
    const { timeoutMs } = lifecycle.precheck
    const places = [lifecycle.mute, lifecycle.drain, lifecycle.admit, lifecycle.unmute]
      .filter(({ configured }) => configured)
      .map(({ placement }) => targetOf(settings, frozen, placement))
    const targets = new Map<string, Target>(
      [hostMachine(settings, frozen), ...places].map((target) => [nameOf(target), target]),
    )
    const replies = await Promise.all(
      [...targets.values()].map((target) => shell.query({ target, script, timeoutMs, signal: run.signal })),
    )
    const found = replies.map(({ stdout }) => parseAttempts(stdout))
    const others = new Set(found.flatMap((each) => each.others))
    const isKnown = (id: string) => book.findByPrefix(id).includes(asRolloutId(id))
    return {
      own: [...new Set(found.flatMap((each) => each.own))],
      unknownRollouts: [...others].filter((id) => !isKnown(id)),
    }
  }

  async #refuse(
    effect: RunStep,
    run: RunHandle,
    why: { code: string; reason: string; isFinal: boolean },
  ): Promise<void> {
    const { host, step, attempt } = effect
    const state = run.state()
    if (why.isFinal && state.brake === undefined && state.result === undefined) {
      const reason = `${why.reason}. Exclude the host, or revoke this rollout and start a new one, which looks at it anew`
      await run.tell({ kind: 'brake', cause: 'console', reason })
    }
    const result = { outcome: 'failed', durationMs: 0, ...why } as const
    await run.tell({ kind: 'step-result', host, step, attempt, result })
  }
}

const nameOf = (target: Target): string => (target.kind === 'local' ? 'local' : `ssh ${target.name} ${target.address}`)
