import { formatDuration } from '../util/duration'
import type { HostName } from './ids'
import { describeDebtKind, type StepName } from './lifecycle'
import type { RolloutEvent, StepFinding, StepOutcome, TimeJump } from './rollout-event'
import type { RecordedEvent } from './rollout-evolve'
import type { RolloutState } from './rollout-state'

/** A step that was under way when a console ended: what the next console found of it, and what came of it. */
export type RecoveredStep = {
  readonly host: HostName
  readonly step: StepName
  readonly attempt: number
  /** When that attempt began; UTC ms. */
  readonly sinceMs?: number
  /** In the order in which they were made: a host that did not answer at first may have answered later. */
  readonly findings: readonly { readonly finding: StepFinding; readonly atMs: number }[]
  readonly end?: { readonly atMs: number } & Pick<StepOutcome, 'outcome' | 'reason' | 'withheld'>
}

/** What a console found when it took a rollout up that another one had left. */
export type Recovery = {
  /** When it was taken up; UTC ms. */
  readonly atMs: number
  readonly steps: readonly RecoveredStep[]
}

/** Apply an event to what is known of the last recovery. Pure; the same object for events that are not about it. */
export function evolveRecovery(state: RolloutState, { event, atMs }: RecordedEvent): Recovery | undefined {
  switch (event.kind) {
    case 'console-restarted': {
      const steps = event.interrupted.map((step): RecoveredStep => {
        const sinceMs = state.hosts[step.host]?.steps[step.step].startedAtMs
        return { ...step, ...(sinceMs === undefined ? {} : { sinceMs }), findings: [] }
      })
      return { atMs, steps }
    }
    case 'step-found':
      return withStep(state.recovery, event, (step) => {
        return { ...step, findings: [...step.findings, { finding: event.found, atMs }] }
      })
    case 'step-finished':
      return withStep(state.recovery, event, (step) => {
        const { outcome, reason, withheld } = event
        const why = { ...(reason === undefined ? {} : { reason }), ...(withheld === undefined ? {} : { withheld }) }
        return { ...step, end: { outcome, atMs, ...why } }
      })
    default:
      return state.recovery
  }
}

type OneStep = { readonly host: HostName; readonly step: StepName; readonly attempt: number }

const isSame = (one: OneStep, other: OneStep): boolean =>
  one.host === other.host && one.step === other.step && one.attempt === other.attempt

function withStep(
  recovery: Recovery | undefined,
  wanted: OneStep,
  change: (step: RecoveredStep) => RecoveredStep,
): Recovery | undefined {
  const isAbout = (step: RecoveredStep): boolean => isSame(step, wanted) && step.end === undefined
  if (!recovery?.steps.some(isAbout)) return recovery
  return { ...recovery, steps: recovery.steps.map((step) => (isAbout(step) ? change(step) : step)) }
}

/** The last thing that was found of a step; undefined while nothing was. Pure. */
export const lastFinding = ({ findings }: RecoveredStep): StepFinding | undefined => findings.at(-1)?.finding

/** What a person may know at a glance: how many were interrupted, and how many are not found yet. Pure. */
export function summarizeRecovery({ atMs, steps }: Recovery) {
  const isOpen = (step: RecoveredStep): boolean => step.end === undefined
  const isLost = (step: RecoveredStep): boolean => isOpen(step) && lastFinding(step)?.kind === 'unreachable'
  return {
    atMs,
    interrupted: steps.length,
    hosts: [...new Set(steps.map(({ host }) => host))],
    open: steps.filter(isOpen).length,
    unreachable: steps.filter(isLost).length,
  }
}

type Found = Extract<RolloutEvent, { kind: 'step-found' }>

/** What was found and done, in a few words of English for a terminal and a report. Pure. */
export function describeFinding({ step, attempt, found }: Pick<Found, 'step' | 'attempt' | 'found'>): string {
  const name = attempt > 1 ? `${step} (attempt ${attempt})` : step
  switch (found.kind) {
    case 'never-started':
      return `${name} had not reached it; started now`
    case 'running':
      return `${name} still runs, for ${formatDuration(found.runningForMs)}; its output is followed from the beginning`
    case 'finished': {
      const exit = found.exitCode === undefined ? 'without an exit code' : `with exit code ${found.exitCode}`
      const size = `${found.logBytes} bytes of output`
      if (found.withheld !== undefined) return `${name} ended meanwhile ${exit}; its result and ${size} are withheld`
      return `${name} ended meanwhile ${exit}; its result and all ${size} were taken`
    }
    case 'unreachable':
      return `it does not answer, so ${name} may still run there; asked again until it does: ${found.reason}`
  }
}

/**
 * What an event tells of a step that was found again, of a debt that was being settled, of output that is withheld, or of the
 * clock, in a line of English for a terminal; undefined for all other events. Pure.
 */
export function describeRecovery(event: RolloutEvent): string | undefined {
  switch (event.kind) {
    case 'step-found':
      return `${event.host}: ${describeFinding(event)}`
    case 'step-finished':
      return event.withheld === undefined ? undefined : `${event.host}: ${describeWithheld(event.step, event.withheld)}`
    case 'time-jumped':
      return describeJump(event)
    case 'debt-settled':
      return event.isFound ? `${event.host}: ${describeDebtKind(event.debtKind)} no more: ${event.how}` : undefined
    case 'settling-failed':
      return event.isFound ? `${event.host}: still ${describeDebtKind(event.debtKind)}: ${event.reason}` : undefined
    default:
      return undefined
  }
}

/** That the output of a step cannot be shown, in a sentence of English for a terminal and a report. Pure. */
export const describeWithheld = (step: StepName, withheld: string): string =>
  `${step}: its output is withheld: ${withheld}`

/** What a step of the clock means, in a sentence of English for a terminal and a report. Pure. */
export function describeJump({ cause, byMs }: TimeJump): string {
  switch (cause) {
    case 'forward':
      return `the clock went forward by ${formatDuration(byMs)}: this machine slept, or its clock was set`
    case 'back':
      return `the clock was set back by ${formatDuration(byMs)}; the journal stays in its order`
    case 'stopped':
      return `this console stood still for ${formatDuration(byMs)}`
  }
}
