import type { LockHolder } from './cluster-lock'
import type { DebtId, GateId, HostName, RolloutId } from './ids'
import type { DebtKind, StepName } from './lifecycle'
import type { RolloutSettings } from './rollout-settings'

export type RolloutResult = 'succeeded' | 'failed' | 'revoked'
/** Why the brake was pulled: by a person, or by the console itself because of the named rule. */
export type BrakeCause = 'hand' | 'console' | 'budget' | 'floor' | 'traffic' | 'soak' | 'lock'
/** `forward` on the nine steps; `undo` takes back the part of a failed mute or drain that was done. */
export type StepPurpose = 'forward' | 'undo'
/** What becomes of a host once its undo steps are done. */
export type AfterUndo =
  | { readonly kind: 'failed'; readonly step: StepName; readonly code: string; readonly reason: string }
  | { readonly kind: 'returned'; readonly reason: string }
/** Short facts a step reported, such as `version` or `serving`. */
export type Facts = Readonly<Record<string, string>>

type Step = { readonly host: HostName; readonly step: StepName; readonly attempt: number }
/** How a debt was settled. */
export type Settlement = {
  /** The reverse was done and shown; not on somebody's word, and not because nothing was ever taken. */
  readonly isConfirmed?: boolean
  /** By what had begun before, and was not followed to its end then. */
  readonly isFound?: boolean
}
/** How a try to settle a debt failed. */
export type SettlingFailure = {
  /** What began on the host was seen to its end: nothing of it may still run there. */
  readonly isOver?: boolean
  /** Found by a console that took up what the one before it had begun. */
  readonly isFound?: boolean
}
type Debt = { readonly debt: DebtId; readonly host: HostName; readonly debtKind: DebtKind }

/**
 * What happened in a rollout, in the past tense. The journal is a list of these and all state is a fold of them, so an
 * event never changes its meaning once a version with it was used.
 */
