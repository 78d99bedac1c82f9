import type { CapacityPoint } from '../../stores/rollout-feed'

export type CapacityScale = {
  /** Hosts of the cluster. */
  readonly hosts: number
  readonly floor: number
  readonly lowest: number
  readonly fromMs: number
  readonly toMs: number
}

export type CapacityDrawing = {
  /** An SVG path in a box of 100 × 100, stepped. */
  readonly line: string
  readonly area: string
  readonly floorY: number
  /** The least number of hosts the drawing reaches down to. */
  readonly bottom: number
}

/** More steps than pixels are not seen. */
const mostColumns = 260
const headroom = 4

/** The serving hosts over time as a stepped line, the lowest value of each column kept: a dip is never smoothed away. Pure. */
export function drawCapacity(points: readonly CapacityPoint[], scale: CapacityScale): CapacityDrawing {
  const { hosts, floor, lowest, fromMs, toMs } = scale
  const least = Math.min(floor, lowest)
  const bottom = Math.max(0, Math.floor(least - Math.max(1, (hosts - least) * 0.35)))
  const spanMs = Math.max(1, toMs - fromMs)
  const x = (atMs: number) => round((Math.min(Math.max(atMs, fromMs), toMs) - fromMs) / spanMs) * 100
  const y = (count: number) => headroom + (100 - headroom) * (1 - (count - bottom) / Math.max(1, hosts - bottom))
  let line = ''
  for (const { atMs, serving } of thin(points, fromMs, spanMs)) {
    line += line === '' ? `M0 ${two(y(serving))}` : `H${two(x(atMs))}V${two(y(serving))}`
  }
  if (line !== '') line += 'H100'
  return { line, area: line === '' ? '' : `${line}V100H0Z`, floorY: y(floor), bottom }
}

const round = (share: number) => Math.round(share * 10_000) / 10_000
const two = (value: number) => Math.round(value * 100) / 100

/** Of each column its lowest point and its last one. */
function thin(points: readonly CapacityPoint[], fromMs: number, spanMs: number): readonly CapacityPoint[] {
  if (points.length <= mostColumns) return points
  const columns = new Map<number, { lowest: CapacityPoint; last: CapacityPoint }>()
  for (const point of points) {
    const column = Math.floor(((point.atMs - fromMs) / spanMs) * mostColumns)
    const known = columns.get(column)
    if (!known) columns.set(column, { lowest: point, last: point })
    else columns.set(column, { lowest: point.serving < known.lowest.serving ? point : known.lowest, last: point })
  }
  return [...columns.values()].flatMap(({ lowest, last }) => (lowest === last ? [last] : [lowest, last]))
}
