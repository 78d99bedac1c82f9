import { z } from 'zod'
import type { EnvironmentSpec } from '../../../shared/domain/app-spec'
import type { ReadableDb, WritableDb } from '../handles'
import { parseJsonColumn } from '../json-column'
import { allRows, change } from '../query'
import { listHostsOfApp, replaceHosts } from './hosts'

export type EnvironmentSummary = { readonly name: string; readonly isProtected: boolean; readonly hostCount: number }

// The rest was checked when it was saved. The schema of lastmile.yml cannot be applied again: it turns `10m` into
// 600000, and would turn 600000 (seconds, without a unit) into something else.
const stored = z.looseObject({
  ssh: z.looseObject({}),
  strategy: z.looseObject({}),
  gates: z.looseObject({}),
}) as unknown as z.ZodType<Omit<EnvironmentSpec, 'name' | 'protected' | 'hosts' | 'otherHosts'>>

/** The environments of an app with their hosts, in promotion order. */
export function listEnvironments(db: ReadableDb, app: string): EnvironmentSpec[] {
  const sql = 'SELECT name, protected, spec FROM environments WHERE app = ? ORDER BY position'
  const rows = allRows<{ name: string; protected: number; spec: string }>(db, sql, [app])
  const hosts = listHostsOfApp(db, app)
  return rows.map((row) => ({
    ...parseJsonColumn('environments', row.spec, stored),
    name: row.name,
    protected: row.protected === 1,
    ...(hosts.get(row.name) ?? { hosts: [], otherHosts: [] }),
  }))
}

/** Names and sizes of an app's environments, in promotion order, without reading their hosts. */
export function listEnvironmentSummaries(db: ReadableDb, app: string): EnvironmentSummary[] {
  const sql = `SELECT name, protected,
                 (SELECT count(*) FROM hosts h WHERE h.app = e.app AND h.environment = e.name AND other = 0) AS hostCount
               FROM environments e WHERE app = ? ORDER BY position`
  const rows = allRows<{ name: string; protected: number; hostCount: number }>(db, sql, [app])
  return rows.map(({ name, hostCount, ...row }) => ({ name, isProtected: row.protected === 1, hostCount }))
}

/** Replace an app's environments and their hosts. Part of a transaction of the caller. */
export function replaceEnvironments(db: WritableDb, app: string, environments: readonly EnvironmentSpec[]): void {
  change(db, 'DELETE FROM environments WHERE app = ?', [app])
  const sql = `INSERT INTO environments (app, name, position, protected, spec)
               VALUES (@app, @name, @position, @protected, @spec)`
  for (const [position, environment] of environments.entries()) {
    const { name, protected: isProtected, hosts, otherHosts, ...spec } = environment
    change(db, sql, { app, name, position, protected: isProtected ? 1 : 0, spec: JSON.stringify(spec) })
    replaceHosts(db, app, name, { hosts, otherHosts })
  }
}
