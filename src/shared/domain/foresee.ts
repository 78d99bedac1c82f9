import type { ErrorDetails } from '../errors/app-error'
import type { ErrorCode } from '../errors/catalogue'
import type { HostName } from './ids'
import { planRollback } from './plan'
import { rollbackTargets, wasChanged } from './rollback-targets'
import type { CommandContext, RolloutCommand } from './rollout-command'
import { decide } from './rollout-decide'
import type { RolloutEvent } from './rollout-event'
import { hostsInFlight, openDebts, type HostState, type RolloutState } from './rollout-state'
import type { Station } from './station'

/** What would follow from an operation, before anybody asks for it: the rules themselves are asked, and nothing is changed. */
export type Foreseen<What> =
  | ({ readonly kind: 'allowed' } & What)
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly details: ErrorDetails }

export type ForeseenResume = {
  /** Where the rollout goes on; undefined behind the last station. */
  readonly station: Station | undefined
  /** Hosts that start or go on at once. */
  readonly started: readonly HostName[]
  /** They stay failed, out of traffic and muted, and are accepted. */
  readonly stayFailed: readonly HostName[]
}

/** What resuming would do. Pure. */
export function foreseeResume(state: RolloutState, context: CommandContext): Foreseen<ForeseenResume> {
  return foresee(state, { kind: 'resume' }, context, (events, after) => ({
    station: after.stations[after.position],
    started: startedIn(events),
    stayFailed: failedHosts(after),
  }))
}

export type ForeseenRetry = {
  /** Failed hosts that get another chance. */
  readonly failed: readonly HostName[]
  /** Of those, the ones that only go back into traffic: the new version was verified there. */
  readonly onlyAdmitted: readonly HostName[]
  /** Hosts that a brake kept from starting or going on. */
  readonly neverStarted: readonly HostName[]
}

/** What retrying would do. Pure. */
export function foreseeRetry(state: RolloutState, context: CommandContext): Foreseen<ForeseenRetry> {
  return foresee(state, { kind: 'retry' }, context, (events) => {
    const failed = events.flatMap((event) => (event.kind === 'host-retried' ? [event.host] : []))
    const admitted = events.flatMap((event) =>
      event.kind === 'step-started' && event.step === 'admit' ? [event.host] : [],
    )
    return {
      failed,
      onlyAdmitted: admitted.filter((host) => failed.includes(host)),
      neverStarted: startedIn(events).filter((host) => !failed.includes(host)),
    }
  })
}

export type ForeseenRevoke = {
  /** Hosts with a step under way: they come to rest first. */
  readonly inFlight: number
  /** Hosts that run the new version. */
  readonly onTarget: number
  /** Hosts that nothing was done to. */
  readonly untouched: number
  /** What stays owed. */
  readonly debts: number
}

/** What revoking would do. Pure. */
export function foreseeRevoke(state: RolloutState, context: CommandContext): Foreseen<ForeseenRevoke> {
  return foresee(state, { kind: 'revoke', reason: 'foreseen' }, context, () => {
    const hosts = Object.values(state.hosts)
    return {
      inFlight: hostsInFlight(state).length,
      onTarget: hosts.filter(runsTarget).length,
      untouched: hosts.filter((host) => !wasChanged(host) && !runsTarget(host)).length,
      debts: openDebts(state).length,
    }
  })
}

export type ForeseenRollback = {
  /** What the changed hosts go back to, most hosts first. */
  readonly versions: readonly { readonly version: string; readonly hosts: number }[]
  readonly hosts: number
  /** Changed hosts that ran nothing before: they are left as they are. */
  readonly without: readonly HostName[]
  /** They come to rest first. */
  readonly inFlight: number
  /** As the floor allows by what this rollout knows; the console looks at the hosts again. Undefined when it allows none. */
  readonly batches: number | undefined
  /** The release that is blocked with it. */
  readonly blocks: string | undefined
}

/** What rolling back would do. Pure. */
export function foreseeRollback(state: RolloutState): Foreseen<ForeseenRollback> {
  const { settings } = state
  const { targets, without } = rollbackTargets(state)
  if (targets.size === 0) {
    return { kind: 'refused', code: 'rollout.nothing-to-roll-back', details: { rollout: settings.rollout } }
  }
  const counts = new Map<string, number>()
  for (const { version } of targets.values()) counts.set(version, (counts.get(version) ?? 0) + 1)
  const versions = [...counts].map(([version, hosts]) => ({ version, hosts }))
  return {
    kind: 'allowed',
    versions: versions.toSorted((a, b) => b.hosts - a.hosts),
    hosts: targets.size,
    without,
    inFlight: hostsInFlight(state).length,
    batches: countBatches(state, [...targets.keys()]),
    blocks: settings.type === 'release' ? settings.version : undefined,
  }
}

export type ForeseenExclusion = {
  /** It is out of traffic or muted, and stays so until somebody settles it. */
  readonly owes: boolean
  /** It runs the new version already, or was switched to it. */
  readonly isChanged: boolean
}

/** What excluding a host would do. Pure. */
export function foreseeExclusion(
  state: RolloutState,
  host: HostName,
  context: CommandContext,
): Foreseen<ForeseenExclusion> {
  return foresee(state, { kind: 'exclude', host, reason: 'foreseen' }, context, (_, after) => {
    const { debts, steps } = after.hosts[host] ?? {}
    return { owes: Object.keys(debts ?? {}).length > 0, isChanged: (steps?.restart.attempts ?? 0) > 0 }
  })
}

function foresee<What extends object>(
  state: RolloutState,
  command: RolloutCommand,
  context: CommandContext,
  tell: (events: readonly RolloutEvent[], after: RolloutState) => What,
): Foreseen<What> {
  const decision = decide(state, command, context)
  if (decision.kind === 'refused') return decision
  return { kind: 'allowed', ...tell(decision.events, decision.state) }
}

const startedIn = (events: readonly RolloutEvent[]): HostName[] => [
  ...new Set(events.flatMap((event) => (event.kind === 'step-started' ? [event.host] : []))),
]

const failedHosts = (state: RolloutState): HostName[] =>
  Object.values(state.hosts).flatMap(({ name, status }) => (status === 'failed' ? [name] : []))

/** Does a host run what this rollout brings, as far as it knows? Pure. */
export const runsTarget = ({ status, steps }: HostState): boolean =>
  status === 'succeeded' || status === 'skipped' || steps.restart.state === 'ok'

function countBatches({ settings, hosts }: RolloutState, targets: readonly HostName[]): number | undefined {
  const { app, environment, isProtected, strategy } = settings
  const planHosts = settings.hosts.map(({ name, labels, isCanary, isServing }) => ({
    name,
    isCanary,
    ...(labels['zone'] === undefined ? {} : { zone: labels['zone'] }),
    isServing: hosts[name]?.isServing ?? isServing,
  }))
  try {
    return planRollback({ app, environment, isProtected, strategy, hosts: planHosts, targets }).batches.length
  } catch {
    // no legal plan by what is known here; the console says why when it is asked
    return undefined
  }
}
