import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from './ports/clock'

/** A timer of Node holds at most this much; longer waits are made of several. */
const longestTimerMs = 2 ** 31 - 1

/** The clock of this machine. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  elapsedMs: () => performance.now(),
  async sleepUntil(atMs, signal) {
    const endMs = performance.now() + atMs - Date.now()
    for (let left = endMs - performance.now(); left > 0; left = endMs - performance.now()) {
      await delay(Math.min(left, longestTimerMs), undefined, signal ? { signal } : {})
    }
    signal?.throwIfAborted()
  },
}
