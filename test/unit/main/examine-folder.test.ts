import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeBackup } from '../../../src/main/db/backup'
import { insertRollout } from '../../../src/main/db/repositories/rollouts'
import { examineFolder } from '../../../src/main/examine-folder'
import { newRollout, tempDb } from '../../helpers/temp-db'
import { tempFolder } from '../../helpers/temp-folder'

function kept() {
  const folder = tempFolder()
  const db = tempDb(join(folder, 'lastmile.db'))
  insertRollout(db, newRollout())
  return { folder, db, backups: join(folder, 'backups') }
}

describe('examineFolder', () => {
  it('sees what is kept, and that nothing is there yet', () => {
    const { folder, db, backups } = kept()
    makeBackup(db, backups, 'auto', Date.now())
    const seen = examineFolder(folder)
    expect(seen).toMatchObject({ folder, exists: true, database: { state: 'sound' }, logs: { state: 'absent' } })
    expect(seen).toMatchObject({ journals: { journals: 1, broken: [] }, backups: { count: 1 } })
    expect(seen.problem ?? seen.backups.problem).toBeUndefined()
    const absent = join(folder, 'not-yet')
    expect(examineFolder(absent)).toMatchObject({ folder: absent, exists: false, database: { state: 'absent' } })
  })

  it('sees the rest where the backups cannot be read', () => {
    const { folder, backups } = kept()
    writeFileSync(backups, 'no folder')
    mkdirSync(join(folder, 'logs.db'))
    const seen = examineFolder(folder)
    expect(seen).toMatchObject({
      database: { state: 'sound' },
      logs: { state: 'unreadable' },
      journals: { journals: 1 },
    })
    expect(seen.backups).toMatchObject({ count: 0, problem: { code: 'db.unreadable', details: { file: backups } } })
    expect(seen.problem).toBeUndefined()
  })
})
