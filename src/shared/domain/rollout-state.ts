import type { LockState } from './cluster-lock'
import type { DebtId, GateId, HostName, RolloutId } from './ids'
import type { DebtKind, StepName } from './lifecycle'
import type { AfterUndo, BrakeCause, Facts, RolloutResult, SignOffRecord, StepPurpose } from './rollout-event'
import type { HostTarget, RolloutSettings } from './rollout-settings'
import type { Recovery } from './recovery'
import type { Station } from './station'

export type StepState = {
  readonly state: 'pending' | 'running' | 'ok' | 'failed' | 'skipped'
  /** All attempts ever; names the run directory, so it never goes back. */
  readonly attempts: number
  /** Attempts since the host was last started or retried; what the retry limit is about. */
  readonly tries: number
  readonly purpose?: StepPurpose
  readonly notBeforeMs?: number
  readonly startedAtMs?: number
  readonly exitCode?: number
  readonly durationMs?: number
  readonly code?: string
  readonly reason?: string
  readonly facts?: Facts
  readonly withheld?: string
}

export type HostStatus = 'pending' | 'running' | 'undoing' | 'resting' | 'succeeded' | 'failed' | 'skipped' | 'excluded'

export type Failure = { readonly step: StepName; readonly code: string; readonly reason: string }

/** An attempt whose end nobody saw, because its host could not be spoken to any more: it may still be running. */
export type UnsettledAttempt = {
  readonly step: StepName
  readonly attempt: number
  /** Its name on the host, where it is no step of the rollout: a debt was being settled. */
  readonly label?: string
}

/** Did it run to settle a debt, beside the steps of the rollout? Pure. */
export const isSettlingTry = ({ label }: { readonly label?: string | undefined }): boolean => label !== undefined

export type HostState = {
  readonly name: HostName
  readonly batch: number
  readonly status: HostStatus
  /** The step under way, or the last one. */
  readonly step?: StepName
  readonly steps: Readonly<Record<StepName, StepState>>
  readonly isServing: boolean
  readonly isMuted: boolean
  /** As its last try found it. */
  readonly whenStarted?: { readonly isServing: boolean; readonly isMuted: boolean }
  /** Was out when the rollout began, and came back into traffic since: by itself, or by what settled an earlier debt. */
  readonly isGivenBack?: true
  readonly target: HostTarget
  readonly before?: HostTarget
  readonly versionAfter?: string
  readonly failure?: Failure
  /** Undo steps still to do, the one under way first. */
  readonly undo?: { readonly steps: readonly StepName[]; readonly after: AfterUndo }
  readonly excludedBecause?: string
  /** To be seen to their end before anything else begins on this host. Left out when there are none. */
  readonly unsettled?: readonly UnsettledAttempt[]
  /** The tries to settle a debt of this host that the journal knows, by their moments. Left out when there were none. */
  readonly settlings?: readonly number[]
  readonly debts: Readonly<Partial<Record<DebtKind, DebtId>>>
}

export type CheckResult = { readonly holds: boolean; readonly evidence: string; readonly checkedAtMs: number }

export type GateState = {
  readonly id: GateId
  readonly state: 'ahead' | 'waiting' | 'open'
  readonly reachedAtMs?: number
  readonly openedAtMs?: number
  readonly answers: Readonly<
    Record<string, { readonly answer: string | true; readonly by: string; readonly atMs: number }>
  >
  readonly waivers: Readonly<Record<string, { readonly reason: string; readonly by: string; readonly atMs: number }>>
  readonly checks: Readonly<Record<string, CheckResult>>
  readonly signOffs: readonly { readonly by: string; readonly atMs: number; readonly record: SignOffRecord }[]
}

export type DebtState = {
  readonly id: DebtId
  readonly host: HostName
  readonly kind: DebtKind
  readonly recordedAtMs: number
  readonly expiresAtMs?: number
  readonly settledAtMs?: number
  readonly how?: string
  /** Settled because the reverse was done and shown. */
  readonly isConfirmed?: boolean
  /** The latest try to settle it beside the steps of the rollout. */
  readonly settling?: SettlingState
}

export type SettlingState = {
  readonly by: string
  readonly atMs: number
  /** The moment at which something last began on the host, in this try or in one before; left out when nothing did. */
  readonly attempt?: number
  /** Why the debt is still open; left out while the try goes on, and when its console ended before it was over. */
  readonly problem?: string
}

