import { tileImage } from './tile-image'
import type { TileView } from './tile-model'

/** A host's mark, `size` pixels wide and high. */
export function TileMark({ view, size }: { readonly view: TileView; readonly size: number }) {
  return (
    <span
      aria-hidden
      className="block bg-contain"
      style={{ width: size, height: size, backgroundImage: tileImage(view) }}
    />
  )
}
