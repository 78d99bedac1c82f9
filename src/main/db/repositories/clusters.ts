import type { HostCount } from '../../../shared/domain/board'
import type { ReadableDb } from '../handles'
import { allRows, withoutNulls } from '../query'

/** An app without its environments and hosts. */
export type AppHead = { readonly app: string; readonly owner?: string | undefined; readonly tier?: string | undefined }
/** One app in one environment. */
export type ClusterHead = { readonly app: string; readonly environment: string; readonly isProtected: boolean }

type Nullable<Row> = { [K in keyof Row]: Exclude<Row[K], undefined> | null }

/** All apps, by name, without reading their hosts. */
export function listAppHeads(db: ReadableDb): AppHead[] {
  const sql = `SELECT name AS app, spec ->> 'owner' AS owner, spec ->> 'tier' AS tier FROM apps ORDER BY name`
  return allRows<Nullable<AppHead>>(db, sql).map((row) => withoutNulls(row) as AppHead)
}

/** All clusters: by app, each in promotion order. */
export function listClusterHeads(db: ReadableDb): ClusterHead[] {
  const sql = 'SELECT app, name AS environment, protected FROM environments ORDER BY app, position'
  const rows = allRows<{ app: string; environment: string; protected: number }>(db, sql)
  return rows.map(({ protected: flag, ...row }) => ({ ...row, isProtected: flag === 1 }))
}

/** The hosts that are released to, counted by cluster and version: some rows, however many hosts there are. */
export function countHosts(db: ReadableDb): HostCount[] {
  const sql = `SELECT h.app, h.environment, s.version, count(*) AS hosts,
                 coalesce(sum(s.health = 'healthy'), 0) AS healthy, coalesce(sum(s.health = 'unhealthy'), 0) AS unhealthy,
                 sum(s.detail IS NOT NULL) AS unreachable, sum(s.host IS NULL) AS unknown,
                 min(s.observed_at_ms) AS observedAtMs
               FROM hosts h LEFT JOIN host_states s
                 ON s.app = h.app AND s.environment = h.environment AND s.host = h.name
               WHERE h.other = 0 GROUP BY h.app, h.environment, s.version`
  return allRows<Nullable<HostCount>>(db, sql).map((row) => withoutNulls(row) as HostCount)
}
