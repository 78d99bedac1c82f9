import { describe, expect, it } from 'vitest'
import { ReviewPlayer } from '../../../../../src/renderer/features/history/review-player'
import { JournalFold } from '../../../../../src/renderer/stores/rollout-feed'
import { evolveAll } from '../../../../../src/shared/domain/rollout-evolve'
import { servingOf } from '../../../../../src/shared/domain/rollout-state'
import { journalRows } from '../../../../helpers/journal-rows'
import { startedRun } from '../../../../helpers/rollout-steps'

function longRun() {
  const run = startedRun()
  run.runToRest()
  run.sign()
  run.runToRest()
  return run
}

describe('ReviewPlayer', () => {
  const run = longRun()
  const rows = journalRows(run.recorded)
  const upTo = (count: number) => {
    const fold = new JournalFold()
    fold.take(rows.slice(0, count))
    return { rows: fold.rows, capacity: fold.capacity }
  }
  const at = (player: ReviewPlayer) => player.cursor.getState().seq

  it('begins at the end and stays there while the journal grows', () => {
    const player = new ReviewPlayer('r1')
    player.take(upTo(20))
    expect(at(player)).toBe(20)
    player.take(upTo(rows.length))
    expect(at(player)).toBe(rows.length)
  })

  it('stays where somebody looks while the journal grows', () => {
    const player = new ReviewPlayer('r1')
    player.take(upTo(20))
    player.goTo(7)
    player.take(upTo(rows.length))
    expect(at(player)).toBe(7)
  })

  it('shows the rollout, and how many hosts served, as they were', () => {
    const player = new ReviewPlayer('r1')
    player.take(upTo(rows.length))
    for (const seq of [1, 12, 30, 31, 30, rows.length]) {
      player.goTo(seq)
      const { rollout, capacity } = player.feed.store.getState()
      expect(rollout).toEqual(evolveAll(undefined, run.recorded.slice(0, seq)))
      expect(capacity.at(-1)?.serving).toBe(servingOf(rollout!))
    }
  })

  it('goes one event on and back, from between two events to the one before, and not past the ends', () => {
    const player = new ReviewPlayer('r1')
    player.take(upTo(rows.length))
    player.goTo(1)
    player.step(-1)
    expect(at(player)).toBe(1)
    player.step(1)
    expect(at(player)).toBe(2)
    const { atMs } = player.cursor.getState()
    player.goToMoment(atMs + 1)
    const between = at(player)
    player.step(-1)
    expect([at(player), player.cursor.getState().atMs]).toEqual([between, player.book.atMsOf(between)])
    player.goTo(rows.length + 5)
    player.step(1)
    expect(at(player)).toBe(rows.length)
  })

  it('jumps from mark to mark', () => {
    const player = new ReviewPlayer('r1')
    player.take(upTo(rows.length))
    player.goTo(1)
    player.toMark(1)
    expect(at(player)).toBe(player.book.marks.find(({ seq }) => seq > 1)?.seq)
    player.toMark(-1)
    expect(at(player)).toBe(1)
  })

  it('plays at its speed and stops at the end; from there it begins anew', () => {
    const player = new ReviewPlayer('r1')
    player.take(upTo(rows.length))
    player.play()
    expect(at(player)).toBe(1)
    player.setSpeed(10)
    const { atMs } = player.cursor.getState()
    player.passTime(250)
    expect(player.cursor.getState().atMs).toBe(atMs + 2_500)
    player.setSpeed(60)
    for (let frame = 0; frame < 10_000 && player.cursor.getState().isPlaying; frame += 1) player.passTime(100)
    expect(player.cursor.getState()).toMatchObject({ isPlaying: false, seq: rows.length })
  })
})
