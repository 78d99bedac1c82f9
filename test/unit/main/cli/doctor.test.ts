import { describe, expect, it } from 'vitest'
import { findDatabases } from '../../../../src/main/cli/doctor/database-findings'
import { findBackups, findFolder } from '../../../../src/main/cli/doctor/folder-findings'
import { findClock } from '../../../../src/main/cli/doctor/machine-findings'
import type { Examination } from '../../../../src/main/examine-folder'
import { asRolloutId } from '../../../../src/shared/domain/ids'

const nowMs = Date.UTC(2026, 5, 1)
const dayMs = 24 * 3_600_000

const sound = (file: string) => ({ file, state: 'sound', sizeBytes: 4_096 }) as const
const seen = (change: Partial<Examination> = {}): Examination => ({
  folder: '/data of mine',
  exists: true,
  mode: 0o700,
  isOurs: true,
  freeBytes: 50 * 1024 ** 3,
  fileSystemType: 0xef53,
  database: sound('/data of mine/lastmile.db'),
  logs: sound('/data of mine/logs.db'),
  journals: { journals: 2, events: 40, broken: [] },
  backups: { count: 3, newestAtMs: nowMs - 3_600_000, changedAtMs: nowMs },
  ...change,
})
const statesOf = (findings: readonly { state: string }[]) => findings.map(({ state }) => state)

describe('findFolder', () => {
  it('finds nothing wrong with a folder that is as it should be, or not there yet', () => {
    expect(statesOf(findFolder(seen()))).toEqual(['ok', 'ok', 'ok'])
    expect(statesOf(findFolder(seen({ exists: false })))).toEqual(['ok'])
  })

  it.each<[string, Partial<Examination>, RegExp, RegExp]>([
    ['that is somebody else’s', { isOurs: false }, /belongs to somebody else/, /chown -R .* '\/data of mine'/],
    ['that others may write', { mode: 0o770 }, /mode 770/, /chmod 700 '\/data of mine'/],
    ['on NFS', { fileSystemType: 0x6969 }, /network file system \(NFS\)/, /local disk/],
    ['on a full disk', { freeBytes: 50 * 1024 ** 2 }, /50\.0 MiB free/, /Free some space/],
  ])('tells of a folder %s, and how to mend it', (_, change, what, fix) => {
    const problems = findFolder(seen(change)).filter(({ state }) => state === 'problem')
    expect(problems).toHaveLength(1)
    expect(problems[0]?.what).toMatch(what)
    expect(problems[0]).toMatchObject({ fix: expect.stringMatching(fix) })
  })

  it('notes when space runs low', () => {
    expect(statesOf(findFolder(seen({ freeBytes: 500 * 1024 ** 2 })))).toEqual(['ok', 'ok', 'note'])
  })
})

describe('findDatabases', () => {
  it('names the command that restores a damaged journal, and what holds a locked one', () => {
    const file = '/data of mine/lastmile.db'
    const damaged = seen({
      database: { file, state: 'damaged', sizeBytes: 1, reason: 'bad page' },
      journals: undefined,
    })
    expect(findDatabases(damaged)[0]).toMatchObject({
      state: 'problem',
      what: `${file} is damaged: bad page`,
      fix: expect.stringContaining(`lastmile restore latest --data '/data of mine'`),
    })
    const locked = seen({ database: { file, state: 'locked', sizeBytes: 1 }, journals: undefined })
    expect(findDatabases(locked)[0]).toMatchObject({
      fix: expect.stringContaining(`fuser -v '/data of mine/lastmile.db'`),
    })
  })

  it('counts whole journals, and names those that are not', () => {
    expect(findDatabases(seen()).at(-1)?.what).toBe('2 journals with 40 events: all chains are whole')
    const broken = Array.from({ length: 7 }, (_, i) => ({ rollout: asRolloutId(`r${i}`), seq: 3, why: 'missing' }))
    const findings = findDatabases(seen({ journals: { journals: 7, events: 0, broken } }))
    expect(findings.filter(({ state }) => state === 'problem')).toHaveLength(6)
    expect(findings.at(-1)).toMatchObject({
      what: '2 more journals not whole either',
      fix: expect.stringContaining(`lastmile history --data '/data of mine'`),
    })
  })
})

describe('findBackups', () => {
  it('wants one that is young enough where something changed since', () => {
    const backups = { count: 1, newestAtMs: nowMs - 5 * dayMs }
    expect(statesOf(findBackups(seen(), nowMs))).toEqual(['ok'])
    expect(statesOf(findBackups(seen({ backups: { ...backups, changedAtMs: nowMs } }), nowMs))).toEqual(['note'])
    const unchanged = { ...backups, changedAtMs: nowMs - 6 * dayMs }
    expect(statesOf(findBackups(seen({ backups: unchanged }), nowMs))).toEqual(['ok'])
    expect(statesOf(findBackups(seen({ backups: { count: 0 } }), nowMs))).toEqual(['note'])
  })

  it('tells that they cannot be looked at, whatever the database is, and how to mend it', () => {
    const problem = { code: 'db.unreadable', message: 'backups cannot be opened (EACCES)', details: {} } as const
    const absent = { file: '/data of mine/lastmile.db', state: 'absent', sizeBytes: 0 } as const
    const found = findBackups(seen({ database: absent, backups: { count: 0, problem } }), nowMs)
    const fix = "Make '/data of mine/backups' a folder of yours, or move away what is in its place."
    expect(found).toEqual([{ state: 'problem', what: 'The backups cannot be looked at', why: problem.message, fix }])
  })
})

describe('findClock', () => {
  it.each([
    ['is right', { stepMs: 3, isSynchronised: true, lastEventAtMs: nowMs }, 'ok'],
    ['is not synchronised', { stepMs: 3, isSynchronised: false }, 'note'],
    ['is before the newest event', { stepMs: 3, lastEventAtMs: nowMs + dayMs }, 'problem'],
    ['was set while it was looked at', { stepMs: -4_000, isSynchronised: true }, 'problem'],
  ])('judges one that %s', (_, facts, state) => {
    expect(statesOf(findClock({ nowMs, ...facts }))).toEqual([state])
  })
})
