import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrations } from '../../../../src/main/db/migrate'
import { listDamage, openDb, openReadableDb } from '../../../../src/main/db/open'
import { change } from '../../../../src/main/db/query'
import { findMeta, recordMeta } from '../../../../src/main/db/repositories/meta'
import { tempDb } from '../../../helpers/temp-db'
import { tempFolder } from '../../../helpers/temp-folder'

const code = (text: string) => expect.objectContaining({ code: text })

describe('openDb', () => {
  it('sets what keeps the data safe', () => {
    const db = tempDb()
    const pragmas = [
      'journal_mode',
      'synchronous',
      'foreign_keys',
      'busy_timeout',
      'recursive_triggers',
      'user_version',
    ]
    expect(pragmas.map((name) => db.pragma(name, { simple: true }))).toEqual(['wal', 2, 1, 1_500, 1, migrations.length])
  })

  it('makes a file that only its owner can read', () => {
    const db = tempDb()
    recordMeta(db, 'a', 'b')
    const modes = [db.name, `${db.name}-wal`].map((path) => statSync(path).mode & 0o777)
    expect(modes).toEqual([0o600, 0o600])
  })

  it('refuses a file of a newer program and leaves it as it is', () => {
    const file = join(tempFolder(), 'new.db')
    const newer = new Database(file)
    newer.pragma('user_version = 99')
    newer.close()
    const before = readFileSync(file)
    expect(() => openDb(file)).toThrow(code('db.from-the-future'))
    expect(() => openReadableDb(file)).toThrow(code('db.from-the-future'))
    expect(readFileSync(file)).toEqual(before)
  })

  it('says what is damaged when the file is something else', () => {
    const file = join(tempFolder(), 'text.db')
    writeFileSync(file, 'this is a letter to a friend\n'.repeat(200))
    expect(() => openDb(file)).toThrow(code('db.corrupt'))
  })

  it('says so when a page is damaged', () => {
    const file = join(tempFolder(), 'hurt.db')
    const db = openDb(file)
    for (let i = 0; i < 500; i++) recordMeta(db, `key ${i}`, 'x'.repeat(200))
    expect(listDamage(db)).toEqual([])
    db.close()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 8_192)
    writeFileSync(file, bytes)
    expect(() => {
      const hurt = openDb(file)
      try {
        findMeta(hurt, 'key 250')
      } finally {
        hurt.close()
      }
    }).toThrow(code('db.corrupt'))
    const hurt = new Database(file) as unknown as Parameters<typeof listDamage>[0]
    expect(listDamage(hurt).length).toBeGreaterThan(0)
    hurt.close()
  })

  it('says which file stays locked', () => {
    const db = tempDb()
    db.exec('BEGIN IMMEDIATE')
    const other = openDb(db.name, { busyTimeoutMs: 1 })
    expect(() => recordMeta(other, 'a', 'b')).toThrow(
      expect.objectContaining({ code: 'db.locked', details: expect.objectContaining({ file: db.name }) }),
    )
    db.exec('ROLLBACK')
    recordMeta(other, 'a', 'b')
    other.close()
    expect(findMeta(db, 'a')).toBe('b')
  })

  it('says when the disk is full, and works again after', () => {
    const db = tempDb()
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 1}`)
    expect(() => recordMeta(db, 'a', 'x'.repeat(100_000))).toThrow(code('db.disk-full'))
    db.pragma('max_page_count = 100000')
    recordMeta(db, 'a', 'small')
    expect(findMeta(db, 'a')).toBe('small')
  })

  it('says when the folder is missing or the path is a folder', () => {
    expect(() => openDb(join(tempFolder(), 'no', 'x.db'))).toThrow(code('db.unreadable'))
    expect(() => openDb(tempFolder())).toThrow(code('db.unreadable'))
    expect(() => openReadableDb(join(tempFolder(), 'none.db'))).toThrow(code('db.unreadable'))
  })
})

describe('openReadableDb', () => {
  it('reads beside the writer and cannot write', () => {
    const db = tempDb()
    recordMeta(db, 'a', 'b')
    const reader = openReadableDb(db.name)
    expect(findMeta(reader, 'a')).toBe('b')
    expect(() => change(reader as typeof db, "DELETE FROM meta WHERE key = 'a'")).toThrow(code('db.unreadable'))
    reader.close()
  })

  it('refuses a file that has to be migrated first', () => {
    const file = join(tempFolder(), 'old.db')
    openDb(file, { migrations: migrations.slice(0, 1) }).close()
    chmodSync(file, 0o600)
    expect(() => openReadableDb(file)).toThrow(code('db.needs-migration'))
  })
})
