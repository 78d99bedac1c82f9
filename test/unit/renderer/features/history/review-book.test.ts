import { describe, expect, it } from 'vitest'
import type { WireJournalRow } from '../../../../../src/shared/ipc/contract'
import { recordedOf, ReviewBook } from '../../../../../src/renderer/features/history/review-book'
import { journalRows } from '../../../../helpers/journal-rows'
import { failAt, startedRun } from '../../../../helpers/rollout-steps'

function failedRows(): readonly WireJournalRow[] {
  const run = startedRun()
  failAt(run, 1, 'verify')
  run.runToRest()
  return journalRows(run.recorded)
}

describe('ReviewBook', () => {
  const rows = failedRows()

  it('gives rows back as the events they are', () => {
    const book = new ReviewBook()
    book.take(rows)
    expect(book.events).toEqual(rows.map(recordedOf))
    expect(book.replay.at(book.lastSeq)?.hosts).toMatchObject({ 'web-01': { status: 'failed' } })
  })

  it('takes each row once, however often it is shown the journal', () => {
    const book = new ReviewBook()
    book.take(rows.slice(0, 5))
    book.take(rows.slice(0, 5))
    book.take(rows)
    expect(book.lastSeq).toBe(rows.length)
    expect(book.marks.map(({ seq }) => seq)).toEqual([...new Set(book.marks.map(({ seq }) => seq))])
  })

  it('finds the events before a moment, at least the first and all of one moment together', () => {
    const book = new ReviewBook()
    book.take(rows)
    for (const row of rows) {
      const last = rows.findLast(({ at }) => at <= row.at)!
      expect(book.seqAt(row.at)).toBe(last.seq)
      expect(book.seqAt(row.at - 1)).toBe(Math.max(1, rows.findLast(({ at }) => at < row.at)?.seq ?? 1))
    }
    expect(new ReviewBook().seqAt(5)).toBe(0)
  })

  it('does not go back where the clock did', () => {
    const book = new ReviewBook()
    const late = rows.map((row) => (row.seq === 4 ? { ...row, at: row.at + 60_000 } : row))
    book.take(late)
    const times = late.map(({ seq }) => book.atMsOf(seq))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('marks gates, batches, the failure and the brake', () => {
    const book = new ReviewBook()
    book.take(rows)
    expect(book.marks.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'gate before-launch',
      'signed before-launch',
      'gate before-batch-1',
      'signed before-batch-1',
      'batch 1',
      'failure web-01',
      expect.stringMatching(/^brake .*web-01/),
    ])
  })
})
