import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupHits, markMatches } from '../../../../../src/renderer/features/history/search-hits'

const hit = (rollout: string, host: string, line: number) => ({
  rollout,
  host,
  line,
  step: 'verify',
  attempt: 1,
  text: `line ${line}`,
})

describe('groupHits', () => {
  it('puts the rollout and the host with the newest line first, and keeps the lines in order', () => {
    const hits = [hit('old', 'a', 1), hit('new', 'a', 1), hit('new', 'b', 1), hit('new', 'a', 2)]
    expect(groupHits(hits)).toEqual([
      {
        rollout: 'new',
        count: 3,
        hosts: [
          { host: 'a', hits: [hit('new', 'a', 1), hit('new', 'a', 2)] },
          { host: 'b', hits: [hit('new', 'b', 1)] },
        ],
      },
      { rollout: 'old', count: 1, hosts: [{ host: 'a', hits: [hit('old', 'a', 1)] }] },
    ])
  })
})

describe('markMatches', () => {
  it.each([
    ['HTTP 500 after http 200', 'http', ['*HTTP', ' 500 after ', '*http', ' 200']],
    ['nothing here', 'error', ['nothing here']],
    ['连接被拒绝', '拒绝', ['连接被', '*拒绝']],
    ['aaaa', 'aa', ['*aa', '*aa']],
    ['some text', '', ['some text']],
    // its lower case is longer, so places would be wrong
    ['İstanbul error', 'error', ['İstanbul error']],
  ])('cuts %j at %j', (line, text, expected) => {
    expect(markMatches(line, text).map((part) => (part.isMatch ? `*${part.text}` : part.text))).toEqual(expected)
  })

  it('loses nothing of a line whose match is near its beginning', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 3 }), (line, text) => {
        expect(
          markMatches(line, text)
            .map((part) => part.text)
            .join(''),
        ).toBe(line)
      }),
    )
  })

  it('cuts a long beginning, so that the match is in sight', () => {
    const [before, match] = markMatches(`${'x'.repeat(500)}error`, 'error')
    expect(before!.text).toMatch(/^…x{80}$/)
    expect(match).toEqual({ text: 'error', isMatch: true })
  })
})