export type RolloutEvent =
  | { readonly kind: 'rollout-created'; readonly settings: RolloutSettings }
  | { readonly kind: 'gate-reached'; readonly gate: GateId }
  | { readonly kind: 'item-answered'; readonly gate: GateId; readonly item: string; readonly answer: string | true }
  | { readonly kind: 'item-waived'; readonly gate: GateId; readonly item: string; readonly reason: string }
  | {
      readonly kind: 'check-recorded'
      readonly gate: GateId
      readonly item: string
      readonly holds: boolean
      readonly evidence: string
      readonly checkedAtMs: number
    }
  /** `items`: what is checked again; everything when left out. */
  | { readonly kind: 'gate-rechecked'; readonly gate: GateId; readonly items?: readonly string[] }
  | { readonly kind: 'gate-signed'; readonly gate: GateId; readonly by: string; readonly record: SignOffRecord }
  | { readonly kind: 'gate-opened'; readonly gate: GateId }
  | { readonly kind: 'batch-started'; readonly batch: number }
  | { readonly kind: 'batch-finished'; readonly batch: number; readonly failed: number }
  | { readonly kind: 'soak-started'; readonly batch: number; readonly untilMs: number }
  | ({ readonly kind: 'soak-finished'; readonly batch: number } & Partial<SoakWatch>)
  | { readonly kind: 'pause-started'; readonly batch: number; readonly untilMs: number }
  | { readonly kind: 'pause-finished'; readonly batch: number }
  | { readonly kind: 'host-started'; readonly host: HostName }
  | ({ readonly kind: 'step-started'; readonly purpose: StepPurpose; readonly notBeforeMs?: number } & Step)
  | ({ readonly kind: 'step-finished' } & Step & StepOutcome)
  | {
      readonly kind: 'undo-planned'
      readonly host: HostName
      readonly steps: readonly StepName[]
      readonly after: AfterUndo
    }
  | { readonly kind: 'undo-advanced'; readonly host: HostName; readonly step: StepName }
  | { readonly kind: 'host-rested'; readonly host: HostName; readonly after: StepName }
  | { readonly kind: 'host-finished'; readonly host: HostName; readonly version: string }
  | { readonly kind: 'host-skipped'; readonly host: HostName; readonly version: string }
  | {
      readonly kind: 'host-failed'
      readonly host: HostName
      readonly step: StepName
      readonly code: string
      readonly reason: string
    }
  | { readonly kind: 'host-returned'; readonly host: HostName; readonly reason: string }
  | { readonly kind: 'host-excluded'; readonly host: HostName; readonly reason: string }
  | { readonly kind: 'host-retried'; readonly host: HostName }
  | ({ readonly kind: 'debt-recorded'; readonly expiresAtMs?: number } & Debt)
  | ({ readonly kind: 'debt-settled'; readonly how: string } & Settlement & Debt)
  /** Its reverse is about to run on the host beside the steps of the rollout; `attempt`: the moment it begins, UTC milliseconds. */
  | ({ readonly kind: 'settling-started'; readonly attempt: number } & Debt)
  /** The reverse was not confirmed, or could not even begin: the debt stays open. */
  | ({ readonly kind: 'settling-failed'; readonly reason: string } & SettlingFailure & Debt)
  /** What an earlier rollout owed for this host was given back while this one was open. */
  | ({ readonly kind: 'host-given-back' } & Debt)
  /** Was out when the rollout began, and is shown to serve at the moment in which it is to be taken out. */
  | { readonly kind: 'host-came-back'; readonly host: HostName }
  | { readonly kind: 'brake-pulled'; readonly cause: BrakeCause; readonly reason: string }
  | { readonly kind: 'brake-released' }
  /** The lock of the cluster, which lies on `host`; `lock` names the console that holds it. */
  | { readonly kind: 'lock-taken'; readonly lock: string; readonly host: string }
  /** Another console's lock was broken: it had given no sign of life for `silentMs`. */
  | { readonly kind: 'lock-broken'; readonly holder: LockHolder; readonly silentMs: number; readonly reason: string }
  | { readonly kind: 'lock-lost'; readonly lock: string; readonly reason: string }
  /** A person goes on without it. */
  | { readonly kind: 'lock-waived'; readonly reason: string }
  /** `to`: the rollback of the same console that keeps it. */
  | { readonly kind: 'lock-released'; readonly lock: string; readonly to?: RolloutId }
  | { readonly kind: 'revoke-requested'; readonly reason: string }
  | { readonly kind: 'release-blocked'; readonly reason: string }
  | { readonly kind: 'rolled-back'; readonly by: RolloutId }
  | { readonly kind: 'console-restarted'; readonly interrupted: readonly Step[] }
  /** What a restarted console found of a step that was under way when the one before ended. */
  | ({ readonly kind: 'step-found'; readonly found: StepFinding } & Step)
  /** The times before and after this one do not belong to one clock, or nobody looked for a while. */
  | ({ readonly kind: 'time-jumped' } & TimeJump)
  | { readonly kind: 'rollout-finished'; readonly result: RolloutResult; readonly reason?: string }

/** How one attempt of a step ended. */
export type StepOutcome = {
  readonly outcome: 'ok' | 'failed' | 'skipped'
  readonly exitCode?: number
  readonly durationMs: number
  /** How long its output is; left out when there is none. */
  readonly logBytes?: number
  /** For a failure: a code of the error catalogue or `step.*`, and the sentence for people. */
  readonly code?: string
  readonly reason?: string
  readonly facts?: Facts
  /** Why its output cannot be read and its result is not known: a secret that may be in it cannot be had here any more. */
  readonly withheld?: string
}

/** What became of a step while no console was there. */
export type StepFinding =
  /** It had not got as far as its host. */
  | { readonly kind: 'never-started' }
  | { readonly kind: 'running'; readonly runningForMs: number }
  | { readonly kind: 'finished'; readonly exitCode?: number; readonly logBytes: number; readonly withheld?: string }
  /** The host does not answer, so nothing is known; it is asked again. */
  | { readonly kind: 'unreachable'; readonly reason: string }

/** How well a soak was watched: looks at the hosts, and the time in which nobody could look (asleep, console ended). */
export type SoakWatch = { readonly looks: number; readonly unwatchedMs: number }

/**
 * `forward`: the clock went on by more than the time that passed here: the machine slept, or its clock was set. `back`: it was
 * set back. `stopped`: this process stood still.
 */
export type TimeJump = { readonly cause: 'forward' | 'back' | 'stopped'; readonly byMs: number }

/** What a sign-off keeps: the answers and waivers it rests on, and what the console saw at that moment. */
export type SignOffRecord = {
  readonly answers: Readonly<Record<string, string | true>>
  readonly waivers: Readonly<Record<string, string>>
  readonly checks: Readonly<Record<string, { readonly holds: boolean; readonly evidence: string }>>
  readonly facts: Facts
}
