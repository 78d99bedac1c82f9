import { describe, expect, it } from 'vitest'
import { PushLog } from '../../../../src/main/ipc/push-log'

const numbers = (log: PushLog, push: number, epoch = log.epoch) =>
  log.listSince({ epoch, push })?.map(({ number }) => number)

describe('PushLog', () => {
  it('numbers pushes from 1 and gives what came after a place', () => {
    const log = new PushLog()
    expect(log.place).toEqual({ epoch: log.epoch, push: 0 })
    expect(numbers(log, 0)).toEqual([])
    for (const app of ['a', 'b', 'c']) log.add('inventory:changed', { app })
    expect(log.place.push).toBe(3)
    expect(numbers(log, 0)).toEqual([1, 2, 3])
    expect(numbers(log, 2)).toEqual([3])
    expect(numbers(log, 3)).toEqual([])
  })

  it('knows nothing of another life, nor of what it has not said yet', () => {
    const log = new PushLog()
    log.add('checklist:changed', {})
    expect(numbers(log, 0, new PushLog().epoch)).toBeUndefined()
    expect(numbers(log, 2)).toBeUndefined()
  })

  it('forgets the oldest beyond so many pushes', () => {
    const log = new PushLog({ pushes: 2, characters: 10_000 })
    for (let i = 0; i < 4; i += 1) log.add('checklist:changed', {})
    expect(numbers(log, 1)).toBeUndefined()
    expect(numbers(log, 2)).toEqual([3, 4])
  })

  it('forgets the oldest beyond so much text, even the latest', () => {
    const log = new PushLog({ pushes: 100, characters: 300 })
    for (let i = 0; i < 4; i += 1) log.add('inventory:changed', { app: 'x'.repeat(60) })
    expect(numbers(log, 1)).toBeUndefined()
    expect(numbers(log, 2)).toEqual([3, 4])
    log.add('inventory:changed', { app: 'x'.repeat(400) })
    expect(numbers(log, 4)).toBeUndefined()
    expect(numbers(log, 5)).toEqual([])
    log.add('checklist:changed', {})
    expect(numbers(log, 5)).toEqual([6])
  })
})
