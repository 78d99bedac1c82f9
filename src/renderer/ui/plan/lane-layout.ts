/** How the hosts of a lane are drawn. */
export type TileSize = 'tile' | 'dot' | 'bar'

/** Tiles of 24 px: three rows of them in a lane of the plan at 1440 px. */
const mostTiles = 40
/** Dots of 10 px: six rows. Beyond, single hosts cannot be told apart and a count says more. */
const mostDots = 180

/** One size for all lanes, so that longer means more hosts. Pure. */
export function tileSizeFor(batches: readonly { readonly hosts: readonly unknown[] }[]): TileSize {
  const largest = Math.max(0, ...batches.map(({ hosts }) => hosts.length))
  if (largest <= mostTiles) return 'tile'
  return largest <= mostDots ? 'dot' : 'bar'
}

/** A lane, or many lanes alike that stand for one. */
export type LaneRow<Batch> =
  { readonly kind: 'lane'; readonly batch: Batch } | { readonly kind: 'more'; readonly batches: readonly Batch[] }

/** Lanes at the beginning and at the end that are always shown. */
const shownFirst = 24
const shownLast = 4

/** The lanes of a plan; of very many those in the middle become one row. Pure. */
export function foldLanes<Batch>(batches: readonly Batch[]): LaneRow<Batch>[] {
  const rows = (part: readonly Batch[]) => part.map((batch): LaneRow<Batch> => ({ kind: 'lane', batch }))
  // folding fewer than a handful would hide more than it saves
  if (batches.length <= shownFirst + shownLast + 4) return rows(batches)
  return [
    ...rows(batches.slice(0, shownFirst)),
    { kind: 'more', batches: batches.slice(shownFirst, -shownLast) },
    ...rows(batches.slice(-shownLast)),
  ]
}
