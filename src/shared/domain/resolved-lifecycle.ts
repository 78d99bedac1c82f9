/**
 * The lifecycle of one cluster with every default filled in. The journal stores it with the rollout, so that a rollout
 * runs and is reviewed by the numbers it was started with, whatever lastmile.yml or the defaults say later.
 * Plain JSON: keys without a value are left out, never `undefined`.
 */

/** Where a command runs: on the host that is released to, on another named host over SSH, or on this machine. */
export type Placement =
  { readonly kind: 'host' } | { readonly kind: 'via'; readonly host: string } | { readonly kind: 'local' }

/** What every step has. */
export type StepTimings = {
  /** False: the app names nothing for this step; it is skipped, and recorded as skipped. */
  readonly configured: boolean
  /** For one attempt, from its start. */
  readonly timeoutMs: number
  /** Further attempts after the first that failed. */
  readonly retries: number
  /** Wait before the first retry; doubles with each further one (see `backoffBefore`). */
  readonly backoffMs: number
}

/** A change outside the host with a way to see that it took hold: mute, drain, admit, unmute. */
export type EffectStep = StepTimings & {
  readonly placement: Placement
  /** Present when the step is configured. */
  readonly run?: string
  /** Exits 0 once the effect shows. Without it the exit code of `run` is all that is known. */
  readonly check?: string
  readonly checkIntervalMs: number
}

export type PrecheckStep = StepTimings & {
  readonly run?: string
  /** Prints the running version. */
  readonly version?: string
  /** Exits 0 when the host is healthy. */
  readonly health?: string
  readonly minFreeDiskBytes: number
  readonly maxClockSkewMs: number
}

export type FetchStep = StepTimings & { readonly run?: string }

export type MuteStep = EffectStep & {
  readonly onFailure: 'blocking' | 'advisory'
  /** The silence ends by itself after this long, should the console never come back. */
  readonly expiresMs: number
}

export type QuietStep = StepTimings & {
  /** Prints the number of requests in flight. */
  readonly inFlight?: string
  readonly minMs: number
  /** Reaching it is recorded and is not a failure. */
  readonly maxMs: number
}

export type RestartStep = StepTimings & {
  /** Either `run`, or `stop` and `start`; none of them when switching `current` is all there is to do. */
  readonly run?: string
  readonly stop?: string
  readonly start?: string
}

export type VerifyStep = StepTimings & {
  /** A URL asked from the host itself. */
  readonly http?: string
  readonly expectStatus: number
  readonly expectBody?: string
  readonly run?: string
  /** Good checks in a row before the host counts as good. */
  readonly consecutive: number
  readonly intervalMs: number
  readonly warmupMs: number
}

/** One entry per step, in the order of `stepNames`. */
export type Lifecycle = {
  readonly precheck: PrecheckStep
  readonly fetch: FetchStep
  readonly mute: MuteStep
  readonly drain: EffectStep
  readonly quiet: QuietStep
  readonly restart: RestartStep
  readonly verify: VerifyStep
  readonly admit: EffectStep
  readonly unmute: EffectStep
}

/** A minute: a longer pause between attempts would look like a hang to the person who watches. */
const longestBackoffMs = 60_000

/** How long to wait before retry `retry` (1, 2, …): `backoffMs`, doubled with each retry, at most one minute. Pure. */
export function backoffBefore(step: StepTimings, retry: number): number {
  return Math.min(step.backoffMs * 2 ** (retry - 1), Math.max(longestBackoffMs, step.backoffMs))
}
