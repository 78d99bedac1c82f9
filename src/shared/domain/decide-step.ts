import { type Draft } from './decision'
import { debtSettledBy } from './host-evolve'
import { asDebtId, type HostName } from './ids'
import { debtSteps, isDebtStep, isSafePointAfter, stepAfter, stepIndex, type StepName } from './lifecycle'
import { backoffBefore } from './resolved-lifecycle'
import type { StepResult } from './rollout-command'
import type { AfterUndo, BrakeCause, StepPurpose } from './rollout-event'
import type { HostState, RolloutState } from './rollout-state'

/** Is the rollout coming to rest, so that nothing new may start? Pure. */
export const isComingToRest = (state: RolloutState): boolean =>
  state.brake !== undefined || state.revoking !== undefined || state.result !== undefined

/** Start a pending or resting host where it belongs: after a failed `admit` with that step, else from the beginning. */
export function startHost(draft: Draft, name: HostName, from: StepName = 'precheck'): void {
  draft.emit({ kind: 'host-started', host: name })
  startStep(draft, name, from)
}

/**
 * Start a step, or pass over it when nothing is configured for it. What must be undone is written down first: the debt
 * is in the journal before anything is muted or taken out.
 */
export function startStep(
  draft: Draft,
  name: HostName,
  step: StepName,
  purpose: StepPurpose = 'forward',
  notBeforeMs?: number,
): void {
  const { lifecycle } = draft.state.settings
  const attempt = draft.host(name).steps[step].attempts + 1
  // drain is never passed over: with nothing configured it still is where the floor is checked
  if (!lifecycle[step].configured && step !== 'drain') {
    draft.emit({ kind: 'step-finished', host: name, step, attempt: attempt - 1, outcome: 'skipped', durationMs: 0 })
    return afterStep(draft, name, step, purpose)
  }
  if (purpose === 'forward' && isDebtStep(step) && lifecycle[step].configured && !draft.host(name).debts[step]) {
    const expiresAtMs = step === 'mute' ? { expiresAtMs: draft.context.atMs + lifecycle.mute.expiresMs } : {}
    const debt = asDebtId(`${draft.state.settings.rollout}.${name}.${step}.${attempt}`)
    draft.emit({ kind: 'debt-recorded', debt, host: name, debtKind: step, ...expiresAtMs })
  }
  const wait = notBeforeMs === undefined ? {} : { notBeforeMs }
  draft.emit({ kind: 'step-started', host: name, step, attempt, purpose, ...wait })
}

/** Take in how a step ended. A result that is not awaited any more (an old attempt, a second report) changes nothing. */
export function decideStepResult(
  draft: Draft,
  command: { readonly host: HostName; readonly step: StepName; readonly attempt: number; readonly result: StepResult },
): void {
  const { host: name, step, attempt } = command
  const running = draft.state.hosts[name]?.steps[step]
  if (running?.state !== 'running' || running.attempts !== attempt) return
  const purpose = running.purpose ?? 'forward'
  const { isFinal = false, refused, brake, ...outcome } = command.result
  draft.emit({ kind: 'step-finished', host: name, step, attempt, ...outcome })
  if (brake) pullBrake(draft, brake, outcome.reason ?? 'the traffic layer did not answer')
  if (outcome.outcome === 'failed') return afterFailure(draft, name, step, { isFinal, refused, purpose })
  const settled = debtSettledBy(draft.host(name), step)
  if (settled) {
    draft.emit({ kind: 'debt-settled', host: name, ...settled, how: `${step} was confirmed` })
  }
  afterStep(draft, name, step, purpose)
}

function afterStep(draft: Draft, name: HostName, step: StepName, purpose: StepPurpose): void {
  if (purpose === 'undo') return continueUndo(draft, name, step)
  const host = draft.host(name)
  if (step === 'precheck' && isThereAlready(host)) {
    return draft.emit({ kind: 'host-skipped', host: name, version: host.target.version })
  }
  const next = stepAfter(step)
  if (!next) return draft.emit({ kind: 'host-finished', host: name, version: host.target.version })
  if (isComingToRest(draft.state)) return comeToRest(draft, name, step, next)
  startStep(draft, name, next)
}

/**
 * A host on its way when the brake is on. Before the new version is switched on it goes back to where it came from,
 * since the release itself may be what is wrong; after that it goes on until it serves again.
 */
