import { decide, decideCreation } from '../../src/shared/domain/rollout-decide'
import { effectsOf, type RolloutEffect } from '../../src/shared/domain/rollout-effects'
import { evolve, type RecordedEvent } from '../../src/shared/domain/rollout-evolve'
import type { RolloutCommand, StepResult } from '../../src/shared/domain/rollout-command'
import type { RolloutEvent } from '../../src/shared/domain/rollout-event'
import type { RolloutSettings } from '../../src/shared/domain/rollout-settings'
import { servingOf, type RolloutState } from '../../src/shared/domain/rollout-state'

type RunStep = Extract<RolloutEffect, { kind: 'run-step' }>

/** A rollout without machines: a clock that is set by hand and step results that are made up. */
export class RolloutSimulation {
  readonly recorded: RecordedEvent[] = []
  state: RolloutState
  nowMs = 1_000

  constructor(settings: RolloutSettings) {
    const context = { actor: settings.startedBy, atMs: this.nowMs }
    const created = decideCreation(settings, context)
    this.state = created.state
    this.recorded.push(...created.events.map((event) => ({ event, ...context })))
  }

  /** Give a command; returns the refusal's code, or the events. Time goes on by a second. */
  tell(command: RolloutCommand, actor = 'ann'): string | readonly RolloutEvent[] {
    this.nowMs += 1_000
    const context = { actor, atMs: this.nowMs }
    const decision = decide(this.state, command, context)
    if (decision.kind === 'refused') return decision.code
    for (const event of decision.events) {
      const recorded = { event, ...context }
      this.recorded.push(recorded)
      this.state = evolve(this.state, recorded)
    }
    return decision.events
  }

  effects(): RolloutEffect[] {
    return effectsOf(this.state)
  }

  steps(): RunStep[] {
    return this.effects().filter((effect) => effect.kind === 'run-step')
  }

  /** Finish a step under way; a drain that would undercut the floor is refused, as the runner's guard does it. */
  finish({ host, step, attempt, purpose }: RunStep, result: StepResult): void {
    const { floor } = this.state.settings.plan
    const isDrain = step === 'drain' && purpose === 'forward'
    const wouldUndercut = isDrain && this.state.hosts[host]?.isServing && servingOf(this.state) - 1 < floor
    const outcome: StepResult = wouldUndercut
      ? { outcome: 'failed', durationMs: 1, refused: 'floor', reason: 'the floor would be undercut' }
      : result
    this.tell({ kind: 'step-result', host, step, attempt, result: outcome }, 'console')
  }

  ok(effect: RunStep): void {
    const facts = effect.step === 'precheck' ? { facts: { version: '1.0.0', digest: 'd1' } } : {}
    this.finish(effect, { outcome: 'ok', exitCode: 0, durationMs: 5, ...facts })
  }

  fail(effect: RunStep, isFinal = true): void {
    this.finish(effect, {
      outcome: 'failed',
      exitCode: 1,
      durationMs: 5,
      reason: 'made up',
      code: 'step.failed',
      isFinal,
    })
  }

  /** Answer checks and items of the waiting gate and sign it. */
  sign(actor = 'ann'): string | readonly RolloutEvent[] {
    for (const effect of this.effects()) {
      if (effect.kind === 'check-item') {
        const { gate, item } = effect
        this.tell({ kind: 'record-check', gate, item: item.id, holds: true, evidence: 'made up' }, 'console')
      }
    }
    return this.tell({ kind: 'sign', facts: {} }, actor)
  }

  /** Let soaks and pauses end. */
  passTime(): void {
    for (const effect of this.effects()) {
      if (effect.kind !== 'wait') continue
      this.nowMs = Math.max(this.nowMs, effect.untilMs)
      const { station, batch } = effect
      this.tell({ kind: 'time-up', station, batch, watch: { looks: 1, unwatchedMs: 0 } }, 'console')
    }
  }

  /** Run on with everything going well until a gate waits, the brake is on or the end is reached. */
  runToRest(): void {
    for (let round = 0; round < 10_000; round += 1) {
      const steps = this.steps()
      for (const effect of steps) this.ok(effect)
      this.passTime()
      if (steps.length === 0 && !this.effects().some(({ kind }) => kind === 'wait')) return
    }
  }

  kinds(): string[] {
    return this.recorded.map(({ event }) => event.kind)
  }
}
