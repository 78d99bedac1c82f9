/**
 * A process of its own, started by `observer.ts`: looks at who serves, over and over, and knows nothing of any console.
 * `node observe-traffic.ts directory|lines PATH EVERY_MS`; a message "report" gets what was seen so far.
 */
import { readFileSync, readdirSync } from 'node:fs'

/** Who served from a moment on; UTC milliseconds. */
export type TrafficChange = { readonly atMs: number; readonly serving: readonly string[] }
export type TrafficReport = {
  readonly looks: number
  /** The fewest hosts that ever served at once. */
  readonly lowest: number
  /** Between two looks, so that one knows what can have been missed. */
  readonly longestGapMs: number
  readonly changes: readonly TrafficChange[]
}

const [kind, path = '', everyMs = '5'] = process.argv.slice(2)
const changes: TrafficChange[] = []
let looks = 0
let lowest = Number.MAX_SAFE_INTEGER
let longestGapMs = 0
let lastLookMs = performance.now()
let last: string | undefined

function look(): void {
  const nowMs = performance.now()
  longestGapMs = Math.max(longestGapMs, nowMs - lastLookMs)
  lastLookMs = nowMs
  const serving = kind === 'directory' ? readdirSync(path) : readFileSync(path, 'utf8').split('\n').filter(Boolean)
  looks += 1
  lowest = Math.min(lowest, serving.length)
  const text = serving.toSorted().join(' ')
  if (text === last) return
  last = text
  changes.push({ atMs: Date.now(), serving: serving.toSorted() })
}

process.on('message', () => {
  look()
  process.send?.({ looks, lowest, longestGapMs, changes } satisfies TrafficReport)
})
// its parent has gone
process.on('disconnect', () => process.exit())
look()
setInterval(look, Number(everyMs))
process.send?.('watching')
