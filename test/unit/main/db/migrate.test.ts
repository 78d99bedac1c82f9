import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrate, migrations, schemaVersionOf, toMigrations, type Migration } from '../../../../src/main/db/migrate'
import { tempFolder } from '../../../helpers/temp-folder'

const tablesOf = (db: Database.Database) =>
  (db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all() as { name: string }[]).map(
    (row) => row.name,
  )
const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5)

/** A file at an older schema, as an older program left it. */
function fileAt(version: number, sql: string): Database.Database {
  const db = new Database(join(tempFolder(), 'old.db'))
  migrate(db, migrations.slice(0, version), { nowMs })
  db.exec(sql)
  return db
}

const withRollout = `INSERT INTO rollouts (id, app, environment, version, kind, started_by, created_at_ms)
                     VALUES ('r1', 'shop', 'production', '1', 'release', 'ada', 1);`

describe('migrations', () => {
  it('give the schema of test/fixtures/schema.sql', async () => {
    const db = new Database(':memory:')
    migrate(db, migrations, { nowMs })
    const rows = db.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name').all()
    const schema = (rows as { sql: string }[]).map((row) => `${row.sql};\n`).join('\n')
    await expect(schema).toMatchFileSnapshot('../../../fixtures/schema.sql')
  })

  it('use STRICT tables only', () => {
    const db = new Database(':memory:')
    migrate(db, migrations, { nowMs })
    const loose = db.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0").all()
    expect(loose).toEqual([{ name: 'sqlite_schema' }])
  })

  it.each([
    ['a health nobody knows', "INSERT INTO host_states VALUES ('a', 'e', 'h', NULL, NULL, 'ill', NULL, 1, NULL)"],
    ['a host of no environment', "INSERT INTO hosts VALUES ('a', 'e', 'h', NULL, NULL, NULL, '{}', 0, 0, 0)"],
    ['a spec that is not JSON', "INSERT INTO apps VALUES ('a', '{', 1)"],
    [
      'a block without a reason',
      "INSERT INTO releases (app, version, created_at_ms, blocked_at_ms) VALUES ('a','1',1,2)",
    ],
    [
      'a digest of another length',
      "INSERT INTO releases (app, version, created_at_ms, sha256) VALUES ('a','1',1,'ab')",
    ],
    ['a second rollout in progress', `${withRollout.replace("'r1'", "'r0'")} ${withRollout}`],
    ['an end without a result', `${withRollout} UPDATE rollouts SET finished_at_ms = 5`],
    [
      'a debt of no rollout',
      "INSERT INTO debts (id, app, environment, host, kind, rollout, recorded_at_ms) VALUES ('d','a','e','h','mute','r9',1)",
    ],
    [
      'a shell of no rollout',
      "INSERT INTO shells (id, rollout, app, environment, host, opened_by, opened_at_ms) VALUES ('s','r9','a','e','h','ada',1)",
    ],
    ['a checklist of no scope', "INSERT INTO checklists VALUES ('team', 'a', 'g', '[]', 1)"],
  ])('refuse %s', (_, sql) => {
    const db = new Database(':memory:')
    migrate(db, migrations, { nowMs })
    expect(() => db.exec(sql)).toThrow(/constraint failed/)
  })

  it('0002 keeps the inventory of 0001', () => {
    const db = fileAt(
      1,
      `INSERT INTO apps VALUES ('shop', '{}', 1);
       INSERT INTO environments VALUES ('shop', 'production', 0, 1, '{}');
       INSERT INTO hosts VALUES ('shop', 'production', 'web-01', '10.0.0.1', 22, 'deploy', '{"zone":"a"}', 1, 0, 0);
       INSERT INTO host_states VALUES ('shop', 'production', 'web-01', '1.0.0', NULL, 'healthy', 1, 5, NULL)`,
    )
    migrate(db, migrations.slice(0, 2), { nowMs })
    expect([
      db.prepare('SELECT count(*) AS n FROM hosts JOIN host_states ON host = name').get(),
      db.prepare('SELECT count(*) AS n FROM releases').get(),
      schemaVersionOf(db),
    ]).toEqual([{ n: 1 }, { n: 0 }, 2])
  })

  it('0003 keeps the releases of 0002', () => {
    const db = fileAt(2, "INSERT INTO releases (app, version, created_at_ms) VALUES ('shop', '1.0.0', 7)")
    migrate(db, migrations.slice(0, 3), { nowMs })
    expect(db.prepare('SELECT version, kind FROM releases').all()).toEqual([{ version: '1.0.0', kind: 'package' }])
    expect(tablesOf(db)).toEqual(expect.arrayContaining(['debts', 'journal', 'journal_heads', 'rollouts']))
  })

  it('0004 keeps the rollouts of 0003', () => {
    const db = fileAt(3, withRollout)
    migrate(db, migrations.slice(0, 4), { nowMs })
    db.exec(
      "INSERT INTO shells (id, rollout, app, environment, host, opened_by, opened_at_ms) VALUES ('s','r1','shop','production','web-01','ada',1)",
    )
    expect(
      db.prepare('SELECT started_by, opened_by, size_bytes FROM rollouts JOIN shells ON rollout = rollouts.id').all(),
    ).toEqual([{ started_by: 'ada', opened_by: 'ada', size_bytes: 0 }])
  })
})

