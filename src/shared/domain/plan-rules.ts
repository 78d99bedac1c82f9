import { AppError } from '../errors/app-error'
import { formatAmount, protectedBatchLimit } from './batch-size'
import { findOverdraft, largestSizeAboveFloor } from './capacity-spread'
import { allowedUnavailable } from './floor'
import type { Amount } from './spec-fields'

/** What the rules of a plan are judged by. */
export type Cluster = {
  readonly app: string
  readonly environment: string
  readonly isProtected: boolean
  readonly maxUnavailable?: Amount | undefined
  readonly total: number
  readonly serving: number
  readonly floor: number
}

/** How many serving hosts may be out at once without undercutting the floor; negative when too few serve already. Pure. */
export const spareOf = (cluster: Cluster) => cluster.serving - cluster.floor

/** @throws AppError `plan.no-hosts` */
export function requireHosts({ app, environment, total }: Cluster) {
  if (total === 0) throw new AppError('plan.no-hosts', { details: { app, environment } })
}

/** @throws AppError `plan.all-at-once-protected` */
export function requireBatches({ app, environment, isProtected }: Cluster, kind: string) {
  if (isProtected && kind === 'all-at-once')
    throw new AppError('plan.all-at-once-protected', { details: { app, environment } })
}

/**
 * In a protected environment every batch stays below half of the cluster, judged by the sizes really planned.
 *
 * @throws AppError `plan.canary-too-large`, `plan.batch-too-large`
 */
export function requireBelowHalf(cluster: Cluster, canaryHosts: number, sizes: readonly number[]) {
  if (!cluster.isProtected) return
  const { environment, total } = cluster
  const nearest = protectedBatchLimit(total)
  if (canaryHosts > nearest)
    throw new AppError('plan.canary-too-large', {
      details: { batch: 0, hosts: canaryHosts, total, nearest, environment },
    })
  const position = sizes.findIndex((size) => size > nearest)
  if (position >= 0)
    throw new AppError('plan.batch-too-large', {
      details: { batch: position + 1, hosts: sizes[position], total, nearest, environment },
    })
}

/**
 * While hosts serve, at least one of them can be taken out.
 *
 * @throws AppError `plan.floor-unreachable`
 */
export function requireSpare(cluster: Cluster) {
  if (cluster.serving === 0 || spareOf(cluster) > 0) return
  const { floor, total, serving } = cluster
  const allowed = cluster.maxUnavailable ?? { hosts: allowedUnavailable(cluster) }
  throw new AppError('plan.floor-unreachable', {
    details: { floor, total, serving, maxUnavailable: formatAmount(allowed), nearest: total - serving + 1 },
  })
}

/**
 * The canary batch leaves as many hosts serving as the floor asks for.
 *
 * @throws AppError `plan.below-floor` with the largest legal canary batch as `nearest`
 */
export function requireCanaryAboveFloor(cluster: Cluster, canary: readonly { readonly isServing: boolean }[]) {
  const servingTaken = canary.filter((host) => host.isServing).length
  if (servingTaken <= Math.max(0, spareOf(cluster))) return
  refuseBelowFloor(cluster, { batch: 0, size: canary.length, servingTaken, nearest: spareOf(cluster) })
}

/**
 * The batches can be filled so that each leaves as many hosts serving as the floor asks for.
 *
 * `listed` are the sizes as the strategy lists them, `sizes` those that follow for the hosts left by the canary.
 *
 * @throws AppError `plan.below-floor` with the largest legal size as `nearest`
 */
export function requireAboveFloor(
  cluster: Cluster,
  listed: readonly number[],
  sizes: readonly number[],
  notServing: number,
) {
  const capacity = { notServing, spare: spareOf(cluster) }
  const overdraft = findOverdraft(sizes, capacity)
  if (!overdraft) return
  const { position, size, servingTaken } = overdraft
  const hosts = sizes.reduce((sum, each) => sum + each, 0)
  const nearest = largestSizeAboveFloor(hosts, listed, size, capacity)
  refuseBelowFloor(cluster, { batch: position + 1, size, servingTaken, nearest })
}

type Refused = {
  readonly batch: number
  readonly size: number
  readonly servingTaken: number
  readonly nearest: number
}

function refuseBelowFloor({ total, serving, floor }: Cluster, { batch, size, servingTaken, nearest }: Refused) {
  const what = batch === 0 ? 'A canary batch' : `Batch ${batch}`
  const servingAfter = serving - servingTaken
  throw new AppError('plan.below-floor', { details: { what, batch, hosts: size, total, servingAfter, floor, nearest } })
}
