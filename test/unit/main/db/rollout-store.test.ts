import { describe, expect, it } from 'vitest'
import { SqliteInventory } from '../../../../src/main/db/inventory'
import { SqliteReleaseBook } from '../../../../src/main/db/release-book'
import { SqliteRolloutBook } from '../../../../src/main/db/rollout-book'
import { SqliteRolloutStore } from '../../../../src/main/db/rollout-store'
import { listHostStates } from '../../../../src/main/db/repositories/host-states'
import { verifyJournal } from '../../../../src/main/db/verify-journal'
import { asDebtId, asHostName, asRolloutId } from '../../../../src/shared/domain/ids'
import type { RolloutEvent } from '../../../../src/shared/domain/rollout-event'
import type { RecordedEvent } from '../../../../src/shared/domain/rollout-evolve'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { tempDb } from '../../../helpers/temp-db'

const digest = 'ab'.repeat(32)
const fixture = settingsFixture({ batches: [1, 1] })
const settings = { ...fixture, hosts: fixture.hosts.map((host) => ({ ...host, target: { version: '1.1.0', digest } })) }
const { rollout } = settings
const host = asHostName('web-01')
const debt = asDebtId('d1')

let atMs = 0
const event = (what: RolloutEvent, actor = 'ann'): RecordedEvent => ({ event: what, atMs: (atMs += 1), actor })
const created = () => event({ kind: 'rollout-created', settings })
const owed = () => event({ kind: 'debt-recorded', debt, host, debtKind: 'drain', expiresAtMs: 99 })

function opened() {
  const db = tempDb()
  return { db, store: new SqliteRolloutStore(db), book: new SqliteRolloutBook(db), releases: new SqliteReleaseBook(db) }
}

describe('SqliteRolloutStore', () => {
  it('gives back the events as they were', () => {
    const { db, store } = opened()
    const events = [created(), event({ kind: 'batch-started', batch: 1 }), owed()]
    store.append(rollout, 0, events.slice(0, 1))
    store.append(rollout, 1, events.slice(1))
    expect(store.read(rollout)).toEqual(JSON.parse(JSON.stringify(events)))
    expect(store.read(asRolloutId('none'))).toEqual([])
    expect(verifyJournal(db, rollout)).toMatchObject({ ok: true, rows: 3 })
  })

  it('keeps lists, debts, hosts and releases in step, also after a restart', () => {
    const { db, store, book, releases } = opened()
    store.append(rollout, 0, [created(), owed()])
    expect(book.findOpen('shop', 'production')).toMatchObject({
      rollout,
      type: 'release',
      version: '1.1.0',
      startedBy: 'ann',
    })
    expect(book.listOpenDebts({ host })).toEqual([
      {
        debt,
        rollout,
        app: 'shop',
        environment: 'production',
        host,
        kind: 'drain',
        recordedAtMs: atMs,
        expiresAtMs: 99,
      },
    ])
    const restarted = new SqliteRolloutStore(db)
    restarted.append(rollout, 2, [
      event({ kind: 'debt-settled', debt, host, debtKind: 'drain', how: 'admitted' }),
      event({ kind: 'host-finished', host, version: '1.1.0' }),
      event({ kind: 'host-skipped', host: asHostName('web-02'), version: '1.0.0' }),
      event({ kind: 'release-blocked', reason: 'errors' }, 'bob'),
      event({ kind: 'rollout-finished', result: 'failed' }),
    ])
    expect([book.findOpen('shop', 'production'), book.listOpenDebts({}), book.list({ isOpen: true })]).toEqual([
      undefined,
      [],
      [],
    ])
    expect(book.list({})).toEqual([expect.objectContaining({ rollout, result: 'failed', finishedAtMs: atMs })])
    expect(releases.find('shop', '1.1.0')?.blocked).toMatchObject({ by: 'bob', reason: 'errors' })
    expect(new SqliteInventory(db).listHostStates('shop', 'production')).toMatchObject([
      { host, version: '1.1.0', digest, isHealthy: true, isServing: true },
      { host: 'web-02', version: '1.0.0', digest: undefined },
    ])
    restarted.append(rollout, 7, [event({ kind: 'rolled-back', by: asRolloutId('r2') })])
    expect(restarted.read(rollout).length).toBe(8)
  })

  it('stores nothing when the journal went on elsewhere, the cluster is busy, or the rollout is unknown', () => {
    const { store, book } = opened()
    store.append(rollout, 0, [created()])
    const other = { ...settings, rollout: asRolloutId('r2') }
    const code = (text: string) => expect.objectContaining({ code: text })
    expect(() => store.append(rollout, 0, [owed()])).toThrow(code('db.journal-conflict'))
    expect(() => store.append(other.rollout, 0, [event({ kind: 'rollout-created', settings: other })])).toThrow(
      code('rollout.cluster-busy'),
    )
    expect(() => store.append(asRolloutId('r3'), 0, [owed()])).toThrow(code('rollout.unknown'))
    expect([store.read(rollout).length, store.read(other.rollout), book.listOpenDebts({})]).toEqual([1, [], []])
  })
})

