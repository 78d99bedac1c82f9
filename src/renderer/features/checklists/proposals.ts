import type { Output } from '../../../shared/ipc/contract'

export type ItemStats = Output<'checklist:stats'>[number]

/** Asked so often without ever stopping anything, an item costs more attention than it is worth. */
export const enoughGates = 20

/** Items that are proposed for removal: asked at many gates, and never in the way of one. Pure; by id. */
export function proposeRemovals(stats: readonly ItemStats[]): ReadonlySet<string> {
  return new Set(
    stats
      .filter(({ gates, stopped, waived }) => gates >= enoughGates && stopped === 0 && waived === 0)
      .map(({ item }) => item),
  )
}
