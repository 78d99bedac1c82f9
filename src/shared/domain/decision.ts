import type { ErrorCode } from '../errors/catalogue'
import type { ErrorDetails } from '../errors/app-error'
import { Fold } from './fold'
import type { HostName } from './ids'
import type { CommandContext } from './rollout-command'
import type { RolloutEvent } from './rollout-event'
import { evolve } from './rollout-evolve'
import type { HostState, RolloutState } from './rollout-state'
import { invariant } from '../util/invariant'

/** What the rules say to a command: these events are due, or no, because. */
export type Decision =
  | { readonly kind: 'events'; readonly events: readonly RolloutEvent[]; readonly state: RolloutState }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly details: ErrorDetails }

/**
 * Events being decided on, and the state they lead to: a rule reads the state that the events before it made.
 * Lives within one call of `decide`, which stays pure.
 */
export class Draft {
  readonly context: CommandContext
  readonly events: RolloutEvent[] = []
  state: RolloutState
  readonly #fold: Fold

  constructor(state: RolloutState, context: CommandContext, fold = new Fold()) {
    this.state = state
    this.context = context
    this.#fold = fold
  }

  emit(event: RolloutEvent): void {
    this.events.push(event)
    this.state = evolve(this.state, { event, atMs: this.context.atMs, actor: this.context.actor }, this.#fold)
  }

  host(name: HostName): HostState {
    const host = this.state.hosts[name]
    invariant(host, `the rollout has no host ${name}`)
    return host
  }
}

/** Thrown inside `decide` by a rule that says no; `decide` turns it into a value. */
export class Refused extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

/** Say no to a command. */
export function refuse(code: ErrorCode, details: ErrorDetails = {}): never {
  throw new Refused(code, details)
}
