import { describe, expect, it } from 'vitest'
import {
  findRelease,
  listReleases,
  recordRelease,
  recordReleaseBlock,
  recordReleaseUnblock,
  type Release,
} from '../../../../../src/main/db/repositories/releases'
import { plansOf, tempDb } from '../../../../helpers/temp-db'

const digest = 'ab'.repeat(32)
const release: Release = { app: 'shop', version: '1.1.0', kind: 'package', createdAtMs: 10 }
const because = { by: 'ada', atMs: 20, reason: 'errors doubled' }

describe('recordRelease', () => {
  it('adds what was not known, and never changes a digest', () => {
    const db = tempDb()
    expect(recordRelease(db, release)).toEqual(release)
    const full = { ...release, sha256: digest, source: 'http://x/1.1.0.tgz', notes: 'fixes' }
    expect(recordRelease(db, { ...full, sha256: digest.toUpperCase(), createdAtMs: 99 })).toEqual(full)
    expect(recordRelease(db, release)).toEqual(full)
    const other = { ...full, sha256: 'cd'.repeat(32), source: 'elsewhere' }
    expect(() => recordRelease(db, other)).toThrow(
      expect.objectContaining({
        code: 'release.digest-conflict',
        details: { app: 'shop', version: '1.1.0', given: other.sha256, source: 'elsewhere', known: digest },
      }),
    )
    expect(findRelease(db, 'shop', '1.1.0')).toEqual(full)
  })
})

describe('recordReleaseBlock', () => {
  it('closes a release until somebody opens it with a reason', () => {
    const db = tempDb()
    recordRelease(db, release)
    recordReleaseBlock(db, 'shop', '1.1.0', because)
    recordReleaseBlock(db, 'shop', '1.1.0', { ...because, atMs: 30, reason: 'second' })
    expect(findRelease(db, 'shop', '1.1.0')?.blocked).toEqual(because)
    const lifted = { by: 'bob', atMs: 40, reason: 'was the network' }
    expect([
      recordReleaseUnblock(db, 'shop', '1.1.0', lifted),
      recordReleaseUnblock(db, 'shop', '1.1.0', { ...lifted, by: 'eve' }),
    ]).toEqual([true, false])
    expect(findRelease(db, 'shop', '1.1.0')).toEqual({ ...release, unblocked: lifted })
  })

  it('closes one that was never recorded', () => {
    const db = tempDb()
    recordReleaseBlock(db, 'shop', '9', because)
    expect(findRelease(db, 'shop', '9')).toEqual({ ...release, version: '9', createdAtMs: 20, blocked: because })
  })
})

describe('listReleases', () => {
  it('puts the newest first, by an index', () => {
    const db = tempDb()
    for (const [createdAtMs, version] of ['1', '3', '2'].entries())
      recordRelease(db, { ...release, version, createdAtMs })
    const plans = plansOf(db, (watched) => {
      expect(listReleases(watched, 'shop').map(({ version }) => version)).toEqual(['2', '3', '1'])
      findRelease(watched, 'shop', '1')
    })
    expect(plans).toEqual([
      'SEARCH releases USING INDEX releases_by_time (app=?)',
      'SEARCH releases USING PRIMARY KEY (app=? AND version=?)',
    ])
  })
})
