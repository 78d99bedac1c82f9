import { describe, expect, it } from 'vitest'
import { stationsOf } from '../../../../src/shared/domain/station'
import { settingsFixture } from '../../../helpers/rollout-fixture'

const stops = (parts: Parameters<typeof settingsFixture>[0]) =>
  stationsOf(settingsFixture(parts)).map((station) => {
    if (station.kind === 'gate') return station.gate
    const wait = station.kind === 'batch' ? '' : ` ${station.durationMs}`
    return `${station.kind} ${station.batch}${wait}`
  })

describe('stationsOf', () => {
  it('puts every stop of a careful rollout in its order', () => {
    const strategy = { canary: { hosts: 1, soak: '10s' }, soak: '5s', pause: '3s' }
    expect(stops({ batches: [1, 2, 2], hasCanary: true, isProtected: true, strategy })).toEqual([
      ...['before-launch', 'before-canary', 'batch 0', 'soak 0 10000', 'after-soak'],
      ...['before-batch-1', 'batch 1', 'soak 1 5000', 'pause 1 3000'],
      ...['before-batch-2', 'batch 2', 'soak 2 5000', 'before-closing'],
    ])
  })

  it('leaves out waits of no length, and the pause behind the last batch', () => {
    expect(stops({ batches: [1, 1], strategy: { pause: '3s' } })).toEqual([
      ...['before-launch', 'before-batch-1', 'batch 1', 'pause 1 3000', 'before-batch-2', 'batch 2'],
    ])
    expect(stops({ batches: [1] })).toEqual(['before-launch', 'before-batch-1', 'batch 1'])
  })

  it('puts the gate of a rollback before everything', () => {
    const settings = settingsFixture({ batches: [1, 1] })
    const gates = [{ id: 'before-rollback', position: 'before-rollback', items: [] }]
    const back = { ...settings, type: 'rollback', gates } as unknown as typeof settings
    expect(stationsOf(back).map(({ kind }) => kind)).toEqual(['gate', 'batch', 'batch'])
  })
})
