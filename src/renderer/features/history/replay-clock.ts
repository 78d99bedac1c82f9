import type { Stretch } from './quiet-stretches'

export const speeds = [1, 10, 60] as const
export type Speed = (typeof speeds)[number]

/** A quiet stretch passes in this time, however long it was: nobody wants to watch a gate wait for an hour. */
const quietPassesMs = 1_500

/** The moment a replay has come to, `elapsedMs` of the viewer's time after it stood at `atMs`. Pure. */
export function playOn(atMs: number, elapsedMs: number, speed: Speed, quiet: readonly Stretch[]): number {
  const stretch = quiet.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)
  if (!stretch) return atMs + elapsedMs * speed
  const rate = Math.max(speed, (stretch.toMs - stretch.fromMs) / quietPassesMs)
  return Math.min(stretch.toMs, atMs + elapsedMs * rate)
}
