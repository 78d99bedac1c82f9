import { describe, expect, it } from 'vitest'
import { compareVersions, stepBetween } from '../../../../../src/renderer/features/new-launch/version-diff'

describe('compareVersions', () => {
  it('orders as people number', () => {
    const sorted = [
      '1.0.0',
      '1.0.1-rc1',
      '1.0.1-rc2',
      '1.0.1-rc10',
      '1.0.1',
      '1.2.0',
      '1.10.0',
      '2024.11.3',
      '2024.11.25',
    ]
    expect(sorted.toReversed().toSorted(compareVersions)).toEqual(sorted)
  })
  it.each([
    ['v1.2.0', '1.2.0'],
    ['1.2.0+build.7', '1.2.0'],
  ])('takes %s for %s', (one, other) => {
    expect(compareVersions(one, other)).toBe(0)
  })
})

describe('stepBetween', () => {
  const releases = ['1.0.0', '1.10.0', '1.1.0', '1.2.0-rc1'].map((version) => ({ version, createdAtMs: 0 }))
  const versionsOf = (running: string, target: string) => {
    const { direction, releases: between } = stepBetween(releases, running, target)
    return { direction, versions: between.map(({ version }) => version) }
  }
  it('names what a step forward brings, newest first', () => {
    expect(versionsOf('1.0.0', '1.10.0')).toEqual({ direction: 'forward', versions: ['1.10.0', '1.2.0-rc1', '1.1.0'] })
  })
  it('names what a step back takes away', () => {
    expect(versionsOf('1.10.0', '1.1.0')).toEqual({ direction: 'back', versions: ['1.10.0', '1.2.0-rc1'] })
  })
  it('knows that nothing changes', () => {
    expect(versionsOf('1.1.0', '1.1.0')).toEqual({ direction: 'same', versions: [] })
  })
})
