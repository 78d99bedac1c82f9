import { join } from 'node:path'
import type { ConsoleClient } from '../ipc/console-client'
import { openClient } from '../open-client'
import type { Fleet } from './fleet'
import { openFleetSet, type FleetSetOptions } from './fleet-set'
import type { LoadGenerator } from './load-generator'

/** All that a demo needs, set up: the fleet under load, and a console that knows it. */
export type Stage = {
  readonly fleet: Fleet
  readonly client: ConsoleClient
  readonly load: LoadGenerator
  /** Of the console; other commands reach it with `--data` while the stage is open. */
  readonly dataFolder: string
  readonly specFile: string
  /** How long it took until the fleet ran. */
  readonly startedInMs: number
  /** Strike the set: nothing is left, neither a process nor a file. */
  close(): Promise<void>
}

/**
 * Start a fleet in a new temporary directory, a console with its data in there too, tell the console of the fleet, and let
 * customers come.
 *
 * @throws AppError `demo.*`, `data.*`, `db.*`; the signal's reason
 */
export async function openStage(options: FleetSetOptions): Promise<Stage> {
  const set = await openFleetSet(options)
  const { fleet, spec, startedInMs, closers } = set
  try {
    const dataFolder = join(fleet.dir, 'console')
    const client = await openClient({ dataFolder })
    closers.push(client)
    await client.request('spec:apply', spec)
    const load = await set.openDoors()
    options.signal.throwIfAborted()
    return { fleet, client, load, dataFolder, specFile: spec.fileName, startedInMs, close: () => closers.close() }
  } catch (error) {
    await closers.close()
    throw error
  }
}
