import type { FaultReport } from './fault'

/** How one kind ended. `seconds` of a skipped one is 0. */
export type FaultResult = {
  readonly id: string
  readonly title: string
  readonly state: 'held' | 'failed' | 'skipped'
  readonly times: number
  /** The outcome, what failed, or why it was skipped. */
  readonly outcome: string
  readonly checked: readonly string[]
  readonly seconds: number
  readonly seed: number
  /** The longest time between two looks of an observer at the traffic; left out where none watched. */
  readonly longestGapMs?: number
}

/** What `--json` writes; test/tools/test-totals.ts reads it. */
export type FaultSuiteReport = {
  readonly seed: number
  readonly node: string
  readonly results: readonly FaultResult[]
}

export const heldResult = ({ times, outcome, checked }: FaultReport) =>
  ({ state: 'held', times, outcome, checked }) as const
