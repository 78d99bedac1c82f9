import { settledBy, settlingLabel, type DebtKind, type StepName } from './lifecycle'
import type { RecordedEvent } from './rollout-evolve'
import type { RolloutEvent } from './rollout-event'
import {
  isBeingTaken,
  isSettlingTry,
  mayHaveDrained,
  type HostState,
  type StepState,
  type UnsettledAttempt,
} from './rollout-state'

type StepStarted = Extract<RolloutEvent, { kind: 'step-started' }>
type StepFinished = Extract<RolloutEvent, { kind: 'step-finished' }>
type DebtSettled = Extract<RolloutEvent, { kind: 'debt-settled' }>
type SettlingStarted = Extract<RolloutEvent, { kind: 'settling-started' }>

/** Apply one event to the host it is about. Pure. */
export function evolveHost(host: HostState, { event, atMs }: RecordedEvent): HostState {
  switch (event.kind) {
    case 'host-started':
      return { ...host, status: 'running', whenStarted: { isServing: host.isServing, isMuted: host.isMuted } }
    case 'step-started':
      return beginStep(host, event, atMs)
    case 'step-finished':
      return finishStep(host, event, atMs)
    case 'undo-planned':
    case 'undo-advanced':
      return evolveUndo(host, event)
    case 'host-rested':
      return { ...host, status: 'resting', step: event.after }
    case 'host-finished':
      return { ...host, status: 'succeeded', versionAfter: event.version }
    case 'host-skipped':
      return { ...host, status: 'skipped', versionAfter: event.version }
    case 'host-failed': {
      const { undo: _, ...failed } = host
      return { ...failed, status: 'failed', failure: { step: event.step, code: event.code, reason: event.reason } }
    }
    case 'host-returned': {
      const { undo: _, ...returned } = freshTries(host)
      return { ...returned, status: 'pending' }
    }
    case 'host-excluded':
      return { ...host, status: 'excluded', excludedBecause: event.reason }
    case 'host-retried': {
      const { failure: _, ...retried } = freshTries(host)
      return { ...retried, status: 'pending' }
    }
    case 'host-given-back':
      return giveBack(host, event.debtKind)
    case 'host-came-back':
      return giveBack(host, 'drain')
    case 'settling-started':
      return withSettling(host, event)
    case 'settling-failed':
      return event.isOver ? withoutSettling(host) : host
    case 'debt-recorded':
      return { ...host, debts: { ...host.debts, [event.debtKind]: event.debt } }
    case 'debt-settled':
      return settle(host, event)
    default:
      throw new Error(`not an event of one host: ${event.kind}`)
  }
}

const giveBack = (host: HostState, kind: DebtKind): HostState =>
  kind === 'mute'
    ? withFound(host, kind, { isMuted: false })
    : { ...withFound(host, kind, { isServing: true }), isGivenBack: true }

type Found = Partial<Pick<HostState, 'isServing' | 'isMuted'>>
/** What is found of a host before its try takes it is how the try found it. */
function withFound(host: HostState, kind: DebtKind, found: Found): HostState {
  const { whenStarted, status } = host
  const isStart = whenStarted !== undefined && status === 'running' && !isBeingTaken(host, kind)
  return { ...host, ...found, ...(isStart ? { whenStarted: { ...whenStarted, ...found } } : {}) }
}

type UndoEvent = Extract<RolloutEvent, { kind: 'undo-planned' | 'undo-advanced' }>

function evolveUndo(host: HostState, event: UndoEvent): HostState {
  if (event.kind === 'undo-planned') {
    return { ...host, status: 'undoing', undo: { steps: event.steps, after: event.after } }
  }
  const steps = host.undo?.steps.filter((step) => step !== event.step) ?? []
  return host.undo ? { ...host, undo: { ...host.undo, steps } } : host
}

function beginStep(host: HostState, event: StepStarted, atMs: number): HostState {
  const { step: name, attempt, purpose, notBeforeMs } = event
  const step: StepState = {
    state: 'running',
    attempts: attempt,
    tries: host.steps[name].tries + 1,
    purpose,
    startedAtMs: atMs,
    ...(notBeforeMs === undefined ? {} : { notBeforeMs }),
  }
  const status = purpose === 'undo' ? 'undoing' : 'running'
  return { ...host, status, step: name, steps: { ...host.steps, [name]: step } }
}

