import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listBackups, makeBackup } from '../../../../src/main/db/backup'
import { openDb, openReadableDb } from '../../../../src/main/db/open'
import { findContent, listLosses, verifyBackup } from '../../../../src/main/db/read-backup'
import { appendEvents } from '../../../../src/main/db/repositories/journal'
import { findMeta, recordMeta } from '../../../../src/main/db/repositories/meta'
import { insertRollout } from '../../../../src/main/db/repositories/rollouts'
import { restoreDatabase } from '../../../../src/main/db/restore'
import { findRestore, noteRestore } from '../../../../src/main/db/restored'
import { asRolloutId } from '../../../../src/shared/domain/ids'
import { newRollout } from '../../../helpers/temp-db'
import { tempFolder } from '../../../helpers/temp-folder'

const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5)
const id = asRolloutId('aaaaaaaaaa')
const event = (at: number) => ({ at, actor: 'ada', kind: 'brake-pulled', payload: { at } })

/** A database with a backup of it after one event, and two more events since. */
function places() {
  const folder = tempFolder()
  const database = join(folder, 'lastmile.db')
  const backupsDir = join(folder, 'backups')
  const db = openDb(database)
  insertRollout(db, newRollout())
  appendEvents(db, id, 0, [event(1_000)])
  const { file } = makeBackup(db, backupsDir, 'auto', nowMs)
  appendEvents(db, id, 1, [event(2_000), event(3_000)])
  insertRollout(db, newRollout({ id: asRolloutId('bbbbbbbbbb'), environment: 'beta' }))
  appendEvents(db, asRolloutId('bbbbbbbbbb'), 0, [event(2_500)])
  db.close()
  return { folder, database, backupsDir, file }
}

describe('verifyBackup', () => {
  it('tells what is in a copy, and what the present database would lose', () => {
    const { database, file } = places()
    const content = verifyBackup(file)
    expect(content.lastEventAtMs).toBe(1_000)
    expect(content.rollouts).toMatchObject([{ id, isOpen: true, events: 1 }])
    const present = findContent(database)
    expect(present && listLosses(present, content).map(({ id: lost, events }) => [lost, events])).toEqual([
      [id, 2],
      ['bbbbbbbbbb', 1],
    ])
  })

  it.each([
    ['garbage', (file: string) => writeFileSync(file, 'nothing that SQLite knows '.repeat(400))],
    ['an empty file', (file: string) => truncateSync(file, 0)],
    ['a file that was cut off', (file: string) => truncateSync(file, statSync(file).size - 8_192)],
    ['a damaged page', damagePages],
  ])('refuses %s', (_, damage) => {
    const { file } = places()
    damage(file)
    expect(() => verifyBackup(file)).toThrow(expect.objectContaining({ code: 'data.backup-unfit' }))
  })

  it('refuses a journal that somebody changed', () => {
    const { file } = places()
    const db = openDb(file)
    db.exec('DROP TRIGGER journal_update')
    db.exec(`UPDATE journal SET actor = 'eve'`)
    db.close()
    expect(() => verifyBackup(file)).toThrow(/row 1 of the journal of aaaaaaaaaa is changed/)
  })
})

describe('restoreDatabase', () => {
  it('puts the copy in place, keeps what was there, and lets the next console know', () => {
    const { database, backupsDir, file, folder } = places()
    const kept = restoreDatabase({ database, backupsDir }, file, nowMs + 1)
    expect(listBackups(backupsDir).map(({ label }) => label)).toEqual(['before-restore', 'auto'])
    expect(verifyBackup(kept ?? '').rollouts).toHaveLength(2)
    expect(statSync(database).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder).toSorted()).toEqual(['backups', 'lastmile.db'])
    const db = openDb(database)
    noteRestore(db, 5_000)
    expect(findRestore(db)).toEqual({ noticedAtMs: 5_000, lastEventAtMs: 1_000, open: [id] })
    // later consoles do not notice it anew
    noteRestore(db, 6_000)
    expect(findRestore(db)?.noticedAtMs).toBe(5_000)
    db.close()
  })

  it('moves a database aside that is too damaged to be copied', () => {
    const { database, backupsDir, file } = places()
    damagePages(database)
    const kept = restoreDatabase({ database, backupsDir }, file, nowMs + 1)
    expect(kept).toMatch(/backups\/damaged-20260102T030405001Z\/lastmile\.db$/)
    expect(existsSync(kept ?? '')).toBe(true)
    expect(verifyBackup(database).rollouts).toHaveLength(1)
  })

  it('does not take the log of another database for that of the copy', () => {
    const { database, backupsDir, file } = places()
    const db = openDb(database)
    recordMeta(db, 'key', 'only in the log')
    // as a console that was killed leaves it: the log is not merged
    const killed = join(tempFolder(), 'lastmile.db')
    for (const end of ['', '-wal']) copyFileSync(database + end, killed + end)
    db.close()
    restoreDatabase({ database: killed, backupsDir }, file, nowMs + 1)
    const restored = openDb(killed)
    expect(findMeta(restored, 'key')).toBeUndefined()
    const [before] = listBackups(backupsDir)
    const kept = openReadableDb(before?.file ?? '')
    expect(findMeta(kept, 'key')).toBe('only in the log')
    kept.close()
    restored.close()
  })

  it('notices that nobody restored anything', () => {
    const { database } = places()
    const db = openDb(database)
    noteRestore(db, 5_000)
    expect(findRestore(db)).toBeUndefined()
    db.close()
  })
})

/** Overwrite everything behind the first page. */
function damagePages(file: string): void {
  const handle = openSync(file, 'r+')
  for (let at = 4_096; at < statSync(file).size; at += 4_096) writeSync(handle, Buffer.alloc(4_096, 0xa5), 0, 4_096, at)
  closeSync(handle)
}
