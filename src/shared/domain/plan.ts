import { batchSizeOf, protectedBatchLimit, splitIntoSizes } from './batch-size'
import { chooseCanary } from './canary-choice'
import { spreadNotServing } from './capacity-spread'
import { floorOf } from './floor'
import type { HostName } from './ids'
import {
  requireAboveFloor,
  requireBatches,
  requireBelowHalf,
  requireCanaryAboveFloor,
  requireHosts,
  requireSpare,
  spareOf,
  type Cluster,
} from './plan-rules'
import { findWarnings } from './plan-warnings'
import type { Strategy } from './strategy'
import { interleaveByZone } from './zone-order'
import { splitZones } from './zone-split'

export type PlanHost = {
  readonly name: HostName
  readonly zone?: string | undefined
  readonly isCanary: boolean
  readonly isServing: boolean
}
/** The canary batch has index 0; batches count from 1, with a canary and without. */
export type PlannedBatch = {
  readonly index: number
  readonly kind: 'canary' | 'batch'
  readonly hosts: readonly HostName[]
  /** Serving hosts while this batch is out: all hosts less those that do not serve and those of the batch. */
  readonly servingAfter: number
}
/** `details`: what the message is made of, for those who say it in another language; journals of old do not have it. */
export type PlanWarning = {
  readonly code: string
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>> | undefined
}
export type Plan = {
  /** Hosts of the cluster. */
  readonly hosts: number
  readonly floor: number
  readonly batches: readonly PlannedBatch[]
  readonly warnings: readonly PlanWarning[]
}
export type PlanInput = {
  readonly app: string
  readonly environment: string
  readonly isProtected: boolean
  readonly strategy: Strategy
  /** All hosts of the cluster; their order decides whatever the rules leave open. */
  readonly hosts: readonly PlanHost[]
}
/** A rollback plans only for `targets` (default: all hosts), but counts capacity over the whole cluster. */
export type RollbackInput = PlanInput & { readonly targets?: readonly HostName[] | undefined }

type Draft = { readonly kind: 'canary' | 'batch'; readonly hosts: readonly PlanHost[]; readonly servingAfter: number }

/**
 * The ordered batches a strategy gives for a cluster, with the capacity left in each.
 *
 * Pure and deterministic. The canary batch comes first; sizes follow the list, its last entry repeating; a batch takes
 * about the same share of every zone and of the hosts that do not serve. A plan that breaks a rule is refused with the
 * numbers and the nearest legal value.
 *
 * @throws AppError `plan.no-hosts`, `plan.all-at-once-protected`, `plan.bad-batch-size`, `plan.canary-too-large`,
 * `plan.batch-too-large`, `plan.floor-unreachable`, `plan.below-floor`
 */
export function planRollout(input: PlanInput): Plan {
  const { strategy, hosts } = input
  const cluster = measure(input)
  requireHosts(cluster)
  requireBatches(cluster, strategy.kind)
  const canary = strategy.kind === 'canary' ? chooseCanary(hosts, strategy.canary?.hosts ?? 1) : []
  const listed =
    strategy.kind === 'all-at-once' ? [hosts.length] : strategy.batches.map((size) => batchSizeOf(size, hosts.length))
  const sizes = splitIntoSizes(hosts.length - canary.length, listed)
  requireBelowHalf(cluster, canary.length, sizes)
  requireSpare(cluster)
  requireCanaryAboveFloor(cluster, canary)
  const idle = hosts.length - cluster.serving - canary.filter((host) => !host.isServing).length
  requireAboveFloor(cluster, listed, sizes, idle)
  const batches = fillBatches(cluster, hosts, canary, sizes)
  const drafts = batches.map((batch, position): Draft => {
    const servingAfter = cluster.serving - batch.filter((host) => host.isServing).length
    return { kind: position === 0 && canary.length > 0 ? 'canary' : 'batch', hosts: batch, servingAfter }
  })
  return toPlan(cluster, hosts, drafts)
}

