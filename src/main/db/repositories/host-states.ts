import type { HostName } from '../../../shared/domain/ids'
import type { ReadableDb, WritableDb } from '../handles'
import { allRows, change, inTransaction, withoutNulls } from '../query'

export type HostHealth = 'healthy' | 'unhealthy' | 'unknown'

/** What the console saw of a host last. */
export type HostObservation = {
  readonly app: string
  readonly environment: string
  readonly host: HostName
  readonly version?: string | undefined
  /** sha256 of the package it runs. */
  readonly digest?: string | undefined
  readonly health: HostHealth
  /** Absent when nobody could tell. */
  readonly isServing?: boolean | undefined
  /** UTC milliseconds. */
  readonly observedAtMs: number
  readonly detail?: string | undefined
}

type StateRow = {
  app: string
  environment: string
  host: HostName
  version: string | null
  digest: string | null
  health: HostHealth
  is_serving: number | null
  observed_at_ms: number
  detail: string | null
}

/** The last observations of a cluster's hosts, by name. */
export function listHostStates(db: ReadableDb, app: string, environment: string): HostObservation[] {
  const sql = 'SELECT * FROM host_states WHERE app = ? AND environment = ? ORDER BY host'
  return allRows<StateRow>(db, sql, [app, environment]).map(toObservation)
}

/** Store observations. An older one than what is stored changes nothing, so the order of arrival does not matter. */
export function recordHostStates(db: WritableDb, observations: readonly HostObservation[]): void {
  const sql = `INSERT INTO host_states (app, environment, host, version, digest, health, is_serving, observed_at_ms, detail)
               VALUES (@app, @environment, @host, @version, @digest, @health, @isServing, @observedAtMs, @detail)
               ON CONFLICT (app, environment, host) DO UPDATE SET
                 version = excluded.version, digest = excluded.digest, health = excluded.health, is_serving = excluded.is_serving,
                 observed_at_ms = excluded.observed_at_ms, detail = excluded.detail
               WHERE excluded.observed_at_ms >= host_states.observed_at_ms`
  inTransaction(db, () => {
    for (const { isServing, ...seen } of observations) {
      const serving = isServing === undefined ? null : Number(isServing)
      const { version = null, digest = null, detail = null } = seen
      change(db, sql, { ...seen, version, digest, isServing: serving, detail })
    }
  })
}

/** Forget what was seen of hosts that are no longer in the inventory of an app. Part of a transaction of the caller. */
export function forgetGoneHosts(db: WritableDb, app: string): void {
  const sql = `DELETE FROM host_states WHERE app = @app AND NOT EXISTS (
                 SELECT 1 FROM hosts h
                 WHERE h.app = host_states.app AND h.environment = host_states.environment AND h.name = host_states.host)`
  change(db, sql, { app })
}

function toObservation(row: StateRow): HostObservation {
  const { app, environment, host, health, observed_at_ms: observedAtMs, is_serving: isServing } = row
  const { version, digest, detail } = withoutNulls(row)
  return {
    app,
    environment,
    host,
    health,
    observedAtMs,
    ...(version === undefined ? {} : { version }),
    ...(digest === undefined ? {} : { digest }),
    ...(isServing === null ? {} : { isServing: isServing === 1 }),
    ...(detail === undefined ? {} : { detail }),
  }
}
