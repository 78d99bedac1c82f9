import { z } from 'zod'
import type { HostSpec } from '../../../shared/domain/app-spec'
import { asHostName, type HostName } from '../../../shared/domain/ids'
import type { ReadableDb, WritableDb } from '../handles'
import { parseJsonColumn } from '../json-column'
import { allRows, change } from '../query'

/** The hosts of one environment as `lastmile.yml` lists them: those released to, and the others. */
export type EnvironmentHosts = { readonly hosts: HostSpec[]; readonly otherHosts: HostSpec[] }
/** Where a host is in the inventory. */
export type HostPlace = { readonly app: string; readonly environment: string; readonly host: HostName }

type HostRow = {
  environment: string
  name: string
  address: string | null
  port: number | null
  user: string | null
  labels: string
  canary: number
  other: number
}

const columns = 'environment, name, address, port, user, labels, canary, other'
const labels = z.record(z.string(), z.string())

/** The hosts of all environments of an app, in their order, by environment. */
export function listHostsOfApp(db: ReadableDb, app: string): Map<string, EnvironmentHosts> {
  const sql = `SELECT ${columns} FROM hosts WHERE app = ? ORDER BY environment, position`
  return byEnvironment(allRows<HostRow>(db, sql, [app]))
}

/** The hosts of one environment, in their order; both lists are empty when there is no such environment. */
export function listHosts(db: ReadableDb, app: string, environment: string): EnvironmentHosts {
  const sql = `SELECT ${columns} FROM hosts WHERE app = ? AND environment = ? ORDER BY position`
  const rows = allRows<HostRow>(db, sql, [app, environment])
  return byEnvironment(rows).get(environment) ?? { hosts: [], otherHosts: [] }
}

/** Every place where a name or address is used, for finding a host by either. */
export function listPlacesOfHost(db: ReadableDb, nameOrAddress: string): HostPlace[] {
  const sql = `SELECT app, environment, name AS host FROM hosts WHERE name = @text OR address = @text
               ORDER BY app, environment, name`
  return allRows<HostPlace>(db, sql, { text: nameOrAddress })
}

/** Replace the hosts of one environment. Part of a transaction of the caller. */
export function replaceHosts(db: WritableDb, app: string, environment: string, lists: EnvironmentHosts): void {
  change(db, 'DELETE FROM hosts WHERE app = ? AND environment = ?', [app, environment])
  const sql = `INSERT INTO hosts (app, environment, name, address, port, user, labels, canary, position, other)
               VALUES (@app, @environment, @name, @address, @port, @user, @labels, @canary, @position, @other)`
  const all = [
    ...lists.hosts.map((host) => ({ host, other: 0 })),
    ...lists.otherHosts.map((host) => ({ host, other: 1 })),
  ]
  for (const [position, { host, other }] of all.entries()) {
    change(db, sql, {
      app,
      environment,
      name: host.name,
      address: host.address ?? null,
      port: host.port ?? null,
      user: host.user ?? null,
      labels: JSON.stringify(host.labels),
      canary: host.canary ? 1 : 0,
      position,
      other,
    })
  }
}

function byEnvironment(rows: readonly HostRow[]): Map<string, EnvironmentHosts> {
  const lists = new Map<string, EnvironmentHosts>()
  for (const row of rows) {
    let of = lists.get(row.environment)
    if (!of) lists.set(row.environment, (of = { hosts: [], otherHosts: [] }))
    ;(row.other === 1 ? of.otherHosts : of.hosts).push(toSpec(row))
  }
  return lists
}

function toSpec(row: HostRow): HostSpec {
  return {
    name: asHostName(row.name),
    ...(row.address === null ? {} : { address: row.address }),
    ...(row.port === null ? {} : { port: row.port }),
    ...(row.user === null ? {} : { user: row.user }),
    labels: parseJsonColumn('hosts', row.labels, labels),
    canary: row.canary === 1,
  }
}
