import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { ConsoleClient } from '../ipc/console-client'
import { openClient } from '../open-client'
import { CloserStack } from './closer-stack'
import type { Fault } from './faults'
import { startFleet, type Fleet } from './fleet'
import { specOf } from './fleet-spec'
import { startLoad, type LoadGenerator } from './load-generator'

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

export type StageOptions = {
  readonly hosts: number
  readonly fail: readonly Fault[]
  readonly isFourEyes: boolean
  /** When it is aborted on the way, what was opened is closed again. */
  readonly signal: AbortSignal
}

/** How a demo fleet is laid out. */
export const stageZones = 3

/**
 * Start a fleet in a new temporary directory, a console with its data in there too, tell the console of the fleet, and let
 * customers come.
 *
 * @throws AppError `demo.*`, `data.*`, `db.*`; the signal's reason
 */
export async function openStage({ hosts, fail, isFourEyes, signal }: StageOptions): Promise<Stage> {
  const startedAtMs = performance.now()
  const dir = await mkdtemp(join(tmpdir(), 'lastmile-demo-'))
  const closers = new CloserStack()
  closers.push({ close: () => rm(dir, { recursive: true, force: true }) })
  try {
    const fleet = await startFleet({ dir, hosts, zones: stageZones, fail, signal })
    closers.push({ close: () => fleet.stop() })
    const startedInMs = performance.now() - startedAtMs
    const dataFolder = join(fleet.dir, 'console')
    const client = await openClient({ dataFolder })
    closers.push(client)
    const specFile = join(fleet.dir, 'lastmile.yml')
    const text = stringify(specOf(fleet, { isFourEyes }))
    await writeFile(specFile, text)
    await client.request('spec:apply', { text, fileName: specFile })
    const load = await startLoad({ url: fleet.traffic.url, fleetDir: fleet.dir })
    closers.push({ close: async () => void (await load.stop()) })
    signal.throwIfAborted()
    return { fleet, client, load, dataFolder, specFile, startedInMs, close: () => closers.close() }
  } catch (error) {
    await closers.close()
    throw error
  }
}
