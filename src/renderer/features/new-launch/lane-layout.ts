import { tileSizeFor, type TileSize } from '../launch/tile-model'

/** Beyond, single hosts cannot be told apart in a lane, and its length and count say more. */
const mostTiles = 160

/** One size for all lanes, as on the launch page, so that longer means more hosts; bars where a lane holds too many. Pure. */
export function laneSizeFor(batches: readonly { readonly hosts: readonly unknown[] }[]): TileSize | 'bar' {
  const counts = batches.map(({ hosts }) => hosts.length)
  if (Math.max(0, ...counts) > mostTiles) return 'bar'
  return tileSizeFor(counts.reduce((sum, count) => sum + count, 0))
}

/** A lane, or many lanes that stand for one. */
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
