const newline = 0x0a

/**
 * Where in bytes that were cut out of a log one can begin to show them: behind the first line end; without one, at the
 * first whole character. Pure.
 */
export function findLineStart(bytes: Buffer): number {
  const end = bytes.indexOf(newline)
  if (end >= 0) return end + 1
  // the bytes of a UTF-8 character after its first are 10xxxxxx, three at most
  let at = 0
  while (at < 3 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at += 1
  return at
}