describe('what was seen of hosts', () => {
  it('says that one is not well which failed with the new version', () => {
    const { db, store } = opened()
    const [late, early] = [asHostName('web-01'), asHostName('web-02')]
    const failed = { kind: 'host-failed', code: 'step.failed', reason: 'no answer' } as const
    store.append(rollout, 0, [
      created(),
      event({ ...failed, host: late, step: 'verify' }),
      event({ ...failed, host: early, step: 'fetch' }),
    ])
    expect(listHostStates(db, 'shop', 'production')).toEqual([
      { app: 'shop', environment: 'production', host: late, health: 'unhealthy', observedAtMs: expect.any(Number) },
    ])
  })
})

describe('SqliteRolloutBook', () => {
  it('finds rollouts by the start of their id, and open ones by cluster', () => {
    const { store, book } = opened()
    for (const [n, id] of ['ab1', 'ab2', 'b3'].entries()) {
      const one = { ...settings, rollout: asRolloutId(id), environment: `e${n}` }
      store.append(one.rollout, 0, [event({ kind: 'rollout-created', settings: one })])
    }
    store.append(asRolloutId('ab1'), 1, [event({ kind: 'rollout-finished', result: 'revoked' })])
    const ids = (list: readonly { rollout: string }[]) => list.map((entry) => entry.rollout)
    expect([book.findByPrefix('ab'), book.findByPrefix('x')]).toEqual([['ab2', 'ab1'], []])
    expect([
      ids(book.list({ isOpen: true })),
      ids(book.list({ isOpen: true, environment: 'e2' })),
      ids(book.list({ limit: 2 })),
    ]).toEqual([['b3', 'ab2'], ['b3'], ['b3', 'ab2']])
  })
})

describe('SqliteReleaseBook', () => {
  it('completes a release and opens a blocked one', () => {
    const { store, releases } = opened()
    releases.record({ app: 'shop', version: '1.1.0', atMs: 1 })
    releases.record({ app: 'shop', version: '1.1.0', digest, source: 'here', notes: 'faster', atMs: 2 })
    expect(releases.find('shop', '1.1.0')).toEqual({ app: 'shop', version: '1.1.0', digest, blocked: undefined })
    store.append(rollout, 0, [created(), event({ kind: 'release-blocked', reason: 'bad' })])
    expect(releases.find('shop', '1.1.0')?.blocked?.reason).toBe('bad')
    releases.unblock('shop', '1.1.0', { by: 'bob', atMs: 9, reason: 'was the network' })
    expect([releases.find('shop', '1.1.0')?.blocked, releases.find('shop', '9')]).toEqual([undefined, undefined])
  })
})
