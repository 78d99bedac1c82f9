import { describe, expect, it } from 'vitest'
import { findFailingLines, findShownLine } from '../../../../src/renderer/terminal/failing-lines'

describe('findFailingLines', () => {
  it.each([
    { lines: [], found: [] },
    { lines: ['', '  '], found: [] },
    { lines: ['starting', 'bye', ''], found: [1] },
    { lines: ['starting', 'connect: Connection refused', 'giving up', ''], found: [1] },
    { lines: ['error: disk full', 'cleaning', 'FATAL: stopped'], found: [0, 2] },
    { lines: ['no errors so far', 'terrors ahead'], found: [0] },
    { lines: ['健康检查失败'], found: [0] },
  ])('finds $found in $lines', ({ lines, found }) => {
    expect(findFailingLines(lines)).toEqual(found)
  })

  it('marks a few of many, the last ones, and none far above the end', () => {
    const many = Array.from({ length: 20 }, (_, index) => `error ${index}`)
    expect(findFailingLines(many)).toEqual([14, 15, 16, 17, 18, 19])
    const far = ['error at first', ...Array.from({ length: 100 }, () => 'fine'), 'stopped']
    expect(findFailingLines(far)).toEqual([101])
  })
})

describe('findShownLine', () => {
  const lines = ['first', 'same', 'b', 'same', 'c']
  it.each([
    { expected: 3, text: 'same', at: 3 },
    { expected: 2, text: 'same', at: 1 },
    { expected: 99, text: 'first', at: 0 },
    { expected: 2, text: 'nowhere', at: 2 },
    { expected: 4, text: '', at: 4 },
  ])('finds "$text" near $expected at $at', ({ expected, text, at }) => {
    expect(findShownLine(lines, expected, text)).toBe(at)
  })
})
