import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { attemptName, logWords } from '../../../../src/renderer/terminal/terminal-words'
import { attemptText } from '../../../../src/renderer/ui/attempt-text'
import { formatTime } from '../../../../src/renderer/ui/format'
import { startTestTexts } from '../../../helpers/page-texts'

const beganAtMs = 1_795_719_119_060

describe.each([
  ['en', 'admit', 'try 2', 'settling'],
  ['zh-CN', '接流', '第 2 次尝试', '结清债务'],
] as const)('in %s', (language, admit, again, settling) => {
  beforeEach(() => startTestTexts(language))
  afterEach(() => startTestTexts('en'))
  const time = () => formatTime(beganAtMs)

  it('attemptText says nothing of a first attempt, the count of a later one, and when settling began', () => {
    expect([1, 2, beganAtMs].map(attemptText)).toEqual([undefined, again, `${settling} ${time()}`])
    expect(time()).toMatch(/^\d\d:\d\d:59$/)
  })

  it('attemptName puts it behind the step', () => {
    expect([1, 2, beganAtMs].map((attempt) => attemptName('admit', attempt))).toEqual([
      admit,
      `${admit} · ${again}`,
      `${admit} · ${settling} ${time()}`,
    ])
  })

  it('the head of a section in a pane says the time of a try to settle once', () => {
    const head = (attempt: number) =>
      logWords.section({ kind: 'section', terminal: 0, step: 'admit', attempt, atMs: beganAtMs + 5_000 })
    expect(head(2)).toBe(`── ${admit} · ${again} · ${formatTime(beganAtMs + 5_000)} ──────`)
    expect(head(beganAtMs)).toBe(`── ${admit} · ${settling} ${time()} ──────`)
  })
})
