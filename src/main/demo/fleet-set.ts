import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { CloserStack } from './closer-stack'
import type { Fault } from './faults'
import { startFleet, type Fleet } from './fleet'
import { specOf } from './fleet-spec'
import { startLoad, type LoadGenerator } from './load-generator'

export type FleetSetOptions = {
  readonly hosts: number
  readonly fail: readonly Fault[]
  readonly isFourEyes: boolean
  /** When it is aborted on the way, what was opened is closed again. */
  readonly signal: AbortSignal
  readonly onHostStarted?: (() => void) | undefined
}

/** A fleet in a temporary directory of its own, with the lastmile.yml that describes it. */
export type FleetSet = {
  readonly fleet: Fleet
  /** As `spec:apply` takes it. */
  readonly spec: { readonly text: string; readonly fileName: string }
  /** How long it took until the fleet ran. */
  readonly startedInMs: number
  /** Everything on the set; what else is put on it goes here. */
  readonly closers: CloserStack
  /** Let customers come. */
  openDoors(): Promise<LoadGenerator>
}

/** How a demo fleet is laid out. */
export const stageZones = 3

/**
 * Start a fleet in a new temporary directory and describe it.
 *
 * @throws AppError `demo.*`; the signal's reason
 */
export async function openFleetSet({ isFourEyes, ...options }: FleetSetOptions): Promise<FleetSet> {
  const startedAtMs = performance.now()
  const dir = await mkdtemp(join(tmpdir(), 'lastmile-demo-'))
  const closers = new CloserStack()
  closers.push({ close: () => rm(dir, { recursive: true, force: true }) })
  try {
    const fleet = await startFleet({ dir, zones: stageZones, ...options })
    closers.push({ close: () => fleet.stop() })
    const startedInMs = performance.now() - startedAtMs
    const fileName = join(fleet.dir, 'lastmile.yml')
    const text = stringify(specOf(fleet, { isFourEyes }))
    await writeFile(fileName, text)
    const openDoors = async () => {
      const load = await startLoad({ url: fleet.traffic.url, fleetDir: fleet.dir })
      closers.push({ close: async () => void (await load.stop()) })
      return load
    }
    return { fleet, spec: { text, fileName }, startedInMs, closers, openDoors }
  } catch (error) {
    await closers.close()
    throw error
  }
}
