/** Words by which people find the line that tells why something failed, in most programs' output. */
const telling =
  /\b(error|errors|fatal|failed|failure|failing|refused|denied|cannot|can't|could not|unable|not found|no such|timed? ?out|exception|traceback|panic|killed|abort(?:ed)?|unreachable|mismatch)\b|错误|失败|拒绝|超时/i
/** Failures are told near the end; a warning far above it would only distract. */
const lookedAtLines = 60
/** More marked lines would mark nothing. */
const mostLines = 6

/**
 * Which lines of a failed step's output tell why it failed: the last ones with a telling word, else the last line with any
 * text. Pure; indexes into `lines`, rising.
 */
export function findFailingLines(lines: readonly string[]): number[] {
  const last = lines.findLastIndex((text) => text.trim() !== '')
  if (last < 0) return []
  const first = Math.max(0, last + 1 - lookedAtLines)
  const found: number[] = []
  for (let index = last; index >= first && found.length < mostLines; index -= 1) {
    if (telling.test(lines[index] ?? '')) found.unshift(index)
  }
  return found.length > 0 ? found : [last]
}

/**
 * Where a line of a stored log stands among `lines`: the one with the text that is nearest to where it should be, else where it
 * should be. Pure. Output that moves the cursor has other lines on the screen than in the log.
 */
export function findShownLine(lines: readonly string[], expected: number, text: string): number {
  const wanted = text.trim()
  const at = Math.max(0, Math.min(lines.length - 1, expected))
  if (wanted === '') return at
  for (let distance = 0; distance < lines.length; distance += 1) {
    for (const index of [at - distance, at + distance]) if (lines[index]?.includes(wanted)) return index
  }
  return at
}