/** The state of one rollout: the fold of its journal. */
export type RolloutState = {
  readonly settings: RolloutSettings
  readonly stations: readonly Station[]
  /** Index into `stations`; `stations.length` once all are behind. */
  readonly position: number
  /** Set while the current station waits for a time (soak, pause). */
  readonly untilMs?: number
  readonly hosts: Readonly<Record<HostName, HostState>>
  /** Serving hosts of the cluster that this rollout does not touch. */
  readonly servingBeside: number
  readonly gates: Readonly<Record<GateId, GateState>>
  readonly debts: Readonly<Record<DebtId, DebtState>>
  readonly batches: Readonly<Record<number, { readonly startedAtMs?: number; readonly finishedAtMs?: number }>>
  readonly brake?: { readonly cause: BrakeCause; readonly reason: string; readonly by: string; readonly atMs: number }
  readonly lock?: LockState
  readonly revoking?: { readonly reason: string; readonly by: string }
  /** Failed hosts that a person has seen and gone on from: they no longer count against the budgets. */
  readonly acceptedFailures: readonly HostName[]
  readonly rolledBackBy?: RolloutId
  /** What was found when a console took this up that another one had left; of the last time. */
  readonly recovery?: Recovery
  readonly lowestServing: number
  readonly createdAtMs: number
  readonly finishedAtMs?: number
  readonly result?: RolloutResult
}

/** Hosts that serve now, as far as this rollout knows. Pure. */
export const servingOf = (state: RolloutState): number =>
  Object.values(state.hosts).reduce((count, host) => count + (host.isServing ? 1 : 0), state.servingBeside)

/**
 * Whether a host counts as out although it is shown to serve: this rollout took it out, or its order to do so failed and may
 * still take effect, even after the host was put back. That ends when a person tries again or goes on from the failure. Pure.
 */
export function countsAsOut(state: RolloutState, name: HostName): boolean {
  const host = state.hosts[name]
  if (!host) return false
  if (!host.isServing && host.debts.drain !== undefined) return true
  return host.status === 'failed' && mayHaveDrained(host.steps.drain) && !state.acceptedFailures.includes(name)
}

/** A drain that failed otherwise than by a refusal may have taken the host out, or half out. Pure. */
export const mayHaveDrained = ({ state, code }: Pick<StepState, 'state' | 'code'>): boolean =>
  state === 'failed' && code !== 'step.floor' && code !== 'step.traffic' && code !== 'step.lock'

/** Hosts with a step under way. Pure. */
export const hostsInFlight = (state: RolloutState): HostState[] =>
  Object.values(state.hosts).filter(({ status }) => status === 'running' || status === 'undoing')

/** Was it muted, or taken out, by the try of it that is under way, or is it about to be? Pure. */
export const isBeingTaken = ({ steps }: HostState, kind: DebtKind): boolean => steps[kind].tries > 0

/** A host that has not begun yet, or that a brake kept from going on, in a batch that has begun. Pure. */
export const isDue = (state: RolloutState, host: HostState): boolean =>
  (host.status === 'pending' || host.status === 'resting') && state.batches[host.batch]?.startedAtMs !== undefined

/** Hosts of one batch, in plan order; empty for an unknown batch. Pure. */
export const hostsOfBatch = (state: RolloutState, batch: number): HostState[] =>
  (state.settings.plan.batches.find(({ index }) => index === batch)?.hosts ?? []).flatMap(
    (name) => state.hosts[name] ?? [],
  )

const settled: ReadonlySet<HostStatus> = new Set(['succeeded', 'failed', 'skipped', 'excluded'])
/** A host that will not move again without a person. Pure. */
export const isSettled = (host: HostState): boolean => settled.has(host.status)

/** The gate that waits now, or undefined. Pure. */
export function waitingGate(state: RolloutState): GateState | undefined {
  const station = state.stations[state.position]
  if (state.result !== undefined || station?.kind !== 'gate') return undefined
  const gate = state.gates[station.gate]
  return gate?.state === 'waiting' ? gate : undefined
}

/** Undo debts that are not settled. Pure. */
export const openDebts = (state: RolloutState): DebtState[] =>
  Object.values(state.debts).filter(({ settledAtMs }) => settledAtMs === undefined)
