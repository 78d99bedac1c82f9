import { describe, expect, it } from 'vitest'
import {
  groupStops,
  shortenStops,
  stationAfterGate,
  type StopGroup,
} from '../../../../../src/renderer/features/launch/station-list'
import { asGateId } from '../../../../../src/shared/domain/ids'
import { settingsFixture } from '../../../../helpers/rollout-fixture'
import { RolloutSimulation } from '../../../../helpers/rollout-simulation'

const newRun = () =>
  new RolloutSimulation(
    settingsFixture({
      batches: [1, 2, 2],
      hasCanary: true,
      isProtected: true,
      strategy: { canary: { soak: '1m' }, pause: '5s' },
    }),
  )

describe('groupStops', () => {
  it('puts a batch together with its gate, its soak and its pause', () => {
    const { state } = newRun()
    expect(groupStops(state).map(({ key, stops }) => [key, stops.map(({ kind }) => kind)])).toEqual([
      ['before-launch', ['gate']],
      ['batch-0', ['gate', 'batch', 'soak', 'gate']],
      ['batch-1', ['gate', 'batch', 'pause']],
      ['batch-2', ['gate', 'batch']],
      ['before-closing', ['gate']],
    ])
  })

  it('tells what is behind and who signed it, what is now and what is ahead', () => {
    const run = newRun()
    run.sign('ann')
    run.sign('bob')
    const [launch, canary, next] = groupStops(run.state)
    expect([launch?.progress, launch?.signedBy]).toEqual(['done', ['ann']])
    expect([canary?.progress, canary?.stops.map(({ progress }) => progress)]).toEqual([
      'current',
      ['done', 'current', 'ahead', 'ahead'],
    ])
    expect(next?.progress).toBe('ahead')
  })

  it('has no current stop once the rollout is over', () => {
    const run = newRun()
    run.tell({ kind: 'revoke', reason: 'no' })
    expect(groupStops(run.state).map(({ progress }) => progress)).not.toContain('current')
  })
})

describe('stationAfterGate', () => {
  it('gives what a signature lets begin', () => {
    const { state } = newRun()
    expect(stationAfterGate(state, asGateId('before-canary'))).toEqual({ kind: 'batch', batch: 0 })
    expect(stationAfterGate(state, asGateId('before-closing'))).toBeUndefined()
    expect(stationAfterGate(state, asGateId('unknown'))).toBeUndefined()
  })
})

describe('shortenStops', () => {
  const groups = (done: number, ahead: number) =>
    [...Array<'done'>(done).fill('done'), 'current' as const, ...Array<'ahead'>(ahead).fill('ahead')].map(
      (progress, index): StopGroup => ({
        key: String(index),
        batch: index,
        progress,
        stops: [],
        signedBy: [],
        startedAtMs: undefined,
        finishedAtMs: undefined,
      }),
    )

  it.each([
    { done: 2, ahead: 3, hidden: [0, 0] },
    { done: 6, ahead: 7, hidden: [0, 0] },
    { done: 20, ahead: 30, hidden: [16, 25] },
  ])('hides $hidden of $done done and $ahead ahead', ({ done, ahead, hidden }) => {
    const { hiddenDone, hiddenAhead, shown } = shortenStops(groups(done, ahead))
    expect([hiddenDone.length, hiddenAhead.length]).toEqual(hidden)
    expect(shown.some(({ progress }) => progress === 'current')).toBe(true)
  })
})
