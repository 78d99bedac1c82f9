import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Replay, snapshotEvery } from '../../../../src/shared/domain/replay'
import { evolveAll, type RecordedEvent } from '../../../../src/shared/domain/rollout-evolve'
import { startedRun } from '../../../helpers/rollout-steps'

/** Long enough for several snapshots: forty hosts, one of which fails at first. */
function longJournal(): readonly RecordedEvent[] {
  const run = startedRun({ batches: [40, 40], strategy: { stopWhenFailuresExceed: { batch: 2, rollout: 2 } } })
  run.fail(run.steps()[3]!)
  run.runToRest()
  run.tell({ kind: 'retry' })
  run.runToRest()
  run.sign()
  run.runToRest()
  return run.recorded
}

describe('Replay', () => {
  const events = longJournal()

  it('has a journal to show that is longer than some snapshots', () => {
    expect(events.length).toBeGreaterThan(3 * snapshotEvery)
  })

  it('stands, wherever one jumps, where the fold of the journal so far stands', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(events.length + 10), { minLength: 1, maxLength: 8 }), (jumps) => {
        const replay = new Replay(events)
        for (const seq of jumps) expect(replay.at(seq)).toEqual(evolveAll(undefined, events.slice(0, seq)))
      }),
      { numRuns: 60 },
    )
  })

  it('keeps the hosts that an event does not touch', () => {
    const replay = new Replay(events)
    const seq = events.findIndex(({ event }) => event.kind === 'step-started') + 20
    const before = replay.at(seq)
    const after = replay.at(seq + 1)
    const changed = Object.values(after!.hosts).filter((host) => before!.hosts[host.name] !== host)
    expect(changed.length).toBeLessThanOrEqual(1)
  })

  it('goes on when the journal has grown', () => {
    const growing = events.slice(0, 700)
    const replay = new Replay(growing)
    replay.at(700)
    growing.push(...events.slice(700))
    expect(replay.at(events.length)).toEqual(evolveAll(undefined, events))
  })

  it('is before the launch at 0', () => {
    expect(new Replay(events).at(0)).toBeUndefined()
    expect(new Replay([]).at(5)).toBeUndefined()
  })
})
