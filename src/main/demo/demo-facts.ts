import type { RolloutView } from '../../shared/domain/rollout-view'
import type { Output } from '../../shared/ipc/contract'
import type { Fault } from './faults'
import { stageZones } from './fleet-set'
import { fleetApp, fleetEnvironment } from './fleet-spec'
import type { LoadReport } from './load-tally'
import type { Stage } from './stage'

/** How a demo is meant to end. */
export type DemoEnding = 'released' | 'rolled-back'

/** What was seen at the end of a demo, each from whoever knows it first hand. */
export type DemoFacts = {
  readonly faults: readonly Fault[]
  readonly zones: number
  /** As the console tells them, oldest first. */
  readonly rollouts: readonly RolloutView[]
  readonly journals: readonly Output<'rollout:verify'>[]
  readonly openDebts: readonly { readonly host: string; readonly kind: string }[]
  /** As the customers saw it. */
  readonly load: LoadReport
  /** As each service answers itself, past the console and past the switch. */
  readonly versions: ReadonlyMap<string, string | undefined>
  /** As the traffic switch and the monitor know. */
  readonly fewestServing: number
  readonly serving: readonly string[]
  readonly silenced: readonly string[]
}

/** Ask everybody. The load is stopped first, so that the last request has its answer. */
export async function gatherFacts({ fleet, client, load }: Stage, faults: readonly Fault[]): Promise<DemoFacts> {
  const report = await load.stop()
  const listed = await client.request('rollout:list', { app: fleetApp, environment: fleetEnvironment })
  const ids = listed.toSorted((a, b) => a.createdAtMs - b.createdAtMs).map(({ rollout }) => rollout)
  return {
    faults,
    zones: stageZones,
    rollouts: await Promise.all(
      ids.map(async (rollout) => (await client.request('rollout:show', { rollout })) as unknown as RolloutView),
    ),
    journals: await Promise.all(ids.map((rollout) => client.request('rollout:verify', { rollout }))),
    openDebts: await client.request('debt:list', {}),
    load: report,
    versions: await fleet.askVersions(),
    fewestServing: fleet.traffic.fewestServing(),
    serving: fleet.traffic.serving(),
    silenced: fleet.monitor.silenced(),
  }
}
