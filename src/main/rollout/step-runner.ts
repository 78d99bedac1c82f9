import { buildStagedQuery } from '../commands/fetch-script'
import { reasonOf } from '../commands/exit-code'
import { buildRetentionScript } from '../commands/retention-script'
import type { StepContext } from '../commands/step-environment'
import type { HostName } from '../../shared/domain/ids'
import { stepNames, type StepName } from '../../shared/domain/lifecycle'
import type { StepResult } from '../../shared/domain/rollout-command'
import type { Facts } from '../../shared/domain/rollout-event'
import type { RolloutHost, RolloutSettings } from '../../shared/domain/rollout-settings'
import { fillText } from '../../shared/domain/template'
import type { Clock } from '../ports/clock'
import type { LogKey, LogSink } from '../ports/logs'
import type { Target } from '../ports/machine'
import type { StepExit, StepRun, StepShell } from '../ports/shell'
import type { Turns } from '../turns/turns'
import { lastLineKeeper } from './last-line'
import { pushProgress } from './push-progress'
import { contextOf, hostMachine, runDirOf, settingsHost, stagedPath, targetOf } from './step-context'
import { buildStepScript } from './step-script'

export type StepPorts = {
  readonly shell: StepShell
  readonly logs: LogSink
  readonly clock: Clock
  /** In which steps begin: a hundred scripts at once would hold up the window. */
  readonly turns?: Turns
}

/** One attempt of a step on one host. */
export type StepAttempt = {
  readonly settings: RolloutSettings
  readonly host: HostName
  readonly step: StepName
  readonly attempt: number
  /** The version the host ran before, once known. */
  readonly previous?: string | undefined
  readonly signal?: AbortSignal | undefined
  readonly onStart?: StepRun['onStart']
  /** Last part of the run directory; the name of the attempt when left out. */
  readonly label?: string | undefined
}

/** Where an attempt runs on its host; no other attempt has the same. Pure. */
export const attemptDir = ({ settings, host, step, attempt, label = `${step}.${attempt}` }: StepAttempt): string =>
  runDirOf(settings, host, label)

type PushJob = {
  readonly settings: RolloutSettings
  readonly host: RolloutHost
  readonly context: StepContext
  readonly runDir: string
  readonly attempt: number
  readonly signal: AbortSignal | undefined
}

/** A step may take this much longer than its script allows itself: connecting, and the last probe or check. */
const marginMs = 15_000

/** Between TERM and KILL, should an attempt begin at the very moment in which it is kept from it. */
const settleGraceMs = 5_000

/** Runs steps: builds the script, runs it where it belongs, and turns what comes back into a result. */
export class StepRunner {
  readonly #ports: StepPorts

  constructor(ports: StepPorts) {
    this.#ports = ports
  }

  /**
   * Run an attempt, or join it when it runs already.
   * @throws AppError `ssh.*`, `remote.*` when the machine cannot be spoken to; `secret.*`; `spec.*` of templates
   */
  async run(attempt: StepAttempt): Promise<StepResult> {
    const { settings, step, signal } = attempt
    const { shell, clock, turns } = this.#ports
    await turns?.next()
    const host = settingsHost(settings, attempt.host)
    const context = contextOf(settings, host, { name: step, attempt: attempt.attempt, previous: attempt.previous })
    const runDir = attemptDir(attempt)
    if (step === 'fetch') await this.#pushPackage({ settings, host, context, runDir, attempt: attempt.attempt, signal })
    const output = this.#openOutput({
      rollout: settings.rollout,
      host: host.name,
      step,
      attempt: attempt.attempt,
    })
    const exit = await shell.run({
      target: stepTarget(settings, host, step),
      runDir,
      script: buildStepScript(settings, step, context),
      timeoutMs: settings.lifecycle[step].timeoutMs + marginMs,
      secrets: settings,
      onOutput: output.write,
      ...(attempt.onStart ? { onStart: attempt.onStart } : {}),
      ...(signal ? { signal } : {}),
    })
    if (step === 'fetch') void this.#removeOldReleases(settings, host, context, exit).catch(() => undefined)
    if (step === lastStep(settings)) void shell.prune(hostMachine(settings, host)).catch(() => undefined)
    return resultOf(step, settings, exit, output.lastLine(), clock.nowMs())
  }

  /** Where the output of an attempt goes: its log, and the last line for people. */
  #openOutput(key: LogKey) {
    const { logs } = this.#ports
    const lastLine = lastLineKeeper()
    const write = (bytes: Buffer, offset: number): void | Promise<void> => {
      lastLine.add(bytes)
      return logs.write(key, offset, bytes) ? undefined : logs.drained()
    }
    return { write, lastLine: lastLine.text }
  }

  /**
   * See an attempt to its end that nobody saw: it is followed when it was started, and kept from ever starting when not.
   * Resolves to how it ended; undefined for one that never began.
   * @throws AppError as `run`; `remote.abort-unconfirmed`
   */
  async settle(attempt: StepAttempt): Promise<StepResult | undefined> {
    if (await this.hasStarted(attempt)) return this.run(attempt)
    const { settings, host, step } = attempt
    const target = stepTarget(settings, settingsHost(settings, host), step)
    await this.#ports.shell.abort(target, attemptDir(attempt), settleGraceMs)
    return undefined
  }

  /** Did the attempt get as far as its host? */
  hasStarted(attempt: StepAttempt): Promise<boolean> {
    const { settings, host, step } = attempt
    const target = stepTarget(settings, settingsHost(settings, host), step)
    return this.#ports.shell.hasStarted(target, attemptDir(attempt))
  }

  /** Send the package when it comes from here and the host does not have it yet. */
  async #pushPackage({ settings, host, context, runDir, attempt, signal }: PushJob): Promise<void> {
    const push = settings.package?.push
    if (push === undefined || settings.type === 'rollback' || settings.lifecycle.fetch.run !== undefined) return
    const { shell, logs } = this.#ports
    const target = hostMachine(settings, host)
    const timeoutMs = settings.lifecycle.precheck.timeoutMs
    const staged = await shell.query({ target, script: buildStagedQuery(context), timeoutMs, signal })
    if (staged.stdout.includes('staged=yes')) return
    // an earlier console sent it and began to unpack: another copy would only be left over
    if (await shell.hasStarted(target, runDir)) return
    const [localPath, remotePath] = [fillText(push, context), stagedPath(context, settings)]
    const onProgress = pushProgress(logs, { rollout: settings.rollout, host: host.name, step: 'push', attempt })
    await shell.push({ target, localPath, remotePath, onProgress, signal })
  }

  /** A release that stays costs disk and nothing else, so nobody waits for this and its failure is no failure. */
  async #removeOldReleases(settings: RolloutSettings, host: RolloutHost, context: StepContext, exit: StepExit) {
    if (!settings.package || exit.exitCode !== 0 || exit.result['staged'] !== 'fetched') return
    const script = buildRetentionScript(context, settings.package.keep)
    const { timeoutMs } = settings.lifecycle.fetch
    await this.#ports.shell.query({ target: hostMachine(settings, host), script, timeoutMs })
  }
}

