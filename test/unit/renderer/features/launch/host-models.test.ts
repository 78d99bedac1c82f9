import { describe, expect, it } from 'vitest'
import { viewLane } from '../../../../../src/renderer/features/launch/lane-model'
import { logLines } from '../../../../../src/renderer/features/launch/log-lines'
import { sshLine } from '../../../../../src/renderer/features/launch/ssh-line'
import { findGoodHost, isSlow, stepMedians } from '../../../../../src/renderer/features/launch/step-medians'
import { moveFocus, tileOf, tileSizeFor } from '../../../../../src/renderer/features/launch/tile-model'
import { bringTo, failAt, startedRun, stepOf, web } from '../../../../helpers/rollout-steps'

describe('tileOf', () => {
  it('fills with the steps, and shows what is out and muted', () => {
    const run = startedRun()
    bringTo(run, 1, 'restart')
    expect(tileOf(run.state.hosts[web(1)]!)).toEqual({ shape: 'filling', fill: 6 / 9, isOut: true, isMuted: true })
    expect(tileOf(run.state.hosts[web(3)]!)).toEqual({ shape: 'hollow', fill: 0, isOut: false, isMuted: false })
    failAt(run, 1, 'verify')
    expect(tileOf(run.state.hosts[web(1)]!)).toMatchObject({ shape: 'cross', isOut: true })
  })
})

describe('tileSizeFor', () => {
  it.each([
    [12, 'named'],
    [64, 24],
    [200, 20],
    [400, 16],
    [1_000, 12],
  ])('%i hosts: %s', (hosts, size) => expect(tileSizeFor(hosts)).toBe(size))
})

describe('moveFocus', () => {
  const names = ['a', 'b', 'c']
  it.each([
    [undefined, 1, 'a'],
    [undefined, -1, 'c'],
    ['a', 1, 'b'],
    ['c', 1, 'a'],
    ['a', -1, 'c'],
    ['gone', 1, 'a'],
  ])('from %s by %i to %s', (from, by, to) => expect(moveFocus(names, from, by)).toBe(to))
  it('goes nowhere without hosts', () => expect(moveFocus([], 'a', 1)).toBeUndefined())
})

describe('viewLane', () => {
  it('counts settled and failed hosts beside the budget', () => {
    const run = startedRun({ strategy: { stopWhenFailuresExceed: { batch: 1, rollout: 2 } } })
    failAt(run, 1, 'verify')
    expect(viewLane(run.state, 1)).toMatchObject({ progress: 'running', hosts: 2, settled: 1, failed: 1, budget: 1 })
    expect(viewLane(run.state, 2)).toMatchObject({ progress: 'ahead', settled: 0, startedAtMs: undefined })
  })
})

describe('stepMedians', () => {
  it('takes the middle of what the step took on the other hosts', () => {
    const run = startedRun({ batches: [4] })
    for (const [n, durationMs] of [
      [1, 9_000],
      [2, 100],
      [3, 300],
      [4, 200],
    ] as const) {
      run.finish(stepOf(run, n)!, { outcome: 'ok', durationMs, facts: { version: '1.0.0' } })
    }
    expect(stepMedians(Object.values(run.state.hosts), web(1))).toEqual({ precheck: 200 })
  })
})

describe('isSlow', () => {
  it.each([
    [5_000, undefined, false],
    [5_000, 2_000, true],
    [3_900, 2_000, false],
    [900, 100, false],
  ])('%i ms beside %s: %s', (ms, median, slow) => expect(isSlow(ms, median)).toBe(slow))
})

describe('findGoodHost', () => {
  it('takes one of the same batch on which the step went well', () => {
    const run = startedRun({ batches: [2, 2] })
    bringTo(run, 2, 'admit')
    failAt(run, 1, 'verify')
    const hosts = Object.values(run.state.hosts)
    expect(findGoodHost(hosts, run.state.hosts[web(1)]!, 'verify')?.name).toBe(web(2))
    expect(findGoodHost(hosts, run.state.hosts[web(1)]!, 'unmute')).toBeUndefined()
  })
})

describe('sshLine', () => {
  const host = { ...startedRun().state.settings.hosts[0]!, address: '10.0.0.7' }
  it.each([
    [{}, host, 'ssh 10.0.0.7'],
    [{ user: 'deploy', port: 22 }, host, 'ssh deploy@10.0.0.7'],
    [
      { user: 'deploy', port: 2_222, jump: 'bastion' },
      { ...host, user: 'root' },
      'ssh -p 2222 -J bastion root@10.0.0.7',
    ],
    [{ identityFile: '~/.ssh/my key' }, host, "ssh -i ~/'.ssh/my key' 10.0.0.7"],
    [{ identityFile: ['/a', '/b'] }, { ...host, port: 2_200 }, 'ssh -p 2200 -i /a -i /b 10.0.0.7'],
  ])('%o', (ssh, target, line) => expect(sshLine(target, { ssh })).toBe(line))
})

describe('logLines', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  it('leaves out colours, keeps the last state of a progress bar, and no empty end', () => {
    expect(logLines(base64('\u001B[31mred\u001B[0m\n10%\r100%\r\nbye\n\n'), false)).toEqual(['red', '100%', 'bye'])
  })
  it('leaves out a line that is not whole', () => {
    expect(logLines(base64('lf a line\nnext'), true)).toEqual(['next'])
    expect(logLines('', true)).toEqual([])
  })
})
