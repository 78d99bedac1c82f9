import { type Draft } from './decision'
import { debtSettledBy } from './host-evolve'
import { asDebtId, type DebtId, type HostName } from './ids'
import { isDebtStep, isSafePointAfter, stepAfter, stepIndex, type DebtKind, type StepName } from './lifecycle'
import { backoffBefore } from './resolved-lifecycle'
import type { StepRefusal, StepResult } from './rollout-command'
import type { AfterUndo, BrakeCause, StepPurpose } from './rollout-event'
import type { HostState, RolloutState } from './rollout-state'
import { planUndo } from './undo-plan'

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
  const owed = isDebtStep(step) ? draft.host(name).debts[step] : undefined
  // muting again makes the silence last longer, so the same debt is written down with its new end
  if (purpose === 'forward' && isDebtStep(step) && lifecycle[step].configured && (step === 'mute' || !owed)) {
    const expiresAtMs = step === 'mute' ? { expiresAtMs: draft.context.atMs + lifecycle.mute.expiresMs } : {}
    const debt = owed ?? debtIdOf(draft.state, name, step, attempt)
    draft.emit({ kind: 'debt-recorded', debt, host: name, debtKind: step, ...expiresAtMs })
  }
  const wait = notBeforeMs === undefined ? {} : { notBeforeMs }
  draft.emit({ kind: 'step-started', host: name, step, attempt, purpose, ...wait })
}

/** A debt is named after the attempt it was written down for. */
const debtIdOf = ({ settings }: RolloutState, host: HostName, kind: DebtKind, attempt: number): DebtId =>
  asDebtId(`${settings.rollout}.${host}.${kind}.${attempt}`)

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
  const code = refused === undefined ? {} : { code: `step.${refused}` }
  draft.emit({ kind: 'step-finished', host: name, step, attempt, ...outcome, ...code })
  if (brake) pullBrake(draft, brake, outcome.reason ?? 'the traffic layer did not answer')
  if (outcome.outcome === 'failed') {
    return afterFailure(draft, name, step, { isFinal: isFinal || refused !== undefined, refused, purpose })
  }
  const settled = debtSettledBy(draft.host(name), step)
  if (settled) {
    draft.emit({ kind: 'debt-settled', host: name, ...settled, how: `${step} was confirmed`, isConfirmed: true })
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
  const isSwitched = stepIndex(done) >= stepIndex('restart')
  if (stepIndex(done) >= stepIndex('mute') && !isSwitched && !(done !== 'mute' && isOnlyShortOfHosts(draft.state))) {
    return startUndo(draft, name, { kind: 'returned', reason: 'braked before the restart' })
  }
  // unmute only gives back what was taken; a brake does not stop it
  if (isSafePointAfter(done) && next !== 'unmute') return draft.emit({ kind: 'host-rested', host: name, after: done })
  startStep(draft, name, next)
}

/** The floor alone stopped it: whoever is out by right goes on, or the same hosts would be sent back at each resume. */
const isOnlyShortOfHosts = ({ brake, revoking, hosts, acceptedFailures }: RolloutState): boolean =>
  brake?.cause === 'floor' &&
  revoking === undefined &&
  Object.values(hosts).every(({ status, name }) => status !== 'failed' || acceptedFailures.includes(name))

/** Already on the target, serving and owing nothing: there is nothing to do, and doing it would cost capacity. */
function isThereAlready(host: HostState): boolean {
  const { version, digest, healthy } = host.steps.precheck.facts ?? {}
  if (version !== host.target.version || healthy === 'no') return false
  if (host.target.digest !== undefined && digest !== undefined && digest !== host.target.digest) return false
  return host.isServing && !host.isMuted && host.debts.mute === undefined && host.debts.drain === undefined
}

type FailedStep = {
  readonly isFinal: boolean
  readonly refused?: StepRefusal | undefined
  readonly purpose: StepPurpose
}

