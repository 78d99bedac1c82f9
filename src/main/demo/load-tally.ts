/** How one request ended. `failure` is why it counts as failed. */
export type Answer = {
  readonly atMs: number
  readonly durationMs: number
  readonly host?: string | undefined
  readonly version?: string | undefined
  readonly failure?: string | undefined
}

/** What the load generator has seen. */
export type LoadReport = {
  readonly servedCount: number
  readonly failedCount: number
  /** Served requests by the version that answered. */
  readonly byVersion: Readonly<Record<string, number>>
  /** The first failures, to be looked at; `failedCount` has them all. */
  readonly firstFailures: readonly Answer[]
  /** Requests that were not sent because too many were under way: a hint that this machine is too slow for the rate. */
  readonly heldBackCount: number
  readonly p50Ms: number
  readonly p99Ms: number
}

const keptFailures = 20
/** The error rate looks back this far, in slices of one second. */
const rateWindowSeconds = 10
/** Durations are counted in slots of one millisecond; the last slot has everything slower. */
const slowestMs = 5_000

/** Counts the answers to requests. No clock of its own. */
export class LoadTally {
  heldBackCount = 0
  private servedCount = 0
  private failedCount = 0
  private readonly byVersion = new Map<string, number>()
  private readonly failures: Answer[] = []
  private readonly seconds = new Map<number, { served: number; failed: number }>()
  private readonly durations = new Uint32Array(slowestMs + 1)

  /** Note how a request ended. */
  add(answer: Answer): void {
    const second = this.secondAt(answer.atMs)
    if (answer.failure === undefined) {
      this.servedCount += 1
      second.served += 1
      const version = answer.version ?? 'unknown'
      this.byVersion.set(version, (this.byVersion.get(version) ?? 0) + 1)
    } else {
      this.failedCount += 1
      second.failed += 1
      if (this.failures.length < keptFailures) this.failures.push(answer)
    }
    const slot = Math.min(slowestMs, Math.max(0, Math.round(answer.durationMs)))
    this.durations[slot] = (this.durations[slot] ?? 0) + 1
  }

  /** Failed requests of the last seconds in whole percent, rounded up, so that 0 means none. */
  errorPercent(nowMs: number): number {
    const oldest = Math.floor(nowMs / 1_000) - rateWindowSeconds
    let served = 0
    let failed = 0
    for (const [second, counts] of this.seconds) {
      if (second < oldest) {
        this.seconds.delete(second)
        continue
      }
      served += counts.served
      failed += counts.failed
    }
    return failed === 0 ? 0 : Math.ceil((failed * 100) / (served + failed))
  }

  report(): LoadReport {
    return {
      servedCount: this.servedCount,
      failedCount: this.failedCount,
      byVersion: Object.fromEntries([...this.byVersion].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      firstFailures: [...this.failures],
      heldBackCount: this.heldBackCount,
      p50Ms: this.percentileMs(50),
      p99Ms: this.percentileMs(99),
    }
  }

  private secondAt(atMs: number): { served: number; failed: number } {
    const second = Math.floor(atMs / 1_000)
    const counts = this.seconds.get(second) ?? { served: 0, failed: 0 }
    this.seconds.set(second, counts)
    return counts
  }

  private percentileMs(percent: number): number {
    const wanted = ((this.servedCount + this.failedCount) * percent) / 100
    let count = 0
    for (const [slotMs, inSlot] of this.durations.entries()) {
      count += inSlot
      if (count > 0 && count >= wanted) return slotMs
    }
    return 0
  }
}
