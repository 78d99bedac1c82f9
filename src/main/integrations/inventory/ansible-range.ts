/** More hosts than this from one pattern are a slip of the pen. */
const mostHosts = 10_000

/**
 * Expand the ranges of Ansible's host patterns: `web[01:03]` → web01, web02, web03; `db-[a:c]`; `web[1:9:2]`. Pure.
 * A number keeps the width of its start. Undefined when a range is malformed, runs backwards or is far too long.
 */
export function expandRanges(pattern: string): string[] | undefined {
  const [, before = '', range, after = ''] = /^([^[]*)\[([^\]]*)\](.*)$/s.exec(pattern) ?? []
  if (range === undefined) return /[[\]]/.test(pattern) ? undefined : [pattern]
  const middles = expandRange(range)
  const ends = expandRanges(after)
  if (!middles || !ends || middles.length * ends.length > mostHosts) return undefined
  return middles.flatMap((middle) => ends.map((end) => `${before}${middle}${end}`))
}

function expandRange(range: string): string[] | undefined {
  const [, from = '', to = '', step = '1'] =
    /^(\d+|[a-z]|[A-Z]):(\d+|[a-z]|[A-Z])(?::([1-9]\d{0,4}))?$/.exec(range) ?? []
  const isNumber = /^\d/.test(from)
  if (from === '' || isNumber !== /^\d/.test(to)) return undefined
  const [first, last] = isNumber ? [Number(from), Number(to)] : [from.charCodeAt(0), to.charCodeAt(0)]
  const length = Math.floor((last - first) / Number(step)) + 1
  if (length < 1 || length > mostHosts) return undefined
  const width = from.startsWith('0') ? from.length : 0
  return Array.from({ length }, (_, index) => {
    const value = first + index * Number(step)
    return isNumber ? String(value).padStart(width, '0') : String.fromCharCode(value)
  })
}
