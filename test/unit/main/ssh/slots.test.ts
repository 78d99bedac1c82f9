import { describe, expect, it } from 'vitest'
import { Slots } from '../../../../src/main/ssh/slots'

describe('Slots', () => {
  it('gives places to those who wait in the order in which they came', async () => {
    const slots = new Slots(1)
    const order: string[] = []
    const release = await slots.take()
    const waiting = ['a', 'b', 'c'].map(async (name) => {
      const back = await slots.take()
      order.push(name)
      back()
    })
    expect([slots.isFull, slots.waiting]).toEqual([true, 3])
    release()
    await Promise.all(waiting)
    expect([order, slots.isFull, slots.waiting]).toEqual([['a', 'b', 'c'], false, 0])
  })

  it('takes a place back once, however often it is given back', async () => {
    const slots = new Slots(1)
    const release = await slots.take()
    release()
    release()
    await slots.take()
    expect(slots.isFull).toBe(true)
  })

  it('lets one who gives up leave the line', async () => {
    const slots = new Slots(1)
    const release = await slots.take()
    const controller = new AbortController()
    const first = slots.take(controller.signal)
    const second = slots.take()
    controller.abort(new Error('enough'))
    await expect(first).rejects.toThrow('enough')
    release()
    await expect(second).resolves.toBeTypeOf('function')
    await expect(slots.take(controller.signal)).rejects.toThrow('enough')
  })
})
