import type { AppSpec } from '../../shared/domain/app-spec'
import type { HostObservation, Inventory } from '../ports/inventory'
import type { WritableDb } from './handles'
import { findApp, listApps, removeApp, saveApp } from './repositories/apps'
import { listHostStates, recordHostStates, type HostHealth } from './repositories/host-states'

/** The inventory in `lastmile.db`. */
export class SqliteInventory implements Inventory {
  readonly #db: WritableDb
  readonly #onChange: (app: string) => void

  /** `onChange`: called with the app whose description, or whose hosts, are not what they were. */
  constructor(db: WritableDb, onChange: (app: string) => void = () => undefined) {
    this.#db = db
    this.#onChange = onChange
  }

  listApps(): AppSpec[] {
    return listApps(this.#db).flatMap(({ name }) => findApp(this.#db, name) ?? [])
  }

  findApp(app: string): AppSpec | undefined {
    return findApp(this.#db, app)
  }

  saveApp(spec: AppSpec): void {
    saveApp(this.#db, spec)
    this.#onChange(spec.app)
  }

  removeApp(app: string): void {
    removeApp(this.#db, app)
    this.#onChange(app)
  }

  listHostStates(app: string, environment: string): HostObservation[] {
    return listHostStates(this.#db, app, environment).map(
      ({ host, version, digest, health, isServing, observedAtMs, detail }) => ({
        host,
        version,
        digest,
        isHealthy: health === 'unknown' ? undefined : health === 'healthy',
        isServing,
        observedAtMs,
        problem: detail,
      }),
    )
  }

  recordHostStates(app: string, environment: string, states: readonly HostObservation[]): void {
    const rows = states.map(({ host, version, digest, isHealthy, isServing, observedAtMs, problem }) => ({
      app,
      environment,
      host,
      version,
      digest,
      health: healthOf(isHealthy),
      isServing,
      observedAtMs,
      detail: problem,
    }))
    recordHostStates(this.#db, rows)
    this.#onChange(app)
  }
}

function healthOf(isHealthy: boolean | undefined): HostHealth {
  if (isHealthy === undefined) return 'unknown'
  return isHealthy ? 'healthy' : 'unhealthy'
}
