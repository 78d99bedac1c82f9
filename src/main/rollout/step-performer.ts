import type { StepResult } from '../../shared/domain/rollout-command'
import type { RolloutEffect } from '../../shared/domain/rollout-effects'
import { AppError } from '../../shared/errors/app-error'
import type { DrainGuard } from './drain-guard'
import type { LockKeeper } from './lock-keeper'
import type { RunHandle } from './runner'
import { settleAttempts } from './settle-attempts'
import { StepRunner, type StepAttempt, type StepPorts } from './step-runner'

type RunStep = Extract<RolloutEffect, { kind: 'run-step' }>

/** Failures that stay the same however often they are tried. */
const finalCodes = /^(ssh\.(auth|host-key|key-|passphrase|no-agent|name-unknown)|spec\.|secret\.|remote\.bad-)/

/** The host could not be spoken to, which says nothing about the step. */
const lostTouchCodes =
  /^(ssh\.(connect|connection-lost|unreachable|name-unknown|jump-failed|proxy-failed|handshake|channel|shell-ended)|remote\.(no-shell|shell-lost|query-timeout))/
/** A laptop that was just opened needs a moment for its network, and a bastion some more. */
const patienceMs = 120_000
const longestPauseMs = 10_000

/** Performs the steps that a rollout's state makes due, and reports how they ended. */
export class StepPerformer {
  readonly #ports: StepPorts
  readonly #runner: StepRunner
  readonly #locks: LockKeeper
  readonly #guardOf: (run: RunHandle) => DrainGuard

  constructor(ports: StepPorts, locks: LockKeeper, guardOf: (run: RunHandle) => DrainGuard) {
    this.#ports = ports
    this.#locks = locks
    this.#runner = new StepRunner(ports)
    this.#guardOf = guardOf
  }

  /** Perform and report. Nothing is reported when the effect was called off. */
  async perform(effect: RunStep, run: RunHandle): Promise<void> {
    const { clock } = this.#ports
    if (effect.notBeforeMs !== undefined) await clock.sleepUntil(effect.notBeforeMs, run.signal).catch(() => undefined)
    if (run.signal.aborted) return
    const startedAtMs = clock.nowMs()
    const report = async (result: StepResult) => {
      if (run.signal.aborted) return
      const { host, step, attempt } = effect
      await run.tell({ kind: 'step-result', host, step, attempt, result })
    }
    try {
      const { host } = effect
      await this.#findAgain(effect, run, () => settleAttempts(this.#runner, run.state(), host, { signal: run.signal }))
      if (effect.step === 'drain' && effect.purpose === 'forward') return await this.#drain(effect, run, report)
      const refusal = await this.#refusal(effect, run)
      await report(refusal ?? (await this.#findAgain(effect, run, () => this.#runner.run(attemptOf(effect, run)))))
    } catch (error) {
      await report(this.#failure(effect, run, error, clock.nowMs() - startedAtMs))
    }
  }

  /**
   * Nothing is begun on a cluster that may be another console's by now. What an earlier console began is followed to its end
   * all the same: that starts nothing.
   */
  async #refusal(effect: RunStep, run: RunHandle): Promise<StepResult | undefined> {
    if (mayDispatchFreely(run)) return undefined
    const isNew = effect.purpose === 'forward' && (effect.step === 'precheck' || effect.step === 'drain')
    const reason = await this.#locks.whyNot(run, isNew)
    if (reason === undefined || run.signal.aborted) return undefined
    const hasBegun = () => this.#runner.hasStarted(attemptOf(effect, run))
    if (run.isRecovered && (await this.#findAgain(effect, run, hasBegun))) return undefined
    return { outcome: 'failed', durationMs: 0, code: 'step.lock', reason, refused: 'lock', isFinal: true }
  }

  /**
   * An attempt that an earlier console began may be running, so a host that does not answer is asked again until the step's
   * time is over and some more: a failure now would start it a second time.
   */
  async #findAgain<T>(effect: RunStep, run: RunHandle, work: () => Promise<T>): Promise<T> {
    const { clock } = this.#ports
    const { hosts, settings } = run.state()
    const startedAtMs = hosts[effect.host]?.steps[effect.step].startedAtMs ?? 0
    const giveUpAtMs = Math.max(clock.nowMs(), startedAtMs + settings.lifecycle[effect.step].timeoutMs) + patienceMs
    for (let pauseMs = 500; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      try {
        return await work()
      } catch (error) {
        const isLost = error instanceof AppError && lostTouchCodes.test(error.code)
        if (!run.isRecovered || !isLost || clock.nowMs() >= giveUpAtMs) throw error
      }
      await clock.sleepUntil(clock.nowMs() + pauseMs, run.signal)
    }
  }

  /** The floor is checked live before every single drain; the permit is held until the result is stored. */
  async #drain(effect: RunStep, run: RunHandle, report: (result: StepResult) => Promise<void>): Promise<void> {
    const { settings } = run.state()
    if (run.isRecovered && (await this.#joinDrain(effect, run, report))) return
    const permit = await this.#guardOf(run).ask(effect.host, settings.plan.floor)
    if (permit.kind === 'refused') {
      const { because, reason } = permit
      return report({ outcome: 'failed', durationMs: 0, code: `step.${because}`, reason, refused: because })
    }
    const facts = { serving: String(permit.serving), floor: String(settings.plan.floor) }
    try {
      const refusal = await this.#refusal(effect, run)
      if (refusal) return await report(refusal)
      if (!settings.lifecycle.drain.configured) return await report({ outcome: 'ok', durationMs: 0, facts })
      const result = await this.#runner.run(attemptOf(effect, run))
      await report({ ...result, facts: { ...result.facts, ...facts } })
    } finally {
      permit.release()
    }
  }

  /**
   * An interrupted attempt that got as far as its host is joined, whatever the floor says now. Until that is known the host
   * counts as out: nobody else may be let out on the strength of it. False when it was never started.
   */
  async #joinDrain(effect: RunStep, run: RunHandle, report: (result: StepResult) => Promise<void>): Promise<boolean> {
    if (!run.state().settings.lifecycle.drain.configured) return false
    const attempt = attemptOf(effect, run)
    const reservation = this.#guardOf(run).reserve(effect.host)
    try {
      if (!(await this.#findAgain(effect, run, () => this.#runner.hasStarted(attempt)))) {
        reservation.cancel()
        return false
      }
      await report(await this.#findAgain(effect, run, () => this.#runner.run(attempt)))
      return true
    } finally {
      reservation.release()
    }
  }

  #failure(effect: RunStep, run: RunHandle, error: unknown, durationMs: number): StepResult {
    if (!(error instanceof AppError)) throw error
    const { code, message: reason } = error
    const { lifecycle } = run.state().settings
    const { step } = effect
    // the layer that takes hosts out and puts them in cannot be reached: halt, never assume
    const isElsewhere = (step === 'drain' || step === 'admit') && lifecycle[step].placement.kind !== 'host'
    return {
      outcome: 'failed',
      durationMs,
      code,
      reason,
      isFinal: finalCodes.test(code),
      ...(isElsewhere ? { brake: 'traffic' as const } : {}),
    }
  }
}

/** No lock is asked for, so nothing has to be asked either. */
const mayDispatchFreely = (run: RunHandle): boolean => run.state().settings.lock === undefined

function attemptOf({ host, step, attempt }: RunStep, run: RunHandle): StepAttempt {
  const { settings, hosts } = run.state()
  return { settings, host, step, attempt, previous: hosts[host]?.before?.version, signal: run.signal }
}
