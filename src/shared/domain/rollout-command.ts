import type { LockCommand } from './decide-lock'
import type { DebtId, GateId, HostName, RolloutId } from './ids'
import type { DebtKind, StepName } from './lifecycle'
import type {
  BrakeCause,
  Facts,
  Settlement,
  SettlingFailure,
  SoakWatch,
  StepFinding,
  StepOutcome,
  TimeJump,
} from './rollout-event'

/** What a person may ask of a rollout, or the runner may report to it. */
export type RolloutCommand =
  | LockCommand
  /** `gate`, in these three: the gate the person looked at; refused when another one waits by now. */
  | { readonly kind: 'answer'; readonly item: string; readonly answer: string | true; readonly gate?: GateId }
  | { readonly kind: 'waive'; readonly item: string; readonly reason: string; readonly gate?: GateId }
  | { readonly kind: 'sign'; readonly facts: Facts; readonly gate?: GateId }
  | {
      readonly kind: 'record-check'
      readonly gate: string
      readonly item: string
      readonly holds: boolean
      readonly evidence: string
    }
  /** Check again what is named; everything when nothing is. */
  | { readonly kind: 'recheck'; readonly items?: readonly string[] }
  | { readonly kind: 'brake'; readonly cause: BrakeCause; readonly reason: string }
  | { readonly kind: 'resume' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'exclude'; readonly host: HostName; readonly reason: string }
  | { readonly kind: 'revoke'; readonly reason: string }
  | { readonly kind: 'roll-back'; readonly by: RolloutId; readonly reason: string }
  | {
      readonly kind: 'step-result'
      readonly host: HostName
      readonly step: StepName
      readonly attempt: number
      readonly result: StepResult
    }
  /** `watch`: of a soak, which is not over before somebody has looked. */
  | {
      readonly kind: 'time-up'
      readonly station: 'soak' | 'pause'
      readonly batch: number
      readonly watch?: SoakWatch
    }
  | ({ readonly kind: 'settle-debt'; readonly debt: DebtId; readonly how: string } & Settlement)
  /** `attempt`: the moment at which the reverse begins, UTC milliseconds; told before anything runs on the host. */
  | { readonly kind: 'start-settling'; readonly debt: DebtId; readonly attempt: number }
  | ({ readonly kind: 'fail-settling'; readonly debt: DebtId; readonly reason: string } & SettlingFailure)
  /** A debt of an earlier rollout was given back, shown by the reverse: the host serves again, or is no longer muted. */
  | { readonly kind: 'report-given-back'; readonly debt: DebtId; readonly host: HostName; readonly debtKind: DebtKind }
  /** The traffic layer shows a host that this rollout believes to be out, just before its first drain. */
  | { readonly kind: 'report-serving'; readonly host: HostName }
  | { readonly kind: 'report-restart' }
  | {
      readonly kind: 'report-found'
      readonly host: HostName
      readonly step: StepName
      readonly attempt: number
      readonly found: StepFinding
    }
  | { readonly kind: 'report-jump'; readonly jump: TimeJump }

/** How an attempt ended, with what the state machine needs to choose the next step. */
export type StepResult = StepOutcome & {
  /** Trying again would not help (a changed host key, a wrong password). */
  readonly isFinal?: boolean
  /**
   * Refused before anything was done: pull the brake for this cause, and put the host back where it is not too late. `drain`
   * by the floor or the traffic layer, any step by the lock of the cluster.
   */
  readonly refused?: StepRefusal
  /** Pull the brake for this cause as well (the traffic layer did not answer half-way). */
  readonly brake?: 'traffic'
}

export type StepRefusal = 'floor' | 'traffic' | 'lock'

/** Who says it and when (UTC ms); part of every command, since the state machine has no clock. */
export type CommandContext = { readonly actor: string; readonly atMs: number }
/** The actor of what the console does by itself. */
export const consoleActor = 'console'