function finishStep(host: HostState, event: StepFinished, atMs: number): HostState {
  const before = host.steps[event.step]
  const { kind: _kind, host: _host, step: _step, logBytes: _size, attempt, outcome, ...report } = event
  const step: StepState = {
    state: outcome,
    attempts: attempt,
    tries: before.tries,
    ...(before.purpose === undefined ? {} : { purpose: before.purpose }),
    startedAtMs: before.startedAtMs ?? atMs,
    ...report,
  }
  const steps = { ...host.steps, [event.step]: step }
  const next: HostState = { ...withUnsettled(host, event), step: event.step, steps }
  // it counts as out until it is shown to be back
  if (outcome === 'failed') return event.step === 'drain' && mayHaveDrained(step) ? { ...next, isServing: false } : next
  return { ...next, ...effectOf(event.step, outcome), ...found(host, event) }
}

/** Failures that say that nothing was started, unlike the others of a connection. */
const neverStarted = /^remote\.(cannot-start$|bad-)/

/** An attempt with an exit code began after all earlier ones had been seen to their end. */
function withUnsettled(host: HostState, event: StepFinished): HostState {
  const { step, attempt, outcome, exitCode, code = '' } = event
  const { unsettled = [], ...settled } = host
  if (exitCode !== undefined) return settled
  const isUnknown = outcome === 'failed' && /^(ssh|remote)\./.test(code) && !neverStarted.test(code)
  return isUnknown ? { ...settled, unsettled: [...unsettled, { step, attempt }] } : host
}

/** What a step that is done changed about the host. Where nothing is configured, nothing was silenced and no silence was ended. */
function effectOf(step: StepName, outcome: 'ok' | 'skipped'): Partial<HostState> {
  switch (step) {
    case 'mute':
      return outcome === 'ok' ? { isMuted: true } : {}
    case 'drain':
      return { isServing: false }
    case 'admit':
      return { isServing: true }
    case 'unmute':
      return outcome === 'ok' ? { isMuted: false } : {}
    default:
      return {}
  }
}

/** The version a host ran before is what its first precheck found; a retry must not replace it by the new one. */
function found(host: HostState, event: StepFinished): Partial<HostState> {
  const { version, digest } = event.facts ?? {}
  if (event.step !== 'precheck' || host.before !== undefined || !version) return {}
  return { before: { version, ...(digest ? { digest } : {}) } }
}

function freshTries(host: HostState): HostState {
  const steps = Object.entries(host.steps).map(([name, step]) => [name, { ...step, tries: 0 }] as const)
  return { ...host, steps: Object.fromEntries(steps) as HostState['steps'] }
}

/** What earlier tries had begun was seen to its end before. */
const withSettling = (host: HostState, event: SettlingStarted): HostState => ({
  ...host,
  unsettled: settlingAttempts(event),
  settlings: [...(host.settlings ?? []), event.attempt],
})

const settlingAttempts = ({ debtKind, attempt }: SettlingStarted): UnsettledAttempt[] =>
  (debtKind === 'drain' ? (['verify', 'admit'] as const) : (['unmute'] as const)).map((step) => ({
    step,
    attempt,
    label: settlingLabel(step, attempt),
  }))

/** What ran to settle a debt is over. */
function withoutSettling(host: HostState): HostState {
  const { unsettled = [], ...settled } = host
  const left = unsettled.filter((attempt) => !isSettlingTry(attempt))
  return left.length === 0 ? settled : { ...settled, unsettled: left }
}

function settle(before: HostState, { debt, debtKind, isConfirmed, isFound }: DebtSettled): HostState {
  const host = isConfirmed ? withoutSettling(before) : before
  if (host.debts[debtKind] !== debt) return host
  const { [debtKind]: _, ...debts } = host.debts
  const now = debtKind === 'mute' ? { isMuted: false } : isConfirmed ? { isServing: true } : {}
  return isFound ? withFound({ ...host, debts }, debtKind, now) : { ...host, debts, ...now }
}

/** The debts that this step settles when it is confirmed. Pure. */
export const debtSettledBy = (host: HostState, step: StepName) => {
  const kind = settledBy(step)
  const debt = kind && host.debts[kind]
  return kind && debt ? { debtKind: kind, debt } : undefined
}
