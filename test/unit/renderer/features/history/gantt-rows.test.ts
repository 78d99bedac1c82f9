import { describe, expect, it } from 'vitest'
import { ganttOf, orderRows } from '../../../../../src/renderer/features/history/gantt-rows'
import { bringTo, failAt, startedRun, stepOf, web } from '../../../../helpers/rollout-steps'

describe('ganttOf', () => {
  it('gives each host in plan order its attempts, from when to when', () => {
    const run = startedRun()
    run.runToRest()
    const { rows, medianMs } = ganttOf(run.recorded, run.state)
    expect(rows.map(({ host, batch }) => [host, batch])).toEqual([
      [web(1), 1],
      [web(2), 1],
      [web(3), 2],
      [web(4), 2],
    ])
    expect(rows[0]!.segments.map(({ step }) => step)).toEqual(Object.keys(run.state.hosts[web(1)]!.steps))
    for (const { fromMs, toMs } of rows[0]!.segments) expect(toMs).toBeGreaterThan(fromMs)
    expect(rows[0]).toMatchObject({ status: 'succeeded', totalMs: 9 * 5, slow: 0 })
    expect(rows[2]!.segments).toEqual([])
    expect(medianMs.verify).toBe(5)
  })

  it('keeps a failed attempt beside the next one, and the reason', () => {
    const run = startedRun()
    run.fail(bringTo(run, 1, 'precheck'), false)
    const again = stepOf(run, 1)!
    run.ok(again)
    const { rows } = ganttOf(run.recorded, run.state)
    const [first, second] = rows[0]!.segments
    expect(first).toMatchObject({ step: 'precheck', attempt: 1, outcome: 'failed', reason: 'made up' })
    expect(second).toMatchObject({ step: 'precheck', attempt: 2, outcome: 'ok' })
    expect(second!.fromMs).toBeGreaterThanOrEqual(first!.toMs!)
  })

  it('leaves a step under way open', () => {
    const run = startedRun()
    const { rows } = ganttOf(run.recorded, run.state)
    expect(rows[0]!.segments).toEqual([expect.objectContaining({ outcome: 'running', toMs: undefined })])
  })

  it('marks what took more than twice the median of its step, failures too, but no noise', () => {
    const run = startedRun({ batches: [5] })
    const durations = [300, 300, 310, 601, 600]
    for (const [index, durationMs] of durations.entries()) {
      run.finish(bringTo(run, index + 1, 'fetch'), { outcome: 'ok', durationMs })
    }
    for (const [index, durationMs] of [1, 1, 1, 200, 1].entries()) {
      run.finish(bringTo(run, index + 1, 'mute'), { outcome: 'ok', durationMs })
    }
    const { rows } = ganttOf(run.recorded, run.state)
    const slow = rows.flatMap(({ host, segments }) =>
      segments.filter(({ isSlow }) => isSlow).map(({ step }) => `${host} ${step}`),
    )
    // twice 310 is not exceeded by 600 and 601; 200 ms of 1 ms is noise
    expect(slow).toEqual([])
    run.finish(bringTo(run, 1, 'drain'), { outcome: 'ok', durationMs: 300 })
    run.finish(bringTo(run, 2, 'drain'), { outcome: 'ok', durationMs: 300 })
    run.finish(bringTo(run, 3, 'drain'), { outcome: 'failed', durationMs: 601, code: 'step.failed', isFinal: true })
    const [, , third] = ganttOf(run.recorded, run.state).rows
    expect(third).toMatchObject({ slow: 1 })
  })
})

describe('orderRows', () => {
  const run = startedRun({ batches: [3] })
  run.finish(bringTo(run, 2, 'precheck'), { outcome: 'ok', durationMs: 900, facts: { version: '1.0.0' } })
  failAt(run, 1, 'fetch')
  const { rows } = ganttOf(run.recorded, run.state)
  const names = (order: 'batch' | 'duration' | 'slow') => orderRows(rows, order).map(({ host }) => host)

  it('keeps the plan, or shows the longest or the slowest first', () => {
    expect(names('batch')).toEqual([web(1), web(2), web(3)])
    expect(names('duration')[0]).toBe(web(2))
    expect(names('slow')[0]).toBe(web(2))
  })
})
