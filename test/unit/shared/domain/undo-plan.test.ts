import { describe, expect, it } from 'vitest'
import { openDebts } from '../../../../src/shared/domain/rollout-state'
import { planUndo } from '../../../../src/shared/domain/undo-plan'
import { bringTo, failAt, startedRun, web } from '../../../helpers/rollout-steps'

const undoOf = (run: ReturnType<typeof startedRun>) => planUndo(run.state, run.state.hosts[web(1)]!)

describe('planUndo', () => {
  it('gives back in reverse order what was taken', () => {
    const run = startedRun()
    expect(undoOf(run)).toEqual([])
    bringTo(run, 1, 'mute')
    expect(undoOf(run)).toEqual(['unmute'])
    bringTo(run, 1, 'quiet')
    expect(undoOf(run)).toEqual(['admit', 'unmute'])
  })

  it('counts a host in again where nothing is configured for drain', () => {
    const run = startedRun({ lifecycle: { quiet: { min: '1s' } } })
    bringTo(run, 1, 'quiet')
    expect(undoOf(run)).toEqual(['admit'])
  })

  it('leaves a host out and muted whose version was switched and not verified', () => {
    const run = startedRun()
    failAt(run, 1, 'verify')
    expect(undoOf(run)).toEqual([])
  })

  it('puts a host back that was served again before it was tried anew', () => {
    const run = startedRun()
    failAt(run, 1, 'verify')
    const debts = openDebts(run.state).toSorted((one, other) => one.kind.localeCompare(other.kind))
    for (const { id } of debts) run.tell({ kind: 'settle-debt', debt: id, how: 'by hand', isConfirmed: true })
    run.tell({ kind: 'retry' })
    bringTo(run, 1, 'quiet')
    expect(undoOf(run)).toEqual(['admit', 'unmute'])
  })

  it('does not put a host into traffic that did not serve when the rollout began', () => {
    const run = startedRun({ down: [1] })
    bringTo(run, 1, 'quiet')
    expect(undoOf(run)).toEqual(['unmute'])
  })

  it('puts a host back that came back by itself before it was taken out', () => {
    const run = startedRun({ down: [1] })
    bringTo(run, 1, 'drain')
    const told = run.tell({ kind: 'report-serving', host: web(1) })
    expect(told).toEqual([{ kind: 'host-came-back', host: web(1) }])
    bringTo(run, 1, 'quiet')
    expect(undoOf(run)).toEqual(['admit', 'unmute'])
    // once it is out, that a layer still shows it says nothing
    expect(run.tell({ kind: 'report-serving', host: web(1) })).toEqual([])
  })
})
