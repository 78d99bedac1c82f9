import { describe, expect, it } from 'vitest'
import { lastLineKeeper } from '../../../../src/main/rollout/last-line'

describe('lastLineKeeper', () => {
  it.each([
    [[], ''],
    [['one\ntwo\n'], 'two'],
    [['one\n', 'tw', 'o', '\n\n  \n'], 'two'],
    [['10 %\r20 %\r'], '20 %'],
    [['the licence file is missing\nthe restart command failed with exit code 1\n'], 'the licence file is missing'],
    [['no such backend\nthe command failed with exit code 9\n'], 'no such backend'],
    [['waiting for the old process\nTerminated\n'], 'waiting for the old process'],
    [['copying\n/bin/sh: line 40: 1234 Killed                  sleep 1000\n'], 'copying'],
    [['Terminated abnormally by the supervisor\n'], 'Terminated abnormally by the supervisor'],
    [['\u001B[31mlastmile: no space left\u001B[0m\n'], 'no space left'],
    [[`${'x'.repeat(5_000)}\nlast`], 'last'],
  ])('of %j is %j', (pieces, line) => {
    const keeper = lastLineKeeper()
    for (const piece of pieces) keeper.add(Buffer.from(piece))
    expect(keeper.text()).toBe(line)
  })

  it('keeps no more than a sentence of a line that never ends', () => {
    const keeper = lastLineKeeper()
    for (let i = 0; i < 100; i += 1) keeper.add(Buffer.alloc(10_000, 'x'))
    expect(keeper.text().length).toBeLessThanOrEqual(600)
  })
})
