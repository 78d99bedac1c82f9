import type { ChecklistItem } from '../../shared/domain/checklist'
import type { GateName } from '../../shared/domain/checklist-merge'
import type { Handlers } from '../../shared/ipc/contract'
import type { ChecklistBook } from '../ports/checklists'
import type { Clock } from '../ports/clock'

type ChecklistRequests = 'checklist:list' | 'checklist:save' | 'checklist:stats'

export type ChecklistServices = {
  readonly checklists: ChecklistBook
  readonly clock: Clock
  /** From items as lastmile.yml writes them, and back. */
  readonly read: (gate: GateName, items: readonly unknown[]) => readonly ChecklistItem[]
  readonly write: (items: readonly ChecklistItem[]) => Record<string, unknown>[]
  readonly onChange: () => void
}

/** Requests about checklist templates. */
export function checklistHandlers(services: ChecklistServices): Pick<Handlers, ChecklistRequests> {
  const { checklists, clock, read, write, onChange } = services
  return {
    'checklist:list': () => checklists.list().map((each) => ({ ...each, items: write(each.items) })),
    'checklist:save': ({ items, ...template }) => {
      checklists.save({ ...template, items: read(template.gate, items) }, clock.nowMs())
      onChange()
      return {}
    },
    'checklist:stats': () => checklists.countItems().map((stats) => ({ ...stats })),
  }
}
