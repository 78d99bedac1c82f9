import { assertNever } from '../../shared/util/assert-never'
import type { RolloutId } from '../../shared/domain/ids'
import type { RolloutEffect } from '../../shared/domain/rollout-effects'
import { DrainGuard, type Observation } from './drain-guard'
import type { EarlierAttempts } from './earlier-attempts'
import type { GateChecker } from './gate-checker'
import type { LockKeeper } from './lock-keeper'
import type { EffectPerformer, RunHandle } from './runner'
import { observeRollout } from './serving'
import { leftOf, SoakWatch, type WaitEffect } from './soak-watch'
import { StepPerformer } from './step-performer'
import { StepRunner, type StepPorts } from './step-runner'

type Ports = StepPorts & {
  readonly checker: GateChecker
  readonly locks: LockKeeper
  /** Left out where there are no earlier rollouts. */
  readonly earlier?: EarlierAttempts
}

/** Performs whatever a rollout's state makes due: steps, checks, waiting with an eye on the hosts that soak. */
export class RolloutPerformer implements EffectPerformer {
  readonly #ports: Ports
  readonly #runner: StepRunner
  readonly #steps: StepPerformer
  readonly #guards = new Map<RolloutId, DrainGuard>()

  constructor(ports: Ports) {
    this.#ports = ports
    this.#runner = new StepRunner(ports)
    this.#steps = new StepPerformer(ports, this.#runner, (run) => this.#guardOf(run))
  }

  async perform(effect: RolloutEffect, run: RunHandle): Promise<void> {
    switch (effect.kind) {
      case 'hold-lock':
        return this.#ports.locks.hold(run)
      case 'release-lock':
        return this.#ports.locks.release(run)
      case 'run-step':
        return this.#steps.perform(effect, run)
      case 'check-item': {
        const { gate, item } = effect
        const verdict = await this.#ports.checker.check(run.state(), gate, item)
        if (!run.signal.aborted) await run.tell({ kind: 'record-check', gate, item: item.id, ...verdict })
        return
      }
      case 'wait':
        return this.#wait(effect, run)
      default:
        return assertNever(effect)
    }
  }

  /** One guard per rollout: its permits are what keeps two hosts from sharing the same spare one. */
  #guardOf(run: RunHandle): DrainGuard {
    const { rollout } = run.state().settings
    const known = this.#guards.get(rollout) ?? new DrainGuard(() => this.#observe(run))
    this.#guards.set(rollout, known)
    return known
  }

  async #observe(run: RunHandle): Promise<Observation> {
    const { shell, earlier } = this.#ports
    const leaving = await earlier?.listLeaving(this.#runner, run.state().settings)
    return observeRollout(shell, run.state(), leaving)
  }

  async #wait(effect: WaitEffect, run: RunHandle): Promise<void> {
    const { clock } = this.#ports
    const { station, batch } = effect
    if (station === 'soak') {
      const watch = await new SoakWatch(this.#ports, effect, run).watch()
      if (watch && !run.signal.aborted) await run.tell({ kind: 'time-up', station, batch, watch })
      return
    }
    const nowMs = clock.nowMs()
    await clock.sleepUntil(nowMs + leftOf(effect, nowMs), run.signal).catch(() => undefined)
    if (!run.signal.aborted) await run.tell({ kind: 'time-up', station, batch })
  }
}
