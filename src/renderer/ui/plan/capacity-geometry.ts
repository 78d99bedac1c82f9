/** What the curve needs of a batch. */
export type CurveBatch = { readonly servingAfter: number; readonly hosts: readonly unknown[] }

/** In percent of the width and height of the drawing; y grows downwards. */
export type CapacityGeometry = {
  /** An SVG path: serving hosts before, during and between the batches. */
  readonly line: string
  /** The same, closed to the ground. */
  readonly area: string
  readonly floorY: number
  readonly servingY: number
  readonly lowest:
    { readonly x: number; readonly y: number; readonly serving: number; readonly batch: number } | undefined
}

/** Of the width of a batch: the rest is the time between batches, in which all serve again. */
const outShare = 0.72
/** Room above the curve, so that the line of all hosts is not cut; percent. */
const topRoom = 6

/**
 * The serving capacity over the batches of a plan, as a stepped line from zero to all hosts. Pure.
 *
 * Each batch has the same width: how long it takes depends on people. Its hosts are out of traffic during the middle of it.
 */
export function planCapacity(
  batches: readonly CurveBatch[],
  { hosts, floor, serving }: { readonly hosts: number; readonly floor: number; readonly serving: number },
): CapacityGeometry {
  const y = (count: number) => round(topRoom + (100 - topRoom) * (1 - count / Math.max(1, hosts)))
  const width = 100 / Math.max(1, batches.length)
  const margin = (width * (1 - outShare)) / 2
  const steps = batches.map(({ servingAfter }, index) => {
    const left = index * width
    return `H${round(left + margin)} V${y(servingAfter)} H${round(left + width - margin)} V${y(serving)}`
  })
  const line = [`M0 ${y(serving)}`, ...steps, 'H100'].join(' ')
  const least = batches.reduce(
    (best, { servingAfter }, index) => (servingAfter < (batches[best]?.servingAfter ?? 0) ? index : best),
    0,
  )
  const lowest = batches[least]
  return {
    line,
    area: `${line} V100 H0 Z`,
    floorY: y(floor),
    servingY: y(serving),
    lowest: lowest && {
      x: round((least + 0.5) * width),
      y: y(lowest.servingAfter),
      serving: lowest.servingAfter,
      batch: least,
    },
  }
}

const round = (value: number) => Math.round(value * 1_000) / 1_000

/** Move labels apart so that none covers another, in their order; percent of the height. Pure. */
export function spreadLabels(ys: readonly number[], gap: number): number[] {
  const order = ys.map((y, index) => ({ y, index })).toSorted((one, other) => one.y - other.y)
  const placed: number[] = []
  let next = 0
  for (const { y, index } of order) {
    placed[index] = Math.max(y, next)
    next = placed[index] + gap
  }
  // what was pushed off the ground goes up again
  let most = 100
  for (const { index } of order.toReversed()) {
    placed[index] = Math.min(placed[index] ?? 0, most)
    most = placed[index] - gap
  }
  return placed.map(round)
}
