import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { InventoryNews } from '../../../../src/main/ipc/inventory-news'

describe('InventoryNews', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
  afterEach(() => void vi.useRealTimers())

  it('tells a burst once, soon, and what follows not more than once a second', () => {
    const told: string[] = []
    const news = new InventoryNews((app) => told.push(app))
    for (const app of ['shop', 'cart', 'shop']) news.add(app)
    expect(told).toEqual([])
    vi.advanceTimersByTime(100)
    expect(told).toEqual(['shop', 'cart'])
    news.add('shop')
    vi.advanceTimersByTime(900)
    expect(told).toHaveLength(2)
    vi.advanceTimersByTime(100)
    expect(told).toEqual(['shop', 'cart', 'shop'])
    vi.advanceTimersByTime(5_000)
    news.add('cart')
    vi.advanceTimersByTime(100)
    expect(told.at(-1)).toBe('cart')
    news.add('late')
    news.dispose()
    vi.advanceTimersByTime(5_000)
    expect(told).not.toContain('late')
  })
})