/**
 * The batches of a rollback: as large as the floor, and below half in a protected environment, allow; no canary.
 *
 * Pure and deterministic. Hosts that do not serve come first: they cost no capacity, and once they are back they count
 * as serving for the batches after them, so that failed hosts never bar the way back. (The floor is checked again, live,
 * before each batch and each drain.) No targets give no batches.
 *
 * @throws AppError `plan.no-hosts`, `plan.floor-unreachable`
 */
export function planRollback(input: RollbackInput): Plan {
  const { hosts, targets } = input
  const cluster = measure(input)
  requireHosts(cluster)
  const wanted = targets && new Set(targets)
  const chosen = interleaveByZone(wanted ? hosts.filter((host) => wanted.has(host.name)) : hosts)
  const limit = cluster.isProtected ? protectedBatchLimit(cluster.total) : cluster.total
  const batches = splitZones(cutRollback(cluster, chosen, limit), {
    isFixed: () => false,
    firstMixed: Infinity,
    maxServing: 0,
  })
  let { serving } = cluster
  const drafts = batches.map((batch): Draft => {
    const taken = batch.filter((host) => host.isServing).length
    const servingAfter = serving - taken
    serving += batch.length - taken
    return { kind: 'batch', hosts: batch, servingAfter }
  })
  return toPlan(cluster, hosts, drafts)
}

function measure({ app, environment, isProtected, strategy, hosts }: PlanInput): Cluster {
  const total = hosts.length
  const serving = hosts.filter((host) => host.isServing).length
  const { maxUnavailable } = strategy
  const floor = floorOf({ total, isProtected, maxUnavailable })
  return { app, environment, isProtected, maxUnavailable, total, serving, floor }
}

/** Deal the hosts out: spare canaries first, then in zone order; those that do not serve in even shares. */
function fillBatches(
  cluster: Cluster,
  hosts: readonly PlanHost[],
  canary: readonly PlanHost[],
  sizes: readonly number[],
): PlanHost[][] {
  const serving = queue(hosts, canary, true)
  const idle = queue(hosts, canary, false)
  const spare = spareOf(cluster)
  const shares = spreadNotServing(sizes, { notServing: idle.length, spare })
  const batches = sizes.map((size, position) => {
    const share = shares[position] ?? 0
    return [...serving.splice(0, size - share), ...idle.splice(0, share)]
  })
  const marked = new Set(canary.filter((host) => host.isCanary))
  return splitZones(canary.length > 0 ? [canary, ...batches] : batches, {
    isFixed: (host) => marked.has(host),
    firstMixed: canary.length > 0 ? 1 : 0,
    maxServing: spare,
  })
}

function queue(hosts: readonly PlanHost[], canary: readonly PlanHost[], isServing: boolean): PlanHost[] {
  const alike = hosts.filter((host) => host.isServing === isServing)
  const marked = alike.filter((host) => host.isCanary)
  const others = alike.filter((host) => !host.isCanary)
  // The canary takes part in the zone order, so that the batch after it starts in the next zone.
  const ordered = interleaveByZone([...marked, ...others]).filter((host) => !host.isCanary)
  const taken = new Set(canary)
  return [...marked, ...ordered].filter((host) => !taken.has(host))
}

function cutRollback(cluster: Cluster, hosts: readonly PlanHost[], limit: number): PlanHost[][] {
  const idle = hosts.filter((host) => !host.isServing)
  const serving = hosts.filter((host) => host.isServing)
  const batches: PlanHost[][] = []
  let now = cluster
  while (idle.length > 0 || serving.length > 0) {
    if (idle.length === 0) requireSpare(now)
    const back = idle.splice(0, limit)
    const out = serving.splice(0, Math.min(limit - back.length, Math.max(0, spareOf(now))))
    batches.push([...back, ...out])
    now = { ...now, serving: now.serving + back.length }
  }
  return batches
}

function toPlan(cluster: Cluster, hosts: readonly PlanHost[], drafts: readonly Draft[]): Plan {
  const first = drafts[0]?.kind === 'canary' ? 0 : 1
  return {
    hosts: cluster.total,
    floor: cluster.floor,
    batches: drafts.map(({ kind, hosts: members, servingAfter }, position) => ({
      index: position + first,
      kind,
      hosts: members.map((host) => host.name),
      servingAfter,
    })),
    warnings: findWarnings(cluster, hosts, drafts),
  }
}
