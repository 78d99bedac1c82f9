/** Bytes `from` (included) to `to` (not included). */
export type ByteRange = { readonly from: number; readonly to: number }

/** The parts of a range that none of the sorted, separate `covered` ranges holds, in order. Pure. */
export function uncovered(covered: readonly ByteRange[], { from, to }: ByteRange): ByteRange[] {
  const parts: ByteRange[] = []
  let at = from
  for (let index = firstEndingAfter(covered, from); index < covered.length && at < to; index += 1) {
    const range = covered[index] as ByteRange
    if (range.from >= to) break
    if (range.from > at) parts.push({ from: at, to: range.from })
    at = Math.max(at, range.to)
  }
  if (at < to) parts.push({ from: at, to })
  return parts
}

/** Add a range to sorted, separate ranges, in place; ranges that touch become one. */
export function cover(covered: ByteRange[], added: ByteRange): void {
  if (added.from >= added.to) return
  // firstEndingAfter(… - 1): a range that ends where this one starts touches it
  const first = firstEndingAfter(covered, added.from - 1)
  let { from, to } = added
  let last = first
  for (; last < covered.length; last += 1) {
    const range = covered[last] as ByteRange
    if (range.from > to) break
    from = Math.min(from, range.from)
    to = Math.max(to, range.to)
  }
  covered.splice(first, last - first, { from, to })
}

/** Index of the first range whose end is behind `at`; the length when there is none. Logs grow at their end: try that first. */
function firstEndingAfter(covered: readonly ByteRange[], at: number): number {
  const end = covered.at(-1)
  if (!end || end.to <= at) return covered.length
  let low = 0
  let high = covered.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((covered[middle] as ByteRange).to > at) high = middle
    else low = middle + 1
  }
  return low
}
