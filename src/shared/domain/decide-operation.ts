import { assertNever } from '../util/assert-never'
import { describePosition } from './decide-gate'
import { requireLock } from './decide-lock'
import { pullBrake, startHost, startStep } from './decide-step'
import { refuse, type Draft } from './decision'
import type { HostName } from './ids'
import { stepAfter, type DebtKind, type StepName } from './lifecycle'
import { lastFinding } from './recovery'
import type { RolloutCommand } from './rollout-command'
import { hostsInFlight, isBeingTaken, isDue, type HostState, type RolloutState } from './rollout-state'

type Operation = Extract<
  RolloutCommand,
  {
    kind:
      | 'brake'
      | 'resume'
      | 'retry'
      | 'exclude'
      | 'revoke'
      | 'roll-back'
      | 'settle-debt'
      | 'start-settling'
      | 'fail-settling'
      | 'report-given-back'
      | 'report-serving'
      | 'report-restart'
      | 'report-found'
      | 'report-jump'
  }
>

/** Decide what a person wants of the rollout as a whole. */
export function decideOperation(draft: Draft, command: Operation): void {
  const { state } = draft
  switch (command.kind) {
    case 'brake':
      refuseFinished(state, 'braked')
      return pullBrake(draft, command.cause, command.reason)
    case 'resume':
      return resume(draft)
    case 'retry':
      return retry(draft)
    case 'exclude':
      return exclude(draft, command)
    case 'revoke':
      refuseFinished(state, 'revoked')
      requireReason(command.reason, 'revoke a rollout')
      if (!state.revoking) draft.emit({ kind: 'revoke-requested', reason: command.reason })
      return
    case 'roll-back':
      return rollBack(draft, command)
    case 'settle-debt':
    case 'start-settling':
    case 'fail-settling':
      return settleDebt(draft, command)
    case 'report-given-back':
      return reportGivenBack(draft, command)
    case 'report-serving':
      return reportServing(draft, command.host)
    case 'report-restart':
      return reportRestart(draft)
    case 'report-found':
      return reportFound(draft, command)
    case 'report-jump':
      if (state.result === undefined) draft.emit({ kind: 'time-jumped', ...command.jump })
      return
    default:
      return assertNever(command)
  }
}

/** Go on after a brake. Failures so far are accepted by the person who resumes; failed hosts stay failed. */
function resume(draft: Draft): void {
  const { state } = draft
  refuseFinished(state, 'resumed')
  if (!state.brake || state.revoking) return refuse('rollout.not-braked', { rollout: state.settings.rollout })
  requireLock(state)
  draft.emit({ kind: 'brake-released' })
  continueResting(draft)
}

/** Failed and never-started hosts get another chance, nothing else does; the brake comes off with it. */
function retry(draft: Draft): void {
  const { state } = draft
  refuseFinished(state, 'retried')
  const failed = Object.values(state.hosts).filter(({ status }) => status === 'failed')
  const neverStarted = Object.values(state.hosts).filter((host) => isDue(state, host))
  if (state.revoking || failed.length + neverStarted.length === 0) {
    return refuse('rollout.nothing-to-retry', { rollout: state.settings.rollout })
  }
  requireLock(state)
  for (const { name } of failed) draft.emit({ kind: 'host-retried', host: name })
  if (state.brake) draft.emit({ kind: 'brake-released' })
  for (const host of failed) startHost(draft, host.name, retryFrom(host))
  continueResting(draft)
}

/** Where the new version was verified already and only `admit` failed, a second restart would only add risk. */
function retryFrom({ failure, steps }: HostState): StepName {
  const isVerified = steps.verify.state === 'ok' || steps.verify.state === 'skipped'
  return failure?.step === 'admit' && isVerified ? 'admit' : 'precheck'
}

function continueResting(draft: Draft): void {
  for (const host of Object.values(draft.state.hosts).filter((each) => isDue(draft.state, each))) {
    if (host.status === 'pending') startHost(draft, host.name)
    else {
      const next = host.step && stepAfter(host.step)
      if (next) startStep(draft, host.name, next)
    }
  }
}

function exclude(draft: Draft, command: Extract<Operation, { kind: 'exclude' }>): void {
  const { state } = draft
  refuseFinished(state, 'changed')
  requireReason(command.reason, `exclude ${command.host}`)
  const host = state.hosts[command.host]
  if (!host) return refuse('rollout.unknown-host', { rollout: state.settings.rollout, host: command.host })
  if (host.status !== 'pending' && host.status !== 'failed' && host.status !== 'resting') {
    return refuse('rollout.host-busy', { host: host.name, status: host.status })
  }
  draft.emit({ kind: 'host-excluded', host: host.name, reason: command.reason })
}

