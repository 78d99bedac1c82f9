import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Push } from '../../../../src/shared/ipc/events'
import { PushHub } from '../../../../src/main/ipc/push-hub'

const row = (rollout: string, seq: number) => ({
  rollout,
  seq,
  at: 1,
  actor: 'ann',
  kind: 'brake-released',
  payload: {},
})

describe('PushHub', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('hands out what was collected for some milliseconds, in order, by rollout', () => {
    const hub = new PushHub()
    const heard: string[] = []
    hub.listen((name, payload) => {
      const { rollout, rows } = payload as Push<'rollout:changed'>
      heard.push(`${name} ${rollout} ${rows.map(({ seq }) => seq).join()}`)
    })
    hub.addRows('r1', [row('r1', 1)])
    hub.addRows('r2', [row('r2', 1)])
    hub.addRows('r1', [row('r1', 2), row('r1', 3)])
    expect(heard).toEqual([])
    vi.advanceTimersByTime(60)
    expect(heard).toEqual(['rollout:changed r1 1,2,3', 'rollout:changed r2 1'])
    vi.advanceTimersByTime(60)
    expect(heard).toHaveLength(2)
  })

  it('leaves the rows it was given as they were', () => {
    const hub = new PushHub()
    const given = [row('r1', 1)]
    hub.addRows('r1', given)
    hub.addRows('r1', [row('r1', 2)])
    expect(given).toHaveLength(1)
  })

  it('tells those who listen at that time, and nobody who stopped', () => {
    const hub = new PushHub()
    const heard: string[] = []
    const stop = hub.listen(() => heard.push('one'))
    hub.listen(() => heard.push('two'))
    hub.addRows('r1', [row('r1', 1)])
    stop()
    hub.flush()
    expect(heard).toEqual(['two'])
  })

  it('tells other things in order with the rows, and the same twice in a row once', () => {
    const hub = new PushHub()
    const heard: string[] = []
    hub.listen((_name, _payload, { text }) => heard.push(text))
    hub.addRows('r1', [row('r1', 1)])
    hub.send('inventory:changed', { app: 'shop' })
    hub.send('inventory:changed', { app: 'shop' })
    hub.send('inventory:changed', {})
    hub.addRows('r1', [row('r1', 2)])
    expect(heard).toEqual([])
    vi.advanceTimersByTime(60)
    const push = (number: number, name: string, payload: object) => ({ kind: 'push', number, name, payload })
    expect(heard.map((text) => JSON.parse(text) as unknown)).toEqual([
      push(1, 'rollout:changed', { rollout: 'r1', rows: [row('r1', 1)] }),
      push(2, 'inventory:changed', { app: 'shop' }),
      push(3, 'inventory:changed', {}),
      push(4, 'rollout:changed', { rollout: 'r1', rows: [row('r1', 2)] }),
    ])
    expect(hub.place.push).toBe(4)
    expect(hub.listSince({ ...hub.place, push: 2 })?.map(({ number }) => number)).toEqual([3, 4])
  })
})
