import type { ChecklistTemplate } from '../../shared/domain/checklist-merge'
import type { ChecklistBook } from '../ports/checklists'
import type { WritableDb } from './handles'
import { listAllChecklists, listChecklists, recordChecklist, removeChecklist } from './repositories/checklists'
import { countItems } from './repositories/item-stats'

/** The checklist templates in `lastmile.db`. */
export class SqliteChecklistBook implements ChecklistBook {
  readonly #db: WritableDb

  constructor(db: WritableDb) {
    this.#db = db
  }

  list() {
    return listAllChecklists(this.#db)
  }

  listFor({ app, tier, environment }: Parameters<ChecklistBook['listFor']>[0]) {
    return [
      ...(tier === undefined ? [] : listChecklists(this.#db, 'tier', tier)),
      ...listChecklists(this.#db, 'environment', environment),
      ...listChecklists(this.#db, 'app', app),
    ]
  }

  save(template: ChecklistTemplate, atMs: number): void {
    const { scope, name, gate, items } = template
    if (items.length === 0) removeChecklist(this.#db, scope, name, gate)
    else recordChecklist(this.#db, { ...template, updatedAtMs: atMs })
  }

  countItems() {
    return countItems(this.#db)
  }
}
