import { buildStagedQuery } from '../commands/fetch-script'
import { reasonOf } from '../commands/exit-code'
import { buildRetentionScript } from '../commands/retention-script'
import type { StepContext } from '../commands/step-environment'
import type { RolloutEffect } from '../../shared/domain/rollout-effects'
import type { StepResult } from '../../shared/domain/rollout-command'
import type { Facts } from '../../shared/domain/rollout-event'
import type { RolloutHost, RolloutSettings } from '../../shared/domain/rollout-settings'
import { fillText } from '../../shared/domain/template'
import { AppError } from '../../shared/errors/app-error'
import type { Clock, LogSink, StepExit, StepShell, Target } from '../ports'
import type { DrainGuard } from './drain-guard'
import { lastLineKeeper } from './last-line'
import type { RunHandle } from './runner'
import { contextOf, hostMachine, runDirOf, settingsHost, stagedPath, targetOf } from './step-context'
import { buildStepScript } from './step-script'

type RunStep = Extract<RolloutEffect, { kind: 'run-step' }>
export type StepPorts = { readonly shell: StepShell; readonly logs: LogSink; readonly clock: Clock }

/** A step may take this much longer than its script allows itself: connecting, and the last probe or check. */
const marginMs = 15_000
/** Failures that stay the same however often they are tried. */
const finalCodes = /^(ssh\.(auth|host-key|key-|passphrase|no-agent|name-unknown)|spec\.|remote\.bad-)/

/** Performs single steps: builds the script, runs it where it belongs, and turns what comes back into a result. */
export class StepPerformer {
  readonly #ports: StepPorts
  readonly #guardOf: (run: RunHandle) => DrainGuard

  constructor(ports: StepPorts, guardOf: (run: RunHandle) => DrainGuard) {
    this.#ports = ports
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
      if (effect.step === 'drain' && effect.purpose === 'forward') return await this.#drain(effect, run, report)
      await report(await this.#execute(effect, run))
    } catch (error) {
      await report(this.#failure(effect, run, error, clock.nowMs() - startedAtMs))
    }
  }

  /** The floor is checked live before every single drain; the permit is held until the result is stored. */
  async #drain(effect: RunStep, run: RunHandle, report: (result: StepResult) => Promise<void>): Promise<void> {
    const { settings } = run.state()
    if (run.isRecovered && (await this.#hasBegun(effect, run))) return report(await this.#execute(effect, run))
    const permit = await this.#guardOf(run).ask(effect.host, settings.plan.floor)
    if (permit.kind === 'refused') {
      const { because, reason } = permit
      return report({ outcome: 'failed', durationMs: 0, code: `step.${because}`, reason, refused: because })
    }
    const facts = { serving: String(permit.serving), floor: String(settings.plan.floor) }
    try {
      if (!settings.lifecycle.drain.configured) return await report({ outcome: 'ok', durationMs: 0, facts })
      const result = await this.#execute(effect, run)
      await report({ ...result, facts: { ...result.facts, ...facts } })
    } finally {
      permit.release()
    }
  }

  /** Did the interrupted attempt get as far as its host? Then it is joined, whatever the floor says now. */
  #hasBegun(effect: RunStep, run: RunHandle): Promise<boolean> {
    const { settings } = run.state()
    const target = this.#target(settings, settingsHost(settings, effect.host), effect)
    return this.#ports.shell.hasStarted(target, runDirOf(settings, effect.host, effect.step, effect.attempt))
  }

  async #execute(effect: RunStep, run: RunHandle): Promise<StepResult> {
    const state = run.state()
    const { settings } = state
    const { step, attempt } = effect
    const host = settingsHost(settings, effect.host)
    const previous = state.hosts[host.name]?.before?.version
    const context = contextOf(settings, host, { name: step, attempt, previous })
    if (step === 'fetch') await this.#pushPackage(settings, host, context, run.signal)
    const lastLine = lastLineKeeper()
    const { logs, shell, clock } = this.#ports
    const key = { rollout: settings.rollout, host: host.name, step, attempt }
    const exit = await shell.run({
      target: this.#target(settings, host, effect),
      runDir: runDirOf(settings, host.name, step, attempt),
      script: buildStepScript(settings, step, context),
      timeoutMs: settings.lifecycle[step].timeoutMs + marginMs,
      onOutput: (bytes, offset) => {
        lastLine.add(bytes)
        return logs.write(key, offset, bytes) ? undefined : logs.drained()
      },
      signal: run.signal,
    })
    if (step === 'fetch') void this.#removeOldReleases(settings, host, context, exit)
    return resultOf(effect, settings, exit, lastLine.text(), clock.nowMs())
  }

