import Table from 'cli-table3'
import type { FaultResult } from './fault-result'

const words = { held: 'held', failed: 'FAILED', skipped: 'skipped' } as const
const widestOutcome = 60
const widestChecked = 34

/** The table at the end: fault, times injected, outcome, invariants checked, seconds. */
export function showFaults(results: readonly FaultResult[]): string {
  const table = new Table({
    head: ['fault', 'times', '', 'outcome', 'invariants checked', 'seconds'],
    colAligns: ['left', 'right', 'left', 'left', 'left', 'right'],
    colWidths: [null, null, null, widestOutcome, widestChecked, null],
    wordWrap: true,
    style: { head: [], border: [] },
  })
  for (const { id, title, state, times, outcome, checked, seconds } of results) {
    const tried = state === 'skipped' ? '' : seconds.toFixed(1)
    // the first line says what went wrong; the whole is above, where it happened
    const said = outcome.split('\n')[0] ?? ''
    table.push([`${id}\n${title}`, times, words[state], said, checked.join(', '), tried])
  }
  return table.toString()
}
