import { z } from 'zod'
import type { AppSpec } from '../../../shared/domain/app-spec'
import type { ReadableDb, WritableDb } from '../handles'
import { parseJsonColumn } from '../json-column'
import { allRows, change, firstRow, inTransaction } from '../query'
import { listEnvironments, replaceEnvironments } from './environments'
import { forgetGoneHosts } from './host-states'

export type AppSummary = { readonly name: string; readonly updatedAtMs: number }

// Checked when it was saved; see environments.ts for why the full schema cannot be applied again.
const stored = z.looseObject({ lifecycle: z.looseObject({}) }) as unknown as z.ZodType<
  Omit<AppSpec, 'app' | 'environments'>
>

/**
 * Store an app with its environments and hosts, replacing what was there, in one transaction. What was seen of hosts
 * that remain is kept. Rollouts, releases and debts are not touched.
 *
 * @param nowMs UTC milliseconds.
 */
export function saveApp(db: WritableDb, spec: AppSpec, nowMs: number = Date.now()): void {
  const { app, environments, ...rest } = spec
  const sql = `INSERT INTO apps (name, spec, updated_at_ms) VALUES (@app, @spec, @nowMs)
               ON CONFLICT (name) DO UPDATE SET spec = excluded.spec, updated_at_ms = excluded.updated_at_ms`
  inTransaction(db, () => {
    change(db, sql, { app, spec: JSON.stringify(rest), nowMs })
    replaceEnvironments(db, app, environments)
    forgetGoneHosts(db, app)
  })
}

/** Forget an app with its environments, its hosts and what was seen of them. Rollouts, releases and debts stay. */
export function removeApp(db: WritableDb, app: string): void {
  inTransaction(db, () => {
    change(db, 'DELETE FROM apps WHERE name = ?', [app])
    forgetGoneHosts(db, app)
  })
}

/** An app as it was saved. */
export function findApp(db: ReadableDb, name: string): AppSpec | undefined {
  const row = firstRow<{ spec: string }>(db, 'SELECT spec FROM apps WHERE name = ?', [name])
  if (!row) return undefined
  return { ...parseJsonColumn('apps', row.spec, stored), app: name, environments: listEnvironments(db, name) }
}

/** All apps, by name. */
export function listApps(db: ReadableDb): AppSummary[] {
  return allRows<AppSummary>(db, 'SELECT name, updated_at_ms AS updatedAtMs FROM apps ORDER BY name')
}
