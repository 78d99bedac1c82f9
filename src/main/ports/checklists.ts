import type { ChecklistTemplate } from '../../shared/domain/checklist-merge'

/** Checklist templates: what an app, a tier or every environment of a name asks at its gates. */
export interface ChecklistBook {
  list(): readonly (ChecklistTemplate & { readonly updatedAtMs: number })[]
  /** Those that hold for one environment of an app. */
  listFor(of: {
    readonly app: string
    readonly tier?: string | undefined
    readonly environment: string
  }): readonly ChecklistTemplate[]
  /** Store or replace one; without items it is removed. */
  save(template: ChecklistTemplate, atMs: number): void
  /** What became of each item in all rollouts so far. */
  countItems(): readonly {
    readonly item: string
    readonly gates: number
    readonly stopped: number
    readonly waived: number
    readonly lastStoppedAtMs?: number | undefined
  }[]
}
