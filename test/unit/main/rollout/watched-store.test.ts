import { describe, expect, it } from 'vitest'
import { TroubleNews } from '../../../../src/main/ipc/trouble-news'
import { WatchedStore } from '../../../../src/main/rollout/watched-store'
import type { JournalPulse } from '../../../../src/main/ports/journal'
import { asRolloutId } from '../../../../src/shared/domain/ids'
import { AppError } from '../../../../src/shared/errors/app-error'
import { FakeClock, turns } from '../../../helpers/fake-clock'
import { MemoryStore } from '../../../helpers/memory-store'

const rollout = asRolloutId('r1')
const full = () => new AppError('db.disk-full', { details: { file: 'memory' } })

class FakePulse implements JournalPulse {
  isHurried = false
  readonly #store: MemoryStore
  constructor(store: MemoryStore) {
    this.#store = store
  }
  probe(): void {
    if (this.#store.isFull) throw full()
  }
  hurry(isHurried: boolean): void {
    this.isHurried = isHurried
  }
}

function watched() {
  const store = new MemoryStore()
  const clock = new FakeClock()
  const told: string[][] = []
  const troubles = new TroubleNews({ clock, onChange: (open) => told.push(open.map(({ code }) => code)) })
  const pulse = new FakePulse(store)
  return { store, clock, told, pulse, subject: new WatchedStore({ store, pulse, troubles, clock }) }
}

describe('WatchedStore', () => {
  it('tells once that the journal cannot be written, and by itself that it can again', async () => {
    const { store, clock, told, pulse, subject } = watched()
    store.isFull = true
    expect(() => subject.append(rollout, 0, [])).toThrow(full().message)
    expect(() => subject.append(rollout, 0, [])).toThrow(full().message)
    expect(told).toEqual([['db.disk-full']])
    expect(pulse.isHurried).toBe(true)
    clock.advance(2_000)
    await turns()
    expect(told).toHaveLength(1)
    store.isFull = false
    clock.advance(2_000)
    await turns()
    expect(told).toEqual([['db.disk-full'], []])
    expect(pulse.isHurried).toBe(false)
    expect(clock.sleepers).toBe(0)
  })

  it('is well again with the first write that succeeds, and stops looking', async () => {
    const { store, clock, told, subject } = watched()
    store.isFull = true
    expect(() => subject.append(rollout, 0, [])).toThrow()
    store.isFull = false
    subject.append(rollout, 0, [])
    await turns()
    expect(told).toEqual([['db.disk-full'], []])
    expect(clock.sleepers).toBe(0)
  })

  it('takes a refusal by a rule for what it is', () => {
    const { store, told, subject } = watched()
    store.append = () => {
      throw new AppError('rollout.cluster-busy')
    }
    expect(() => subject.append(rollout, 0, [])).toThrow()
    expect(told).toEqual([])
  })

  it('stops looking when the console ends', async () => {
    const { store, clock, subject } = watched()
    store.isFull = true
    expect(() => subject.append(rollout, 0, [])).toThrow()
    subject.dispose()
    await turns()
    expect(clock.sleepers).toBe(0)
  })

  it('waits for a disk that fails until it takes what was appended, and tells of it meanwhile', async () => {
    const { store, clock, told, subject } = watched()
    expect(subject.onDisk()).toBeUndefined()
    const failure = new AppError('db.io-failed', { details: { file: 'memory-wal', reason: 'EIO' } })
    store.disk = Promise.reject(failure)
    let isOnDisk = false
    const waiting = subject.onDisk()?.then(() => (isOnDisk = true))
    await turns()
    expect(told).toEqual([['db.io-failed']])
    store.disk = Promise.resolve()
    await turns()
    expect(isOnDisk).toBe(false)
    clock.advance(2_000)
    await waiting
    expect(isOnDisk).toBe(true)
  })

  it('stops waiting for the disk when it is disposed', async () => {
    const { store, subject } = watched()
    store.disk = Promise.reject(new AppError('db.io-failed', { details: { file: 'memory-wal', reason: 'EIO' } }))
    const waiting = subject.onDisk()
    await turns()
    subject.dispose()
    await expect(waiting).rejects.toThrow()
  })
})
