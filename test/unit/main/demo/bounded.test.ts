import { describe, expect, it } from 'vitest'
import { forEachBounded } from '../../../../src/main/demo/bounded'

describe('forEachBounded', () => {
  it('works on all items, never on more than the limit at once', async () => {
    const done: number[] = []
    let running = 0
    let most = 0
    await forEachBounded([1, 2, 3, 4, 5], 2, async (item) => {
      running += 1
      most = Math.max(most, running)
      await Promise.resolve()
      running -= 1
      done.push(item)
    })
    expect([done, most]).toEqual([[1, 2, 3, 4, 5], 2])
  })

  it('starts nothing more after a failure', async () => {
    const started: number[] = []
    const work = forEachBounded([1, 2, 3, 4], 1, (item) => {
      started.push(item)
      return item === 2 ? Promise.reject(new Error('two')) : Promise.resolve()
    })
    await expect(work).rejects.toThrow('two')
    expect(started).toEqual([1, 2])
  })
})