function comeToRest(draft: Draft, name: HostName, done: StepName, next: StepName): void {
  if (stepIndex(done) >= stepIndex('mute') && stepIndex(done) < stepIndex('restart')) {
    return startUndo(draft, name, 'drain', { kind: 'returned', reason: 'braked before the restart' })
  }
  // unmute only gives back what was taken; a brake does not stop it
  if (isSafePointAfter(done) && next !== 'unmute') return draft.emit({ kind: 'host-rested', host: name, after: done })
  startStep(draft, name, next)
}

/** Already on the target, serving and owing nothing: there is nothing to do, and doing it would cost capacity. */
function isThereAlready(host: HostState): boolean {
  const { version, digest, healthy } = host.steps.precheck.facts ?? {}
  if (version !== host.target.version || healthy === 'no') return false
  if (host.target.digest !== undefined && digest !== undefined && digest !== host.target.digest) return false
  return host.isServing && !host.isMuted && host.debts.mute === undefined && host.debts.drain === undefined
}

type FailedStep = {
  readonly isFinal: boolean
  readonly refused?: 'floor' | 'traffic' | undefined
  readonly purpose: StepPurpose
}

function afterFailure(draft: Draft, name: HostName, step: StepName, failed: FailedStep): void {
  const host = draft.host(name)
  const { tries, reason = 'no reason was given', code = 'step.failed' } = host.steps[step]
  if (failed.refused) {
    const { drain: debt } = host.debts
    const how = 'refused before anything was taken out'
    if (debt) draft.emit({ kind: 'debt-settled', host: name, debtKind: 'drain', debt, how })
    return startUndo(draft, name, 'drain', { kind: 'returned', reason, cause: failed.refused })
  }
  const settings = draft.state.settings.lifecycle[step]
  const isNew = failed.purpose === 'forward' && stepIndex(step) < stepIndex('restart')
  if (!failed.isFinal && tries <= settings.retries && !(isNew && isComingToRest(draft.state))) {
    return startStep(draft, name, step, failed.purpose, draft.context.atMs + backoffBefore(settings, tries))
  }
  if (failed.purpose === 'undo') return continueUndo(draft, name, step)
  if (step === 'unmute') {
    // the host serves the new version; what is left is the debt, which stays in sight until it is settled
    return draft.emit({ kind: 'host-finished', host: name, version: host.target.version })
  }
  if (step === 'mute' && draft.state.settings.lifecycle.mute.onFailure === 'advisory' && !isComingToRest(draft.state)) {
    return startStep(draft, name, 'drain')
  }
  if (isDebtStep(step)) return startUndo(draft, name, step, { kind: 'failed', step, code, reason })
  draft.emit({ kind: 'host-failed', host: name, step, code, reason })
}

/** Take back a mute, or a drain and the mute before it, in reverse order. */
function startUndo(draft: Draft, name: HostName, from: 'mute' | 'drain', after: AfterUndo): void {
  const host = draft.host(name)
  // with nothing configured for drain there is no debt, but the host was counted out and has to be counted in again
  const isOut = host.debts.drain !== undefined || (host.steps.drain.state === 'ok' && !host.isServing)
  const steps: StepName[] = [
    ...(from === 'drain' && isOut ? [debtSteps.drain] : []),
    ...(host.debts.mute === undefined ? [] : [debtSteps.mute]),
  ]
  draft.emit({ kind: 'undo-planned', host: name, steps, after })
  runUndo(draft, name)
}

function continueUndo(draft: Draft, name: HostName, done: StepName): void {
  draft.emit({ kind: 'undo-advanced', host: name, step: done })
  runUndo(draft, name)
}

function runUndo(draft: Draft, name: HostName): void {
  const { undo } = draft.host(name)
  if (!undo) return
  const [next] = undo.steps
  if (next) return startStep(draft, name, next, 'undo')
  const { after } = undo
  if (after.kind === 'failed') {
    const { step, code, reason } = after
    return draft.emit({ kind: 'host-failed', host: name, step, code, reason })
  }
  draft.emit({ kind: 'host-returned', host: name, reason: after.reason })
  if (after.cause) pullBrake(draft, after.cause, after.reason)
}

/** Pull the brake unless it is pulled already: the first cause is the one that people need to see. */
export function pullBrake(draft: Draft, cause: BrakeCause, reason: string): void {
  if (draft.state.brake === undefined && draft.state.result === undefined) {
    draft.emit({ kind: 'brake-pulled', cause, reason })
  }
}
