import type { HostName } from '../../shared/domain/ids'
import { backoffBefore } from '../../shared/domain/resolved-lifecycle'
import type { StepResult } from '../../shared/domain/rollout-command'
import type { RolloutEffect } from '../../shared/domain/rollout-effects'
import { AppError } from '../../shared/errors/app-error'
import type { DrainGuard } from './drain-guard'
import type { EarlierAttempts } from './earlier-attempts'
import type { LockKeeper } from './lock-keeper'
import { RecoveredStep } from './recovered-step'
import type { RunHandle } from './runner'
import { settleAttempts, settleFound } from './settle-attempts'
import type { StepAttempt, StepPorts, StepRunner } from './step-runner'

type Ports = Pick<StepPorts, 'clock'> & { readonly locks: LockKeeper; readonly earlier?: EarlierAttempts }

/** One step that is performed; `found`: it was under way when the console before this one ended. */
type Work = {
  readonly effect: RunStep
  readonly run: RunHandle
  readonly found: RecoveredStep | undefined
  readonly report: (result: StepResult) => Promise<void>
}
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
  readonly #ports: Ports
  readonly #runner: StepRunner
  readonly #guardOf: (run: RunHandle) => DrainGuard

  constructor(ports: Ports, runner: StepRunner, guardOf: (run: RunHandle) => DrainGuard) {
    this.#ports = ports
    this.#runner = runner
    this.#guardOf = guardOf
  }

  /** Perform and report. Nothing is reported when the effect was called off. */
  async perform(effect: RunStep, run: RunHandle): Promise<void> {
    const { clock } = this.#ports
    if (effect.notBeforeMs !== undefined) await this.#backOff(effect, effect.notBeforeMs, run)
    if (run.signal.aborted) return
    const startedMs = clock.elapsedMs()
    const found = run.isRecovered ? new RecoveredStep(effect, run, clock) : undefined
    const report = async (result: StepResult) => {
      if (run.signal.aborted) return
      const { host, step, attempt } = effect
      found?.tellEnd(result)
      await run.tell({ kind: 'step-result', host, step, attempt, result })
    }
    const work: Work = { effect, run, found, report }
    try {
      const { host } = effect
      await this.#findAgain(work, () => this.#settleEarlier(host, run))
      if (effect.step === 'drain' && effect.purpose === 'forward') return await this.#drain(work)
      const refusal = await this.#refusal(work)
      await report(refusal ?? (await this.#findAgain(work, () => this.#runner.run(attemptOf(work)))))
    } catch (error) {
      await report(this.#failure(effect, run, error, Math.round(clock.elapsedMs() - startedMs)))
    } finally {
      found?.dispose()
    }
  }

  /** What may still run on the host, of this rollout or of one before it, ends first; what it gave back is told. */
  async #settleEarlier(host: HostName, run: RunHandle): Promise<void> {
    const { earlier } = this.#ports
    const { settings } = run.state()
    for (const debt of (await earlier?.settle(this.#runner, settings, host, run.signal)) ?? []) {
      // first of all, as `tellOpenRollout` has it; who serves is seen anew by a look, where there is one
      const isSeen = debt.kind === 'drain' && settings.traffic !== undefined
      if (!isSeen) await run.tell({ kind: 'report-given-back', debt: debt.debt, host, debtKind: debt.kind })
      await earlier?.tellGivenBack(debt, `before rollout ${settings.rollout} went on with ${host}`)
    }
    for (const kind of await settleAttempts(this.#runner, run.state(), host, run.signal)) {
      const debt = run.state().hosts[host]?.debts[kind]
      if (debt) await run.tell(settleFound(debt, kind))
    }
  }

  /** Wait before a retry; for no longer than such a wait is, wherever the clock was set meanwhile. */
  async #backOff({ host, step }: RunStep, notBeforeMs: number, run: RunHandle): Promise<void> {
    const { clock } = this.#ports
    const { hosts, settings } = run.state()
    const longestMs = backoffBefore(settings.lifecycle[step], Math.max(1, (hosts[host]?.steps[step].tries ?? 1) - 1))
    const nowMs = clock.nowMs()
    await clock.sleepUntil(Math.min(notBeforeMs, nowMs + longestMs), run.signal).catch(() => undefined)
  }

  /**
   * Nothing is begun on a cluster that may be another console's by now. What an earlier console began is followed to its end
   * all the same: that starts nothing.
   */
  async #refusal(work: Work): Promise<StepResult | undefined> {
    const { effect, run } = work
    const isNew = effect.purpose === 'forward' && (effect.step === 'precheck' || effect.step === 'drain')
    const reason = await this.#ports.locks.whyNot(run, isNew)
    if (reason === undefined || run.signal.aborted) return undefined
    const hasBegun = () => this.#runner.hasStarted(attemptOf(work))
    if (run.isRecovered && (await this.#findAgain(work, hasBegun))) return undefined
    return { outcome: 'failed', durationMs: 0, code: 'step.lock', reason, refused: 'lock', isFinal: true }
  }

  /**
   * An attempt that an earlier console began may be running, so a host that does not answer is asked again until the step's
   * time is over and some more: a failure now would start it a second time.
   */
  async #findAgain<T>({ effect, run, found }: Work, work: () => Promise<T>): Promise<T> {
    const { clock } = this.#ports
    const { hosts, settings } = run.state()
    const { timeoutMs } = settings.lifecycle[effect.step]
    const ageMs = clock.nowMs() - (hosts[effect.host]?.steps[effect.step].startedAtMs ?? 0)
    // an age of less than nothing is that of a clock that was set back
    const giveUpMs = clock.elapsedMs() + Math.max(0, timeoutMs - Math.max(0, ageMs)) + patienceMs
    for (let pauseMs = 500; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      try {
        return await work()
      } catch (error) {
        const isLost = error instanceof AppError && lostTouchCodes.test(error.code)
        if (!run.isRecovered || !isLost || clock.elapsedMs() >= giveUpMs) throw error
        found?.tellUnreachable(error.message)
      }
      await clock.sleepUntil(clock.nowMs() + pauseMs, run.signal)
    }
  }

  /** The floor is checked live before every single drain; the permit is held until the result is stored. */
  async #drain(work: Work): Promise<void> {
    const { effect, run, report } = work
    const { settings } = run.state()
    if (run.isRecovered && (await this.#joinDrain(work))) return
    const permit = await this.#guardOf(run).ask(effect.host, settings.plan.floor)
    if (permit.kind === 'refused') {
      const { because, reason } = permit
      return report({ outcome: 'failed', durationMs: 0, code: `step.${because}`, reason, refused: because })
    }
    const facts = { serving: String(permit.serving), floor: String(settings.plan.floor) }
    try {
      const refusal = await this.#refusal(work)
      if (refusal) return await report(refusal)
      const isBelievedOut = run.state().hosts[effect.host]?.isServing === false
      if (permit.isShown && isBelievedOut) await run.tell({ kind: 'report-serving', host: effect.host })
      if (!settings.lifecycle.drain.configured) return await report({ outcome: 'ok', durationMs: 0, facts })
      const result = await this.#runner.run(attemptOf(work))
      await report({ ...result, facts: { ...result.facts, ...facts } })
    } finally {
      permit.release()
    }
  }

  /**
   * An interrupted attempt that got as far as its host is joined, whatever the floor says now. Until that is known the host
   * counts as out: nobody else may be let out on the strength of it. False when it was never started.
   */
  async #joinDrain(work: Work): Promise<boolean> {
    const { effect, run, report } = work
    if (!run.state().settings.lifecycle.drain.configured) return false
    const attempt = attemptOf(work)
    const reservation = this.#guardOf(run).reserve(effect.host)
    try {
      if (!(await this.#findAgain(work, () => this.#runner.hasStarted(attempt)))) {
        reservation.cancel()
        return false
      }
      await report(await this.#findAgain(work, () => this.#runner.run(attempt)))
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

function attemptOf({ effect: { host, step, attempt }, run, found }: Work): StepAttempt {
  const { settings, hosts } = run.state()
  const onStart = found ? { onStart: found.onStart } : {}
  return { settings, host, step, attempt, previous: hosts[host]?.before?.version, signal: run.signal, ...onStart }
}
