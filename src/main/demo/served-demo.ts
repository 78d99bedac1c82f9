import type { DemoStatus } from '../../shared/ipc/requests/console-requests'
import { AppError } from '../../shared/errors/app-error'
import type { DemoPort, DemoSurroundings } from '../demo-port'
import { parseFault, type Fault } from './faults'
import { installedVersion, newVersion } from './fleet'
import { openFleetSet, stageZones, type FleetSet } from './fleet-set'
import { planRoster, resolveFaultHosts } from './fleet-roster'
import { fleetApp, fleetEnvironment } from './fleet-spec'
import { forgetEarlierFleet } from './forget-fleet'

const cluster = { app: fleetApp, environment: fleetEnvironment }
const off: DemoStatus = {
  state: 'off',
  ...cluster,
  installedVersion,
  newVersion,
  hosts: 0,
  startedHosts: 0,
  fail: [],
}

/** The embedded fleet of a console that stays: started and stopped by a request, and gone with this process at the latest. */
export class ServedDemo implements DemoPort {
  readonly #surroundings: DemoSurroundings
  #status = off
  #run: { readonly ending: AbortController; readonly opened: Promise<FleetSet | undefined> } | undefined
  #stopping: Promise<void> | undefined

  constructor(surroundings: DemoSurroundings) {
    this.#surroundings = surroundings
  }

  status(): DemoStatus {
    return this.#status
  }

  start({ hosts, fail }: { readonly hosts: number; readonly fail: readonly string[] }): DemoStatus {
    const { state } = this.#status
    if (state !== 'off') throw new AppError('demo.started-already', { details: { state } })
    const faults = resolveFaultHosts(planRoster(hosts, stageZones), fail.map(parseFault))
    const named = faults.map(({ host, step }) => `${host}:${step}`)
    this.#change({ ...off, state: 'starting', hosts, fail: named })
    const ending = new AbortController()
    this.#run = { ending, opened: this.#open(hosts, faults, ending.signal) }
    return this.#status
  }

  async stop(): Promise<DemoStatus> {
    this.#stopping ??= this.#leave().finally(() => (this.#stopping = undefined))
    await this.#stopping
    return this.#status
  }

  async close(): Promise<void> {
    const run = this.#run
    this.#run = undefined
    run?.ending.abort(new AppError('demo.stopped'))
    const set = await run?.opened
    await set?.closers.close()
  }

  async #leave(): Promise<void> {
    const wasRunning = this.#run !== undefined
    await this.close()
    if (!wasRunning) return
    try {
      await this.#takeOut()
    } finally {
      // the fleet is gone, whatever the console still has of it
      this.#change(off)
    }
  }

  async #takeOut(): Promise<void> {
    const { client } = this.#surroundings
    await forgetEarlierFleet(this.#surroundings, 'the demo fleet was stopped')
    const apps = await client.request('app:list', {})
    if (apps.some(({ app }) => app === fleetApp)) await client.request('app:remove', { app: fleetApp })
  }

  /** Never rejects: what went wrong is told by the status, and nothing is left of it. */
  async #open(hosts: number, faults: readonly Fault[], signal: AbortSignal): Promise<FleetSet | undefined> {
    let set: FleetSet | undefined
    try {
      const onHostStarted = () => this.#change({ ...this.#status, startedHosts: this.#status.startedHosts + 1 })
      set = await openFleetSet({ hosts, fail: faults, isFourEyes: false, signal, onHostStarted })
      await this.#introduce(set)
      signal.throwIfAborted()
      this.#change({ ...this.#status, state: 'running' })
      return set
    } catch (error) {
      await set?.closers.close()
      if (!signal.aborted) this.#fail(error)
      return undefined
    }
  }

  /** Tell the console of the fleet, and let customers come. */
  async #introduce(set: FleetSet): Promise<void> {
    const { client } = this.#surroundings
    await forgetEarlierFleet(this.#surroundings, 'the demo fleet was started anew')
    await client.request('spec:apply', set.spec)
    await set.openDoors()
    // what was seen of an earlier fleet is not true of this one
    await client.request('host:check', cluster)
  }

  #fail(error: unknown): void {
    this.#run = undefined
    this.#change({ ...off, problem: error instanceof Error ? error.message : String(error) })
  }

  #change(status: DemoStatus): void {
    this.#status = status
    this.#surroundings.onChange(status)
  }
}
