import type { FaultResult } from './fault-result'
import { floorName } from './stage/truth-journal'

/**
 * Milliseconds between two looks at the traffic, at most. From the end of a drain to the beginning of the admit 330 to 500 ms
 * pass on a machine that has nothing else to do, and seconds on a busy one: within this time no drain can come and go unseen.
 */
export const longestBlindMs = 250

/** Does what the observer saw show that the floor was held? True where nobody watched: then nothing is claimed. Pure. */
export const isFloorProven = ({ longestGapMs = 0 }: Pick<FaultResult, 'longestGapMs'>): boolean =>
  longestGapMs <= longestBlindMs

/** A result with how closely the traffic was watched; where that was too little, the floor counts as not proven. Pure. */
export function withFloorProof(result: FaultResult, gapMs: number | undefined): FaultResult {
  if (gapMs === undefined) return result
  const watched = { ...result, longestGapMs: Math.round(gapMs) }
  if (isFloorProven(watched) || result.state !== 'held') return watched
  const remark = `Not proven: that the floor was held, since nobody looked at the traffic for ${watched.longestGapMs} ms.`
  const checked = result.checked.map((name) => (name === floorName ? `${floorName} (not proven)` : name))
  return { ...watched, outcome: `${result.outcome} ${remark}`, checked }
}

/** How closely the traffic was watched in all of them, as sentences for the end. Pure. */
export function tellFloorProof(results: readonly FaultResult[]): string {
  const gaps = results.flatMap(({ longestGapMs }) => longestGapMs ?? [])
  if (gaps.length === 0) return 'nobody watched the traffic'
  const unproven = results.filter((result) => result.state === 'held' && !isFloorProven(result)).map(({ id }) => id)
  const proof = unproven.length === 0 ? '' : `; the floor is not proven in ${unproven.join(', ')}`
  return `the traffic was never unwatched for longer than ${Math.max(...gaps)} ms (bound ${longestBlindMs} ms)${proof}`
}
