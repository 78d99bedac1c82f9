import { z } from 'zod'
import type { ChecklistItem } from '../../../shared/domain/checklist'
import type { ChecklistScope, ChecklistTemplate, GateName } from '../../../shared/domain/checklist-merge'
import type { ReadableDb, WritableDb } from '../handles'
import { parseJsonColumn } from '../json-column'
import { allRows, change } from '../query'

/** A template as it is stored. */
export type StoredChecklist = ChecklistTemplate & { readonly updatedAtMs: number }

// Checked when it was saved; see environments.ts for why the full schema cannot be applied again.
const stored = z.array(z.looseObject({ id: z.string(), kind: z.string() })) as unknown as z.ZodType<ChecklistItem[]>

type ChecklistRow = Omit<StoredChecklist, 'items'> & { readonly items: string }

const columns = 'scope, name, gate, items, updated_at_ms AS updatedAtMs'

/** All templates: by scope, name and gate. */
export function listAllChecklists(db: ReadableDb): StoredChecklist[] {
  return allRows<ChecklistRow>(db, `SELECT ${columns} FROM checklists ORDER BY scope, name, gate`).map(toChecklist)
}

/** The templates of one scope and name, by gate. */
export function listChecklists(db: ReadableDb, scope: ChecklistScope, name: string): StoredChecklist[] {
  const sql = `SELECT ${columns} FROM checklists WHERE scope = ? AND name = ? ORDER BY gate`
  return allRows<ChecklistRow>(db, sql, [scope, name]).map(toChecklist)
}

/** Store or replace the template of one gate. */
export function recordChecklist(db: WritableDb, template: StoredChecklist): void {
  const sql = `INSERT INTO checklists (scope, name, gate, items, updated_at_ms)
               VALUES (@scope, @name, @gate, @items, @updatedAtMs)
               ON CONFLICT (scope, name, gate) DO UPDATE SET items = excluded.items, updated_at_ms = excluded.updated_at_ms`
  change(db, sql, { ...template, items: JSON.stringify(template.items) })
}

/** Remove the template of one gate, if there is one. */
export function removeChecklist(db: WritableDb, scope: ChecklistScope, name: string, gate: GateName): void {
  change(db, 'DELETE FROM checklists WHERE scope = ? AND name = ? AND gate = ?', [scope, name, gate])
}

const toChecklist = (row: ChecklistRow): StoredChecklist => ({
  ...row,
  items: parseJsonColumn('checklists', row.items, stored),
})
