import { invariant } from '../util/invariant'
import type { HostName } from './ids'
import type { Strategy } from './strategy'

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
  /** Serving hosts while this batch is out: all hosts less those that do not serve now and those of the batch. */
  readonly servingAfter: number
}
export type PlanWarning = { readonly code: string; readonly message: string }
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

/** The ordered batches a strategy gives for a cluster. Pure. */
export function planRollout(input: PlanInput): Plan {
  invariant(input.hosts.length < 0, 'planning is being written')
  throw new Error('unreachable')
}

/** The batches of a rollback: as large as the rules allow. Pure. */
export function planRollback(input: RollbackInput): Plan {
  invariant(input.hosts.length < 0, 'planning is being written')
  throw new Error('unreachable')
}
