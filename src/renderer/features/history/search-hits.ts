/** A line in which a text stands, as `log:search` gives it. */
export type Hit = {
  readonly rollout: string
  readonly host: string
  readonly step: string
  readonly attempt: number
  readonly line: number
  readonly text: string
}
export type HostHits<Line extends Hit> = { readonly host: string; readonly hits: readonly Line[] }
export type RolloutHits<Line extends Hit> = {
  readonly rollout: string
  readonly count: number
  readonly hosts: readonly HostHits<Line>[]
}

/**
 * Lines by rollout and host. Pure. The console gives the oldest line first; here the rollout with the newest line comes first
 * and so does its host, while the lines of a host stay in the order in which they were printed.
 */
export function groupHits<Line extends Hit>(hits: readonly Line[]): RolloutHits<Line>[] {
  const byRollout = Map.groupBy(hits.toReversed(), ({ rollout }) => rollout)
  return [...byRollout].map(([rollout, lines]) => {
    const byHost = Map.groupBy(lines, ({ host }) => host)
    const hosts = [...byHost].map(([host, each]) => ({ host, hits: each.toReversed() }))
    return { rollout, count: lines.length, hosts }
  })
}

export type TextPart = { readonly text: string; readonly isMatch: boolean }

/** Text before the first match that is still shown; more would push the match out of sight. */
const shownBefore = 80

/** A line cut into what matches and what does not, whatever the case. Pure. Nothing is lost but a long beginning. */
export function markMatches(line: string, wanted: string): TextPart[] {
  const folded = line.toLowerCase()
  const text = wanted.toLowerCase()
  // folding may change lengths (İ): then places in one are not places in the other
  if (text === '' || folded.length !== line.length) return [{ text: line, isMatch: false }]
  const parts: TextPart[] = []
  let from = 0
  for (let at = folded.indexOf(text); at >= 0; at = folded.indexOf(text, from)) {
    const before = line.slice(from, at)
    const isLong = parts.length === 0 && before.length > shownBefore
    if (before !== '') parts.push({ text: isLong ? `…${before.slice(-shownBefore)}` : before, isMatch: false })
    from = at + text.length
    parts.push({ text: line.slice(at, from), isMatch: true })
  }
  if (from < line.length) parts.push({ text: line.slice(from), isMatch: false })
  return parts
}