  #target(settings: RolloutSettings, host: RolloutHost, { step }: RunStep): Target {
    const { lifecycle } = settings
    const effect = step === 'mute' || step === 'drain' || step === 'admit' || step === 'unmute'
    return effect ? targetOf(settings, host, lifecycle[step].placement) : hostMachine(settings, host)
  }

  /** Send the package when it comes from here and the host does not have it yet. */
  async #pushPackage(settings: RolloutSettings, host: RolloutHost, context: StepContext, signal: AbortSignal) {
    const push = settings.package?.push
    if (push === undefined || settings.type === 'rollback' || settings.lifecycle.fetch.run !== undefined) return
    const target = hostMachine(settings, host)
    const timeoutMs = settings.lifecycle.precheck.timeoutMs
    const staged = await this.#ports.shell.query({ target, script: buildStagedQuery(context), timeoutMs, signal })
    if (staged.stdout.includes('staged=yes')) return
    const localPath = fillText(push, context)
    await this.#ports.shell.push({
      target,
      localPath,
      remotePath: stagedPath(context, settings),
      onProgress: () => {},
      signal,
    })
  }

  /** A release that stays costs disk and nothing else, so nobody waits for this and its failure is no failure. */
  async #removeOldReleases(settings: RolloutSettings, host: RolloutHost, context: StepContext, exit: StepExit) {
    if (!settings.package || exit.exitCode !== 0 || exit.result['staged'] !== 'fetched') return
    const script = buildRetentionScript(context, settings.package.keep)
    await this.#ports.shell
      .query({ target: hostMachine(settings, host), script, timeoutMs: settings.lifecycle.fetch.timeoutMs })
      .catch(() => undefined)
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

function resultOf(
  { step }: RunStep,
  settings: RolloutSettings,
  exit: StepExit,
  lastLine: string,
  nowMs: number,
): StepResult {
  const { exitCode, durationMs, result: facts } = exit
  const base = { durationMs, ...(exitCode === null ? {} : { exitCode }), facts: shorten(facts) }
  const failed = (code: string, reason: string): StepResult => ({ ...base, outcome: 'failed', code, reason })
  if (exit.timedOut)
    return failed(
      'step.timed-out',
      `${step} was ended after ${settings.lifecycle[step].timeoutMs / 1_000} s; last output: ${lastLine}`,
    )
  if (exit.vanished || exitCode === null) {
    return failed('step.vanished', `${step} ended without an exit code: it was killed, or the host restarted`)
  }
  if (exitCode !== 0) {
    const reason = reasonOf(exitCode)
    const known = reason !== undefined && facts['reason'] === reason
    return failed(
      known ? `step.${reason}` : 'step.exit-code',
      known ? lastLine : `exit code ${exitCode}${lastLine && `: ${lastLine}`}`,
    )
  }
  const skewMs = step === 'precheck' && !exit.reattached ? clockSkew(facts, nowMs) : 0
  const { maxClockSkewMs } = settings.lifecycle.precheck
  if (skewMs > maxClockSkewMs) {
    return failed(
      'step.clock-skew',
      `the clock of the host is ${Math.round(skewMs / 1_000)} s off; at most ${maxClockSkewMs / 1_000} s are allowed`,
    )
  }
  return { ...base, outcome: 'ok' }
}

/** The host's clock has whole seconds, so up to one is not a difference. */
function clockSkew(facts: Facts, nowMs: number): number {
  const epoch = Number(facts['clockEpoch'])
  if (!Number.isFinite(epoch) || epoch <= 0) return 0
  return Math.max(0, Math.abs(nowMs - epoch * 1_000) - 1_000)
}

/** What a step reports goes into the journal; a page of it would be a log. */
const longestFact = 500
const shorten = (facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts)
      .slice(0, 30)
      .map(([key, value]) => [key, value.slice(0, longestFact)]),
  )
