/** A longer gap between two ticks than this means that this process could not run. */
const longestGapMs = 200

/**
 * Time in which this process really ran, for deadlines. A process that was stopped (a closed laptop, a machine that is
 * far too busy) finds all its timers over when it wakes up, before it has looked at a single answer that lies there; with
 * ordinary timers it would take them all for lost. Pure apart from its own count; the caller brings the clock.
 */
export class AwakeClock {
  private awakeMs = 0
  private lastMs: number

  constructor(nowMs: number) {
    this.lastMs = nowMs
  }

  /** To be called often; the awake time so far in milliseconds. */
  tick(nowMs: number): number {
    this.awakeMs += Math.min(longestGapMs, Math.max(0, nowMs - this.lastMs))
    this.lastMs = nowMs
    return this.awakeMs
  }
}