describe('toMigrations', () => {
  it('orders by number', () => {
    const files = { './m/0002_b.sql': 'two', './m/0001_a.sql': 'one' }
    expect(toMigrations(files).map(({ version, name, sql }) => [version, name, sql])).toEqual([
      [1, '0001_a', 'one'],
      [2, '0002_b', 'two'],
    ])
  })

  it.each([[{ './0002_b.sql': '' }], [{ './0001_a.sql': '', './0001_b.sql': '' }], [{ './one.sql': '' }]])(
    'refuses a gap, a double number and a file without one: %j',
    (files) => {
      expect(() => toMigrations(files)).toThrow(/Invariant/)
    },
  )
})

describe('migrate', () => {
  const first: Migration = { version: 1, name: '0001_a', sql: 'CREATE TABLE a (x) STRICT'.replace('(x)', '(x TEXT)') }
  const failing: Migration = {
    version: 2,
    name: '0002_b',
    sql: 'CREATE TABLE b (x TEXT) STRICT; INSERT INTO nowhere VALUES (1)',
  }

  it('leaves neither table nor version behind when a file fails', () => {
    const db = new Database(':memory:')
    expect(() => migrate(db, [first, failing], { nowMs })).toThrow(
      expect.objectContaining({
        code: 'db.migration-failed',
        details: expect.objectContaining({ migration: '0002_b' }),
      }),
    )
    expect([tablesOf(db), schemaVersionOf(db), db.pragma('foreign_keys', { simple: true })]).toEqual([['a'], 1, 1])
  })

  it('refuses a file that leaves references to nothing', () => {
    const db = new Database(':memory:')
    const sql = `CREATE TABLE p (id TEXT PRIMARY KEY) STRICT; CREATE TABLE c (p TEXT REFERENCES p (id)) STRICT;
                 INSERT INTO c VALUES ('x')`
    expect(() => migrate(db, [{ version: 1, name: '0001_x', sql }], { nowMs })).toThrow(/point to nothing/)
    expect(tablesOf(db)).toEqual([])
  })

  it('copies a file that has data before it changes it, and no other', () => {
    const folder = tempFolder()
    const backupsDir = join(folder, 'backups')
    const db = new Database(join(folder, 'x.db'))
    migrate(db, [first], { backupsDir, nowMs })
    db.exec("INSERT INTO a VALUES ('kept')")
    const second = { version: 2, name: '0002_b', sql: 'DROP TABLE a' }
    migrate(db, [first, second], { backupsDir, nowMs })
    migrate(db, [first, second], { backupsDir, nowMs })
    expect(readdirSync(backupsDir)).toEqual(['lastmile-v1-20260102T030405000Z.db'])
    const backup = new Database(join(backupsDir, 'lastmile-v1-20260102T030405000Z.db'), { readonly: true })
    expect([schemaVersionOf(backup), backup.prepare('SELECT x FROM a').all()]).toEqual([1, [{ x: 'kept' }]])
    backup.close()
  })

  it('changes nothing when the copy cannot be made', () => {
    const folder = tempFolder()
    const db = new Database(join(folder, 'x.db'))
    migrate(db, [first], { nowMs })
    mkdirSync(join(folder, 'backups', 'lastmile-v1-20260102T030405000Z.db', 'in-the-way'), { recursive: true })
    const options = { backupsDir: join(folder, 'backups'), nowMs }
    expect(() => migrate(db, [first, { version: 2, name: '0002_b', sql: 'DROP TABLE a' }], options)).toThrow()
    expect([tablesOf(db), schemaVersionOf(db)]).toEqual([['a'], 1])
  })
})
