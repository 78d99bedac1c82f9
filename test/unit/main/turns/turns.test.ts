import { describe, expect, it } from 'vitest'
import { Turns } from '../../../../src/main/turns/turns'
import { turns as nextTurns } from '../../../helpers/fake-clock'
import { until } from '../../../helpers/until'

const spin = (ms: number) => {
  const endMs = performance.now() + ms
  while (performance.now() < endMs);
}

describe('Turns', () => {
  it('runs all that wait in the order in which they came, and who wants more again after the others', async () => {
    const turns = new Turns()
    const ran: string[] = []
    let left = 2
    turns.add({ run: () => (ran.push('a'), --left > 0) })
    turns.add({ run: () => (ran.push('b'), false) })
    expect(ran).toEqual([])
    await until(() => ran.length === 3)
    expect(ran).toEqual(['a', 'b', 'a'])
  })

  it('lets the event loop turn when a few milliseconds are over, with what follows from the work counted', async () => {
    const turns = new Turns()
    let done = 0
    for (let index = 0; index < 20; index += 1) {
      turns.add({ run: () => (void Promise.resolve().then(() => (spin(3), (done += 1))), false) })
    }
    await nextTurns(1)
    expect(done).toBeGreaterThan(0)
    expect(done).toBeLessThan(10)
    await until(() => done === 20)
  })

  it('does not run what was taken back', async () => {
    const turns = new Turns()
    const ran: string[] = []
    const taken = { run: () => (ran.push('taken back'), false) }
    turns.add(taken)
    turns.add({ run: () => (ran.push('kept'), false) })
    turns.remove(taken)
    await until(() => ran.length > 0)
    expect(ran).toEqual(['kept'])
  })
})
