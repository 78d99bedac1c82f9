import { assertNever } from '../util/assert-never'
import { advance } from './decide-advance'
import { decideGate } from './decide-gate'
import { decideLock } from './decide-lock'
import { decideOperation } from './decide-operation'
import { decideStepResult } from './decide-step'
import { Draft, Refused, type Decision } from './decision'
import type { Fold } from './fold'
import type { CommandContext, RolloutCommand } from './rollout-command'
import type { RolloutEvent } from './rollout-event'
import { evolve } from './rollout-evolve'
import type { RolloutSettings } from './rollout-settings'
import type { RolloutState } from './rollout-state'

/**
 * The rules: what a person or the runner may do now, and what follows from it.
 *
 * Pure; the clock and the person come in with `context`. The events are in order and belong into the journal together.
 * A report that has become meaningless (a step that is not awaited any more) gives no events. `fold`: given when several
 * reports are decided in a row; after a refusal or an exception the states of that row are spoiled.
 */
export function decide(state: RolloutState, command: RolloutCommand, context: CommandContext, fold?: Fold): Decision {
  const draft = new Draft(state, context, fold)
  try {
    apply(draft, command)
    advance(draft)
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', code: error.code, details: error.details }
    throw error
  }
  return { kind: 'events', events: draft.events, state: draft.state }
}

/** How a rollout comes by the lock of its cluster before it exists. */
export type FirstLock = Extract<RolloutCommand, { kind: 'take-lock' | 'waive-lock' }>

/** The first events of a rollout: it is created, has its lock, and stands before its first gate. Pure. */
export function decideCreation(
  settings: RolloutSettings,
  context: CommandContext,
  lock?: FirstLock,
): { readonly events: readonly RolloutEvent[]; readonly state: RolloutState } {
  const created: RolloutEvent = { kind: 'rollout-created', settings }
  const draft = new Draft(evolve(undefined, { event: created, ...context }), context)
  if (lock) decideLock(draft, lock)
  advance(draft)
  return { events: [created, ...draft.events], state: draft.state }
}

function apply(draft: Draft, command: RolloutCommand): void {
  switch (command.kind) {
    case 'answer':
    case 'waive':
    case 'record-check':
    case 'recheck':
    case 'sign':
      return decideGate(draft, command)
    case 'brake':
    case 'resume':
    case 'retry':
    case 'exclude':
    case 'revoke':
    case 'roll-back':
    case 'settle-debt':
    case 'start-settling':
    case 'fail-settling':
    case 'report-given-back':
    case 'report-serving':
    case 'report-restart':
    case 'report-found':
    case 'report-jump':
      return decideOperation(draft, command)
    case 'take-lock':
    case 'waive-lock':
    case 'lose-lock':
    case 'release-lock':
      return decideLock(draft, command)
    case 'step-result':
      return decideStepResult(draft, command)
    case 'time-up':
      return decideTimeUp(draft, command)
    default:
      return assertNever(command)
  }
}

/** A soak is time in which the console watches: without a single look it is not over, however late it is. */
function decideTimeUp(
  draft: Draft,
  { station: kind, batch, watch }: Extract<RolloutCommand, { kind: 'time-up' }>,
): void {
  const { stations, position, untilMs } = draft.state
  const station = stations[position]
  if (station?.kind !== kind || station.batch !== batch || untilMs === undefined) return
  if (kind === 'pause') return draft.emit({ kind: 'pause-finished', batch })
  if (watch !== undefined && watch.looks > 0) draft.emit({ kind: 'soak-finished', batch, ...watch })
}
