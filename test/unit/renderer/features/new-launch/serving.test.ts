import { describe, expect, it } from 'vitest'
import type { WireHost } from '../../../../../src/shared/ipc/requests/inventory-requests'
import { isServingNow, oldestLookMs } from '../../../../../src/renderer/features/new-launch/serving'

const host: WireHost = {
  app: 'shop',
  environment: 'production',
  name: 'web-01',
  address: '10.0.0.1',
  labels: {},
  isCanary: false,
  debts: [],
}

describe('isServingNow', () => {
  it.each<[boolean, Partial<WireHost>]>([
    [true, {}],
    [true, { isServing: true, isHealthy: false }],
    [true, { isServing: true, debts: ['drain'] }],
    [true, { debts: ['mute'] }],
    [false, { isServing: false }],
    [false, { isHealthy: false }],
    [false, { debts: ['drain'] }],
    [false, { isServing: true, problem: 'cannot be reached' }],
  ])('is %s for %j', (isServing, part) => {
    expect(isServingNow({ ...host, ...part })).toBe(isServing)
  })
})

describe('oldestLookMs', () => {
  it('is as old as the oldest look', () => {
    expect(
      oldestLookMs([
        { ...host, observedAtMs: 7 },
        { ...host, observedAtMs: 3 },
      ]),
    ).toBe(3)
  })
  it('is unknown while one host was never looked at', () => {
    expect(oldestLookMs([{ ...host, observedAtMs: 7 }, host])).toBeUndefined()
    expect(oldestLookMs([])).toBeUndefined()
  })
})
