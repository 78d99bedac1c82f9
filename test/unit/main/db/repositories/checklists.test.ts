import { describe, expect, it } from 'vitest'
import {
  listAllChecklists,
  listChecklists,
  recordChecklist,
  removeChecklist,
} from '../../../../../src/main/db/repositories/checklists'
import { checklistItem } from '../../../../../src/shared/domain/checklist'
import { plansOf, tempDb } from '../../../../helpers/temp-db'

const item = checklistItem.parse({ id: 'disk', ask: 'Room?', kind: 'command', run: 'df', timeout: '10s' })
const template = { scope: 'tier', name: 'gold', gate: 'beforeLaunch', items: [item], updatedAtMs: 3 } as const

describe('checklists', () => {
  it('store, replace and remove the items of one gate', () => {
    const db = tempDb()
    recordChecklist(db, template)
    recordChecklist(db, { ...template, gate: 'afterSoak', items: [] })
    recordChecklist(db, { ...template, updatedAtMs: 4 })
    recordChecklist(db, { ...template, scope: 'app', name: 'shop' })
    const ofTier = [
      { ...template, gate: 'afterSoak', items: [] },
      { ...template, updatedAtMs: 4 },
    ]
    expect(listChecklists(db, 'tier', 'gold')).toEqual(ofTier)
    expect(listChecklists(db, 'app', 'gold')).toEqual([])
    expect(listAllChecklists(db)).toEqual([{ ...template, scope: 'app', name: 'shop' }, ...ofTier])
    removeChecklist(db, 'tier', 'gold', 'afterSoak')
    expect(listChecklists(db, 'tier', 'gold')).toEqual([{ ...template, updatedAtMs: 4 }])
  })

  it('are found by their key', () => {
    expect(plansOf(tempDb(), (db) => void listChecklists(db, 'tier', 'gold'))).toEqual([
      'SEARCH checklists USING PRIMARY KEY (scope=? AND name=?)',
    ])
  })
})
