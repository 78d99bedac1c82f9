import { describe, expect, it } from 'vitest'
import { JournalFold, RolloutFeed } from '../../../../src/renderer/stores/rollout-feed'
import { evolveAll } from '../../../../src/shared/domain/rollout-evolve'
import { servingOf } from '../../../../src/shared/domain/rollout-state'
import type { WireJournalRow } from '../../../../src/shared/ipc/contract'
import { FakeTransport, openFakeLine } from '../../../helpers/fake-transport'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { RolloutSimulation } from '../../../helpers/rollout-simulation'
import { allSteps } from '../../../helpers/rollout-steps'

/** A whole rollout in which one host of the second batch fails. */
function journal(): { readonly rows: WireJournalRow[]; readonly simulation: RolloutSimulation } {
  const simulation = new RolloutSimulation(settingsFixture({ batches: [2, 2], lifecycle: allSteps }))
  for (let round = 0; round < 40 && simulation.state.result === undefined; round += 1) {
    const steps = simulation.steps()
    for (const step of steps) {
      if (step.host.endsWith('4') && step.step === 'verify') simulation.fail(step)
      else simulation.ok(step)
    }
    simulation.passTime()
    if (steps.length === 0) simulation.sign()
  }
  const rows = simulation.recorded.map(({ event: { kind, ...payload }, atMs, actor }, index) => ({
    rollout: 'r1',
    seq: index + 1,
    at: atMs,
    actor,
    kind,
    payload,
  }))
  return { rows, simulation }
}

const { rows, simulation } = journal()

describe('JournalFold', () => {
  it('comes to the same state in whatever portions the rows arrive', () => {
    const whole = evolveAll(undefined, simulation.recorded)
    for (const portion of [1, 3, 7, rows.length]) {
      const fold = new JournalFold()
      for (let at = 0; at < rows.length; at += portion) fold.take(rows.slice(at, at + portion))
      expect(fold.rollout).toEqual(whole)
    }
  })

  it('follows how many hosts serve', () => {
    const fold = new JournalFold()
    for (const row of rows) {
      fold.take([row])
      expect(fold.capacity.at(-1)?.serving).toBe(fold.rollout && servingOf(fold.rollout))
    }
    expect(Math.min(...fold.capacity.map(({ serving }) => serving))).toBe(simulation.state.lowestServing)
  })

  it('takes each row once and none ahead of its turn', () => {
    const fold = new JournalFold()
    expect(fold.take(rows.slice(0, 5))).toBe(true)
    expect(fold.take(rows.slice(2, 5))).toBe(false)
    expect(fold.take(rows.slice(6, 9))).toBe(false)
    expect(fold.rows).toEqual(rows.slice(0, 5))
  })

  it('leaves earlier states as they were, so that only what changed renders', () => {
    const fold = new JournalFold()
    const started = rows.findIndex(({ kind }) => kind === 'host-started')
    fold.take(rows.slice(0, started))
    const before = fold.rollout
    const copy = structuredClone(before)
    fold.take(rows.slice(started, started + 1))
    expect(before).toEqual(copy)
    const host = String(rows[started]?.payload['host'])
    const same = Object.keys(fold.rollout?.hosts ?? {}).filter(
      (name) => fold.rollout?.hosts[name as never] === before?.hosts[name as never],
    )
    expect(same).toEqual(Object.keys(before?.hosts ?? {}).filter((name) => name !== host))
  })
})

describe('RolloutFeed', () => {
  const answer = (from: readonly WireJournalRow[]) => (name: string, input: unknown) =>
    name === 'rollout:events' ? from.filter(({ seq }) => seq > (input as { afterSeq: number }).afterSeq) : undefined

  it('reads the journal, hears new rows, and fetches what it missed', async () => {
    const transport = new FakeTransport()
    const line = openFakeLine(transport)
    transport.answer = answer(rows.slice(0, 4))
    const feed = new RolloutFeed(line, 'r1')
    feed.open()
    await transport.settled()
    expect(feed.store.getState().seq).toBe(4)
    transport.push('rollout:changed', { rollout: 'r1', rows: rows.slice(4, 6) })
    transport.push('rollout:changed', { rollout: 'r2', rows: rows.slice(6, 7) })
    expect(feed.store.getState().seq).toBe(6)
    transport.answer = answer(rows)
    transport.push('rollout:changed', { rollout: 'r1', rows: rows.slice(9, 10) })
    await transport.settled()
    expect(feed.store.getState().seq).toBe(rows.length)
    expect(feed.store.getState().rollout?.result).toBe(simulation.state.result)
    feed.close()
  })

  it('tells why the journal cannot be read, and reads it when the line is back', async () => {
    const transport = new FakeTransport()
    const line = openFakeLine(transport)
    transport.refusal = { code: 'rollout.unknown', message: '', details: { rollout: 'r1' } }
    const feed = new RolloutFeed(line, 'r1')
    feed.open()
    await transport.settled()
    expect(feed.store.getState().error?.code).toBe('rollout.unknown')
    transport.refusal = undefined
    transport.answer = answer(rows)
    transport.listener.line({ kind: 'open' })
    await transport.settled()
    expect(feed.store.getState()).toMatchObject({ seq: rows.length, error: undefined })
    feed.close()
  })
})
