import { batchDurations, paceOf } from '../../../shared/domain/expected-duration'
import type { HostName } from '../../../shared/domain/ids'
import { stepNames, type StepName } from '../../../shared/domain/lifecycle'
import type { HostStatus, RolloutState } from '../../../shared/domain/rollout-state'

export type Pair<Value> = { readonly one: Value; readonly other: Value }

export type Comparison = {
  /** From its creation to its end; undefined while it goes on. */
  readonly totalMs: Pair<number | undefined>
  /** In batches: without the time people took, soaks and pauses. */
  readonly batchesMs: Pair<number>
  readonly hosts: Pair<number>
  readonly failed: Pair<number>
  readonly lowestServing: Pair<number>
  readonly steps: readonly ({ readonly step: StepName } & Pair<number | undefined>)[]
  /** Hosts that ended in another way; undefined where the other rollout does not have the host. */
  readonly different: readonly ({ readonly host: HostName } & Pair<HostStatus | undefined>)[]
}

/** Two rollouts side by side. Pure. */
export function compareRollouts(one: RolloutState, other: RolloutState): Comparison {
  const both = <Value>(read: (state: RolloutState) => Value): Pair<Value> => ({ one: read(one), other: read(other) })
  const pace = both(paceOf)
  const names = [...new Set([...Object.keys(one.hosts), ...Object.keys(other.hosts)])] as HostName[]
  return {
    totalMs: both(({ createdAtMs, finishedAtMs }) =>
      finishedAtMs === undefined ? undefined : finishedAtMs - createdAtMs,
    ),
    batchesMs: both((state) => batchDurations(state).reduce((sum, ms) => sum + ms, 0)),
    hosts: both(({ hosts }) => Object.keys(hosts).length),
    failed: both(({ hosts }) => Object.values(hosts).filter(({ status }) => status === 'failed').length),
    lowestServing: both(({ lowestServing }) => lowestServing),
    steps: stepNames.flatMap((step) => {
      const pair = { one: pace.one.stepMs[step], other: pace.other.stepMs[step] }
      return pair.one === undefined && pair.other === undefined ? [] : [{ step, ...pair }]
    }),
    different: differentHosts(names, both),
  }
}

/** In both first. A host that one rollout has not come to and that is no part of the other is no difference. */
function differentHosts(
  names: readonly HostName[],
  both: <Value>(read: (state: RolloutState) => Value) => Pair<Value>,
): Comparison['different'] {
  const different = names.flatMap((host) => {
    const pair = both(({ hosts }) => hosts[host]?.status)
    return (pair.one ?? 'pending') === (pair.other ?? 'pending') ? [] : [{ host, ...pair }]
  })
  const isInBoth = ({ one, other }: Pair<unknown>) => one !== undefined && other !== undefined
  return [...different.filter(isInBoth), ...different.filter((pair) => !isInBoth(pair))]
}
