import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listBackups, makeBackup } from '../../../../src/main/db/backup'
import { openReadableDb } from '../../../../src/main/db/open'
import { findMeta, recordMeta } from '../../../../src/main/db/repositories/meta'
import { readStorage } from '../../../../src/main/db/storage'
import { insertRollout } from '../../../../src/main/db/repositories/rollouts'
import { newRollout, tempDb } from '../../../helpers/temp-db'
import { tempFolder } from '../../../helpers/temp-folder'

const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5)

function opened() {
  const folder = tempFolder()
  const database = join(folder, 'lastmile.db')
  return { db: tempDb(database), folder, database, logs: join(folder, 'logs.db'), backups: join(folder, 'backups') }
}

describe('makeBackup', () => {
  it('copies what is there now into a file for its owner only, and leaves nothing half done', () => {
    const { db, backups } = opened()
    recordMeta(db, 'key', 'kept')
    const backup = makeBackup(db, backups, 'by-hand', nowMs)
    recordMeta(db, 'key', 'later')
    const { size, mode } = statSync(backup.file)
    expect(backup).toEqual({
      file: join(backups, 'lastmile-by-hand-20260102T030405000Z.db'),
      label: 'by-hand',
      sizeBytes: size,
      createdAtMs: nowMs,
    })
    expect(mode & 0o777).toBe(0o600)
    const copy = openReadableDb(backup.file)
    expect(findMeta(copy, 'key')).toBe('kept')
    copy.close()
    mkdirSync(join(backups, 'lastmile-x-20260102T030405000Z.db', 'in-the-way'), { recursive: true })
    expect(() => makeBackup(db, backups, 'x', nowMs)).toThrow(expect.objectContaining({ code: 'db.backup-failed' }))
    expect(readdirSync(backups).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})

describe('listBackups', () => {
  it('has none where there is no folder yet, and says so when it cannot be read', () => {
    const backups = join(tempFolder(), 'backups')
    expect(listBackups(backups)).toEqual([])
    writeFileSync(backups, 'no folder')
    expect(() => listBackups(backups)).toThrow(/backups cannot be opened or written \(ENOTDIR\)/)
  })
})

describe('readStorage', () => {
  it('tells what is kept and how much room is left, backups newest first', async () => {
    const { db, folder, backups, ...paths } = opened()
    expect(listBackups(backups)).toEqual([])
    insertRollout(db, newRollout())
    writeFileSync(paths.logs, 'x'.repeat(100))
    const { file } = makeBackup(db, backups, 'v5', nowMs)
    writeFileSync(join(backups, 'notes.txt'), 'mine')
    const storage = await readStorage(db, { ...paths, folder, backups })
    expect(storage).toMatchObject({ dataFolder: folder, logsBytes: 100, rollouts: 1, backups: [{ file }] })
    expect(storage.backups).toHaveLength(1)
    expect(storage.databaseBytes).toBeGreaterThan(statSync(paths.database).size)
    expect(storage.freeBytes).toBeGreaterThan(0)
    expect(storage.backupsProblem).toBeUndefined()
  })

  it('tells the rest where the backups cannot be read, and why they cannot', async () => {
    const { db, logs, ...paths } = opened()
    writeFileSync(paths.backups, 'no folder')
    const storage = await readStorage(db, { ...paths, logs })
    expect(storage).toMatchObject({ dataFolder: paths.folder, rollouts: 0, backups: [] })
    expect(storage.databaseBytes).toBeGreaterThan(0)
    expect(storage.backupsProblem).toMatchObject({ code: 'db.unreadable', details: { file: paths.backups } })
  })
})
