import type { RecordedEvent } from '../../../shared/domain/rollout-evolve'

/** A time in which no step ran and nothing happened; UTC ms. */
export type Stretch = { readonly fromMs: number; readonly toMs: number }

/** Shorter ones are seen well enough at their true length. */
const leastMs = 10_000
/** A stretch takes at most this share of the time in which something happened. */
const shareOfBusy = 0.1

/**
 * The long times of a rollout in which people were awaited or it soaked: no step was under way. They are drawn short, so that
 * a gate that waited overnight does not press everything else into a corner. Pure; `events` are in the order of the journal.
 */
export function quietStretches(events: readonly RecordedEvent[]): Stretch[] {
  const gaps = restingGaps(events)
  const first = events[0]?.atMs ?? 0
  const wholeMs = (events.at(-1)?.atMs ?? first) - first
  const busyMs = gaps.reduce((rest, gap) => rest - Math.max(0, lengthOf(gap) - leastMs), wholeMs)
  const limitMs = Math.max(leastMs, busyMs * shareOfBusy)
  return gaps.filter((gap) => lengthOf(gap) > limitMs)
}

/** Every time between two events in which no step was under way. */
function restingGaps(events: readonly RecordedEvent[]): Stretch[] {
  const underWay = new Set<string>()
  const gaps: Stretch[] = []
  let lastMs = events[0]?.atMs ?? 0
  for (const { event, atMs } of events) {
    if (underWay.size === 0 && atMs - lastMs > leastMs) gaps.push({ fromMs: lastMs, toMs: atMs })
    if (event.kind === 'step-started') underWay.add(event.host)
    else if (event.kind === 'step-finished') underWay.delete(event.host)
    lastMs = Math.max(lastMs, atMs)
  }
  return gaps
}

export const lengthOf = ({ fromMs, toMs }: Stretch): number => toMs - fromMs
