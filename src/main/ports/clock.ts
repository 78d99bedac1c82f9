export interface Clock {
  /** UTC milliseconds. */
  nowMs(): number
  /** Milliseconds that only ever grow, however the clock is set: for how long something took. */
  elapsedMs(): number
  /** Resolves once as much time has passed as it is now to `atMs`, however the clock is set meanwhile; rejects when aborted. */
  sleepUntil(atMs: number, signal?: AbortSignal): Promise<void>
}
