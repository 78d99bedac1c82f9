import { describe, expect, it } from 'vitest'
import { expectedDurationMs, paceOf } from '../../../../src/shared/domain/expected-duration'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { RolloutSimulation } from '../../../helpers/rollout-simulation'

const settings = () =>
  settingsFixture({
    batches: [1, 2, 2],
    hasCanary: true,
    strategy: { canary: { hosts: 1, soak: '5s' }, soak: '3s', pause: '2s' },
  })

describe('expectedDurationMs', () => {
  it('is the median batch of the past for each batch, plus soaks of 5 s + 2 × 3 s and one pause of 2 s', () => {
    const past = new RolloutSimulation(settings()).state
    const batches = {
      0: { startedAtMs: 0, finishedAtMs: 1_000 },
      1: { startedAtMs: 0, finishedAtMs: 4_000 },
      2: { startedAtMs: 0, finishedAtMs: 90_000 },
    }
    expect(expectedDurationMs(settings(), paceOf({ ...past, batches }))).toBe(3 * 4_000 + 5_000 + 6_000 + 2_000)
  })

  it('is unknown when no batch was ever finished', () => {
    const past = new RolloutSimulation(settings()).state
    expect(expectedDurationMs(settings(), paceOf(past))).toBeUndefined()
  })
})

describe('paceOf', () => {
  it('is the median of each step that was done, and silent about the others', () => {
    const past = new RolloutSimulation(settings()).state
    const took = [300, 100, undefined, 200, 900]
    const hosts = Object.fromEntries(
      Object.values(past.hosts).map((host, i) => {
        const verify = { ...host.steps.verify, state: i === 4 ? 'failed' : 'ok', durationMs: took[i] } as const
        return [host.name, { ...host, steps: { ...host.steps, verify } }]
      }),
    )
    expect(paceOf({ ...past, hosts } as typeof past)).toEqual({ batchMs: undefined, stepMs: { verify: 200 } })
  })
})
