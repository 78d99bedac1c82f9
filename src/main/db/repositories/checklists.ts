import { z } from 'zod'
import type { ChecklistItem } from '../../../shared/domain/checklist'
import type { ReadableDb, WritableDb } from '../handles'
import { parseJsonColumn } from '../json-column'
import { allRows, change } from '../query'

/** Whose gate the items belong to: one app, all apps of a tier, or every environment of that name. */
export type ChecklistScope = 'app' | 'tier' | 'environment'

export type ChecklistTemplate = {
  readonly scope: ChecklistScope
  readonly name: string
  readonly gate: string
  readonly items: readonly ChecklistItem[]
  readonly updatedAtMs: number
}

// Checked when it was saved; see environments.ts for why the full schema cannot be applied again.
const stored = z.array(z.looseObject({ id: z.string(), kind: z.string() })) as unknown as z.ZodType<ChecklistItem[]>

/** The templates of one scope and name, by gate. */
export function listChecklists(db: ReadableDb, scope: ChecklistScope, name: string): ChecklistTemplate[] {
  const sql = `SELECT scope, name, gate, items, updated_at_ms AS updatedAtMs FROM checklists
               WHERE scope = ? AND name = ? ORDER BY gate`
  const rows = allRows<Omit<ChecklistTemplate, 'items'> & { items: string }>(db, sql, [scope, name])
  return rows.map((row) => ({ ...row, items: parseJsonColumn('checklists', row.items, stored) }))
}

/** Store or replace the template of one gate. */
export function recordChecklist(db: WritableDb, template: ChecklistTemplate): void {
  const sql = `INSERT INTO checklists (scope, name, gate, items, updated_at_ms)
               VALUES (@scope, @name, @gate, @items, @updatedAtMs)
               ON CONFLICT (scope, name, gate) DO UPDATE SET items = excluded.items, updated_at_ms = excluded.updated_at_ms`
  change(db, sql, { ...template, items: JSON.stringify(template.items) })
}