function afterFailure(draft: Draft, name: HostName, step: StepName, failed: FailedStep): void {
  const host = draft.host(name)
  const { tries, reason = 'no reason was given', code = 'step.failed' } = host.steps[step]
  if (failed.refused) {
    if (isBeforeQuiet(step, failed.purpose)) return putBackRefused(draft, name, step, failed.refused, reason)
    pullBrake(draft, failed.refused, reason)
  }
  const settings = draft.state.settings.lifecycle[step]
  const isNew = failed.purpose === 'forward' && stepIndex(step) < stepIndex('restart')
  if (!failed.isFinal && tries <= settings.retries && !(isNew && isComingToRest(draft.state))) {
    return startStep(draft, name, step, failed.purpose, draft.context.atMs + backoffBefore(settings, tries))
  }
  // a traffic layer that does not take hosts back would be left with fewer and fewer of them
  if (step === 'admit') pullBrake(draft, 'traffic', `${name} could not be put back into traffic: ${reason}`)
  if (failed.purpose === 'undo') {
    return step === 'admit' ? failUndo(draft, name, { step, code, reason }) : continueUndo(draft, name, step)
  }
  if (step === 'unmute') {
    // the host serves the new version; what is left is the debt, which stays in sight until it is settled
    return draft.emit({ kind: 'host-finished', host: name, version: host.target.version })
  }
  if (step === 'mute' && draft.state.settings.lifecycle.mute.onFailure === 'advisory') {
    return isComingToRest(draft.state) ? comeToRest(draft, name, step, 'drain') : startStep(draft, name, 'drain')
  }
  if (isDebtStep(step)) return startUndo(draft, name, { kind: 'failed', step, code, reason })
  draft.emit({ kind: 'host-failed', host: name, step, code, reason })
}

/** On its way, and not out of traffic by this try: a refusal sends it back, and says nothing about the host. */
const isBeforeQuiet = (step: StepName, purpose: StepPurpose): boolean =>
  purpose === 'forward' && stepIndex(step) < stepIndex('quiet')

/**
 * A step was refused. Its debt was written down for nothing, unless an earlier attempt may have done it: then the debt stays
 * until the reverse is confirmed.
 */
function putBackRefused(draft: Draft, name: HostName, step: StepName, cause: StepRefusal, reason: string): void {
  const { debts, steps } = draft.host(name)
  const debt = isDebtStep(step) ? debts[step] : undefined
  const how = step === 'drain' ? 'refused before anything was taken out' : 'refused before anything was muted'
  if (isDebtStep(step) && debt !== undefined && debt === debtIdOf(draft.state, name, step, steps[step].attempts)) {
    draft.emit({ kind: 'debt-settled', host: name, debtKind: step, debt, how })
  }
  pullBrake(draft, cause, reason)
  startUndo(draft, name, { kind: 'returned', reason })
}

/** Put a host back where it came from: what was taken is given back, in reverse order. */
function startUndo(draft: Draft, name: HostName, after: AfterUndo): void {
  draft.emit({ kind: 'undo-planned', host: name, steps: planUndo(draft.state, draft.host(name)), after })
  runUndo(draft, name)
}

/** It could not be put back into traffic, so it stays out, and muted, with its reason and its debts. */
function failUndo(draft: Draft, name: HostName, failure: { step: StepName; code: string; reason: string }): void {
  const { undo } = draft.host(name)
  if (undo?.after.kind !== 'failed') return draft.emit({ kind: 'host-failed', host: name, ...failure })
  const { step, code, reason } = undo.after
  draft.emit({ kind: 'host-failed', host: name, step, code, reason })
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
  // the brake may have come off while it was on its way back
  if (!isComingToRest(draft.state)) startHost(draft, name)
}

/** Pull the brake unless it is pulled already: the first cause is the one that people need to see. */
export function pullBrake(draft: Draft, cause: BrakeCause, reason: string): void {
  if (draft.state.brake === undefined && draft.state.result === undefined) {
    draft.emit({ kind: 'brake-pulled', cause, reason })
  }
}
