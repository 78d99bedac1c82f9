/** The part of the whole time that is in sight; places from 0 to 1. */
export type GanttWindow = { readonly from: number; readonly to: number }

export const wholeWindow: GanttWindow = { from: 0, to: 1 }
/** A closer look shows nothing more: a step of 10 ms in a rollout of an hour is some pixels wide then. */
const leastWidth = 1 / 4_096

/** Closer (factor below 1) or further away, around the middle or around `around`. Pure. */
export function zoomWindow({ from, to }: GanttWindow, factor: number, around = (from + to) / 2): GanttWindow {
  const width = Math.min(1, Math.max(leastWidth, (to - from) * factor))
  const share = (around - from) / (to - from)
  return within({ from: around - share * width, to: around + (1 - share) * width })
}

/** Later (above 0) or earlier, by a share of what is in sight. Pure. */
export function panWindow({ from, to }: GanttWindow, share: number): GanttWindow {
  const by = (to - from) * share
  return within({ from: from + by, to: to + by })
}

/** Around a place, when it is out of sight. Pure. */
export function showPlace(window: GanttWindow, place: number): GanttWindow {
  if (place >= window.from && place <= window.to) return window
  const half = (window.to - window.from) / 2
  return within({ from: place - half, to: place + half })
}

/** Moved back to where there is something, at the same width. */
function within({ from, to }: GanttWindow): GanttWindow {
  const width = Math.min(1, to - from)
  const start = Math.max(0, Math.min(1 - width, from))
  return { from: start, to: start + width }
}

/** Where a place is in sight, in percent of the width; outside of 0–100 when it is not. Pure. */
export const percentAt = ({ from, to }: GanttWindow, place: number): number => ((place - from) / (to - from)) * 100