/** End this rollout because another one puts its hosts back. A finished one is only marked. */
function rollBack(draft: Draft, command: Extract<Operation, { kind: 'roll-back' }>): void {
  const { state } = draft
  const inFlight = hostsInFlight(state).map(({ name }) => name)
  if (inFlight.length > 0) {
    return refuse('rollout.hosts-in-flight', { rollout: state.settings.rollout, hosts: inFlight.join(', ') })
  }
  // what a rollback put back is no bad release, whyever it is undone itself
  if (state.settings.type === 'release') draft.emit({ kind: 'release-blocked', reason: command.reason })
  draft.emit({ kind: 'rolled-back', by: command.by })
  // it stays with the console, for the rollout that comes now
  if (state.lock?.kind === 'held') draft.emit({ kind: 'lock-released', lock: state.lock.lock, to: command.by })
  if (state.result === undefined) {
    draft.emit({ kind: 'rollout-finished', result: 'failed', reason: `rolled back: ${command.reason}` })
  }
}

/** Tell, after a restart of the console, which steps were under way when it ended. */
function reportRestart(draft: Draft): void {
  const interrupted = hostsInFlight(draft.state).flatMap(({ name, step, steps }) =>
    step && steps[step].state === 'running' ? [{ host: name, step, attempt: steps[step].attempts }] : [],
  )
  if (interrupted.length > 0) draft.emit({ kind: 'console-restarted', interrupted })
}

/** Tell what was found of such a step. What is not awaited any more, or was told like this already, is no news. */
function reportFound(draft: Draft, command: Extract<Operation, { kind: 'report-found' }>): void {
  const { kind: _, ...about } = command
  const { host, step, attempt, found } = about
  const awaited = draft.state.hosts[host]?.steps[step]
  const known = draft.state.recovery?.steps.find((each) => each.host === host && each.step === step)
  if (awaited?.state !== 'running' || awaited.attempts !== attempt || known?.attempt !== attempt) return
  if (lastFinding(known)?.kind !== found.kind) draft.emit({ kind: 'step-found', ...about })
}

type Settling = Extract<Operation, { kind: 'settle-debt' | 'start-settling' | 'fail-settling' }>

/** What is settled already stays as it is. */
function settleDebt(draft: Draft, command: Settling): void {
  const debt = draft.state.debts[command.debt]
  if (!debt || debt.settledAtMs !== undefined) return
  const about = { debt: debt.id, host: debt.host, debtKind: debt.kind }
  if (command.kind === 'fail-settling') {
    const { reason, isOver, isFound } = command
    const end = { ...(isOver ? { isOver } : {}), ...(isFound ? { isFound } : {}) }
    return draft.emit({ kind: 'settling-failed', ...about, reason, ...end })
  }
  if (command.kind === 'settle-debt' && command.isFound) {
    if (isTakenSince(draft.state, debt.host, debt.kind)) return
  } else refuseInFlight(draft.state, debt.host)
  if (command.kind === 'start-settling') {
    return draft.emit({ kind: 'settling-started', ...about, attempt: command.attempt })
  }
  const { how, isConfirmed, isFound } = command
  const end = { ...(isConfirmed ? { isConfirmed } : {}), ...(isFound ? { isFound } : {}) }
  draft.emit({ kind: 'debt-settled', ...about, how, ...end })
}

/** Corrects the picture of a host that was out or muted when this rollout began. What this one owes itself is not touched. */
function reportGivenBack(draft: Draft, command: Extract<Operation, { kind: 'report-given-back' }>): void {
  const { host: name, debt, debtKind } = command
  const { state } = draft
  const host = state.hosts[name]
  if (!host || state.result !== undefined || host.debts[debtKind] !== undefined) return
  if (isTakenSince(state, name, debtKind)) return
  const isKnown = debtKind === 'mute' ? !host.isMuted : host.isServing
  if (!isKnown) draft.emit({ kind: 'host-given-back', host: name, debt, debtKind })
}

/** Whoever stops this host must put it back: it served before. After a drain of ours, that it is shown says nothing. */
function reportServing(draft: Draft, name: HostName): void {
  const host = draft.state.hosts[name]
  const isFirst = host?.steps.drain.state === 'running' && host.steps.drain.attempts === 1
  if (host && isFirst && !host.isServing) draft.emit({ kind: 'host-came-back', host: name })
}

/** Its step may take hold at any moment, and would leave something that nobody owes. */
function refuseInFlight(state: RolloutState, host: HostName): void {
  const isInFlight = hostsInFlight(state).some(({ name }) => name === host)
  if (isInFlight) refuse('rollout.debt-in-use', { host, rollout: state.settings.rollout })
}

/** Whoever is taking a host gives it back as well: only what was given back before that counts. */
function isTakenSince(state: RolloutState, name: HostName, kind: DebtKind): boolean {
  return hostsInFlight(state).some((host) => host.name === name && isBeingTaken(host, kind))
}

function refuseFinished(state: RolloutState, action: string): void {
  if (state.result)
    refuse('rollout.finished', { rollout: state.settings.rollout, result: describePosition(state), action })
}

function requireReason(reason: string, action: string): void {
  if (reason.trim() === '') refuse('gate.reason-missing', { action })
}
