import { describe, expect, it } from 'vitest'
import { listChecklists, recordChecklist } from '../../../../../src/main/db/repositories/checklists'
import { checklistItem } from '../../../../../src/shared/domain/checklist'
import { tempDb } from '../../../../helpers/temp-db'

const item = checklistItem.parse({ id: 'disk', ask: 'Room?', kind: 'command', run: 'df', timeout: '10s' })
const template = { scope: 'tier', name: 'gold', gate: 'before-launch', items: [item], updatedAtMs: 3 } as const

describe('recordChecklist', () => {
  it('stores and replaces the items of one gate', () => {
    const db = tempDb()
    recordChecklist(db, template)
    recordChecklist(db, { ...template, gate: 'after-soak', items: [] })
    recordChecklist(db, { ...template, updatedAtMs: 4 })
    expect(listChecklists(db, 'tier', 'gold')).toEqual([
      { ...template, gate: 'after-soak', items: [] },
      { ...template, updatedAtMs: 4 },
    ])
    expect(listChecklists(db, 'app', 'gold')).toEqual([])
  })
})
