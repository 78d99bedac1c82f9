import type { Clock } from '../ports/clock'
import type { TimeJump } from '../../shared/domain/rollout-event'

/** A machine that is busy wakes a timer some seconds late; nobody closes a lid for less. */
const longestHitchMs = 5_000
/** Time servers put a clock right by less than this without anybody noticing. */
const smallestStepMs = 2_000

type Moment = { readonly nowMs: number; readonly elapsedMs: number }

export const momentOf = (clock: Clock): Moment => ({ nowMs: clock.nowMs(), elapsedMs: clock.elapsedMs() })

/**
 * What is strange about the time between two moments that should be `expectedMs` apart; undefined when nothing is. Pure.
 *
 * A process that was stopped finds that more time has passed than it slept. Where a machine that sleeps stops that count as
 * well (Linux), only its clock has gone on: then it cannot be told from one that was set.
 */
export function findJump(before: Moment, after: Moment, expectedMs: number): TimeJump | undefined {
  const passedMs = after.elapsedMs - before.elapsedMs
  const setMs = after.nowMs - before.nowMs - passedMs
  if (setMs <= -smallestStepMs) return { cause: 'back', byMs: Math.round(-setMs) }
  if (setMs > longestHitchMs) return { cause: 'forward', byMs: Math.round(setMs) }
  const lateMs = passedMs - expectedMs
  return lateMs > longestHitchMs ? { cause: 'stopped', byMs: Math.round(lateMs) } : undefined
}

/** Was the clock set back since something was written? Undefined when it was not, or by no more than a time server does. Pure. */
export function findStepBack(writtenAtMs: number, nowMs: number): TimeJump | undefined {
  const byMs = writtenAtMs - nowMs
  return byMs >= smallestStepMs ? { cause: 'back', byMs } : undefined
}