/** The step after which nothing more is to do on a host. Pure. */
const lastStep = ({ lifecycle }: RolloutSettings): StepName | undefined =>
  stepNames.findLast((step) => lifecycle[step].configured)

/** Where a step of a host runs: effects have a place of their own, everything else happens on the host. Pure. */
export function stepTarget(settings: RolloutSettings, host: RolloutHost, step: StepName): Target {
  const isEffect = step === 'mute' || step === 'drain' || step === 'admit' || step === 'unmute'
  return isEffect ? targetOf(settings, host, settings.lifecycle[step].placement) : hostMachine(settings, host)
}

function resultOf(
  step: StepName,
  settings: RolloutSettings,
  exit: StepExit,
  lastLine: string,
  nowMs: number,
): StepResult {
  const { exitCode, durationMs, result: facts, withheld } = exit
  const size = exit.logBytes > 0 ? { logBytes: exit.logBytes } : {}
  const unread = withheld === undefined ? {} : { withheld }
  const base = { durationMs, ...size, ...(exitCode === null ? {} : { exitCode }), facts: shorten(facts), ...unread }
  const failed = (code: string, reason: string): StepResult => ({ ...base, outcome: 'failed', code, reason })
  if (exit.timedOut) return failed('step.timed-out', timedOut(step, settings, lastLine))
  if (exit.vanished || exitCode === null) return failed('step.vanished', vanished(step))
  if (exitCode !== 0) {
    const reason = reasonOf(exitCode)
    const known = reason !== undefined && facts['reason'] === reason
    return failed(
      known ? `step.${reason}` : 'step.exit-code',
      known ? lastLine : `exit code ${exitCode}${lastLine && `: ${lastLine}`}`,
    )
  }
  // what a host runs is read from the facts, and there are none
  if (withheld !== undefined && step === 'precheck') return failed('step.withheld', withheld)
  if (step === 'precheck' && Object.keys(facts).length === 0) return failed('step.no-facts', noFacts)
  const skewMs = step === 'precheck' && !exit.reattached ? clockSkew(facts, nowMs, durationMs) : 0
  const { maxClockSkewMs } = settings.lifecycle.precheck
  if (skewMs > maxClockSkewMs) return failed('step.clock-skew', skewed(skewMs, maxClockSkewMs))
  return { ...base, outcome: 'ok' }
}

const timedOut = (step: StepName, { lifecycle }: RolloutSettings, lastLine: string): string =>
  `${step} was ended after ${lifecycle[step].timeoutMs / 1_000} s; last output: ${lastLine || 'none'}. Find out why it hangs, or give it more time (${step}.timeout in lastmile.yml), then retry.`

const vanished = (step: StepName): string =>
  `${step} ended without an exit code: it was killed, the host restarted, or its files below ~/.lastmile/runs were removed. Look at the host, then retry.`

const noFacts =
  'precheck ended well, but what it read could not be written below ~/.lastmile/runs: the disk is full, or the files were removed. Make room there, then retry.'

const skewed = (skewMs: number, allowedMs: number): string =>
  `the clock of the host is ${Math.round(skewMs / 1_000)} s off; at most ${allowedMs / 1_000} s are allowed. Set it right (NTP), or allow more with precheck.maxClockSkew in lastmile.yml, then retry.`

/** The host's clock has whole seconds and was read at some moment of the step, so that much is not a difference. */
function clockSkew(facts: Facts, nowMs: number, durationMs: number): number {
  const epoch = Number(facts['clockEpoch'])
  if (!Number.isFinite(epoch) || epoch <= 0) return 0
  const behindMs = nowMs - epoch * 1_000
  return Math.max(0, behindMs - durationMs - 1_000, -behindMs - 1_000)
}

/** What a step reports goes into the journal; a page of it would be a log. */
const longestFact = 500
const shorten = (facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts)
      .slice(0, 30)
      .map(([key, value]) => [key, value.slice(0, longestFact)]),
  )
