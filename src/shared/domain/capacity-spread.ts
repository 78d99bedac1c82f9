import { splitIntoSizes } from './batch-size'

/**
 * Hosts to be released, by what they cost: one that does not serve costs no capacity, so a batch may be larger than
 * the capacity to spare (serving hosts less the floor) by the number of such hosts in it.
 */
export type Capacity = { readonly notServing: number; readonly spare: number }

export type Overdraft = { readonly position: number; readonly size: number; readonly servingTaken: number }

/**
 * The first batch that cannot be filled without undercutting the floor, however the hosts that do not serve are
 * dealt out; undefined when all can.
 *
 * Pure.
 */
export function findOverdraft(sizes: readonly number[], { notServing, spare }: Capacity): Overdraft | undefined {
  let free = notServing
  for (const [position, size] of sizes.entries()) {
    const needed = neededIn(size, spare)
    if (needed > free) return { position, size, servingTaken: size - free }
    free -= needed
  }
  return undefined
}

/**
 * The largest size that, as an upper limit for the listed sizes, lets `hosts` hosts be released above the floor.
 *
 * Pure. Smaller than `below`, never smaller than the capacity to spare, which always works.
 */
export function largestSizeAboveFloor(
  hosts: number,
  listed: readonly number[],
  below: number,
  capacity: Capacity,
): number {
  for (let limit = below - 1; limit > capacity.spare; limit -= 1) {
    const sizes = splitIntoSizes(
      hosts,
      listed.map((size) => Math.min(size, limit)),
    )
    if (!findOverdraft(sizes, capacity)) return limit
  }
  return capacity.spare
}

/**
 * How many hosts that do not serve go into each batch: by its share of all hosts, and more where the floor needs it.
 *
 * Pure. The counts add up to `notServing`. Expects sizes without an overdraft.
 */
export function spreadNotServing(sizes: readonly number[], { notServing, spare }: Capacity): number[] {
  const counts = spreadEvenly(sizes, notServing)
  const positions = [...sizes.keys()]
  const surplus = (position: number) => (counts[position] ?? 0) - neededIn(sizes[position] ?? 0, spare)
  for (const position of positions) {
    while (surplus(position) < 0) {
      const richest = positions.reduce((best, other) => (surplus(other) > surplus(best) ? other : best))
      if (surplus(richest) <= 0) break
      counts[richest] = (counts[richest] ?? 0) - 1
      counts[position] = (counts[position] ?? 0) + 1
    }
  }
  return counts
}

/** Rounds the running total, half up, so that no batch is off its exact share by one or more. Integers only. */
function spreadEvenly(sizes: readonly number[], count: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let seen = 0
  let given = 0
  return sizes.map((size) => {
    seen += size
    const due = Math.floor((2 * count * seen + total) / (2 * total))
    const share = due - given
    given = due
    return share
  })
}

const neededIn = (size: number, spare: number) => Math.max(0, size - Math.max(0, spare))
