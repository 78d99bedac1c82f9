import { describe, expect, it } from 'vitest'
import {
  batchName,
  countOf,
  dayAndTime,
  listNames,
  tally,
  timeOfDay,
  yesNo,
} from '../../../../../src/main/cli/views/words'

const morning = new Date(2026, 0, 3, 9, 5, 7).getTime()

describe('words', () => {
  it('write times of this zone', () =>
    expect([timeOfDay(morning), dayAndTime(morning)]).toEqual(['09:05:07', '2026-01-03 09:05:07']))

  it('name batches', () => expect([batchName(0), batchName(3)]).toEqual(['canary batch', 'batch 3']))

  it('count', () => expect([countOf(1, 'host'), countOf(0, 'host')]).toEqual(['1 host', '0 hosts']))

  it('list a few names and count the rest', () =>
    expect([listNames(['a', 'b'], 2), listNames(['a', 'b', 'c'], 2)]).toEqual(['a, b', 'a, b and 1 more']))

  it('tally in the order of the words', () =>
    expect(tally(['failed', 'ok', 'ok', 'other'], { ok: 'done', failed: 'failed', skipped: 'there' })).toBe(
      '2 done, 1 failed',
    ))

  it('say yes, no or nothing', () =>
    expect([yesNo(true), yesNo(false), yesNo(undefined)]).toEqual(['yes', 'no', undefined]))
})
