import type { LoadReport } from '../../demo/load-tally'

type Sample = { readonly atMs: number; readonly count: number }

/** A rate over less than this jumps about; over more it lags behind. */
const windowMs = 2_000

/** Requests a second, from looks at a growing count. Pure apart from its memory; the caller brings the clock. */
export class RequestMeter {
  #samples: Sample[] = []

  /** The rate over the last two seconds. */
  rate({ servedCount, failedCount }: Pick<LoadReport, 'servedCount' | 'failedCount'>, nowMs: number): number {
    const now = { atMs: nowMs, count: servedCount + failedCount }
    this.#samples = [...this.#samples.filter(({ atMs }) => nowMs - atMs <= windowMs), now]
    const [first = now] = this.#samples
    const seconds = (now.atMs - first.atMs) / 1_000
    return seconds > 0 ? Math.round((now.count - first.count) / seconds) : 0
  }
}
