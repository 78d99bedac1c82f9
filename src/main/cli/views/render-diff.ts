import pc from 'picocolors'
import { stringify } from 'yaml'
import type { SpecChange } from '../../../shared/domain/spec-diff'
import { isMap } from '../../../shared/util/same-data'

/** What fits beside the path on a usual terminal. */
const widestValue = 90
/** Two values longer than this are shown below each other. */
const widestPair = 50

const marks = { added: '+', removed: '-', changed: '~' } as const
type Painter = ReturnType<typeof pc.createColors>

/** Show the changes of a spec, one on a line, marked `+`, `-` or `~`; a line that says so when there are none. Pure. */
export function renderDiff(changes: readonly SpecChange[], isColoured: boolean): string {
  if (changes.length === 0) return 'no changes'
  const colors = pc.createColors(isColoured)
  return changes.map((change) => renderChange(change, colors)).join('\n')
}

function renderChange({ kind, path, before, after }: SpecChange, colors: Painter): string {
  const mark = marks[kind]
  if (kind === 'added') return colors.green(`${mark} ${path}: ${show(after)}`)
  if (kind === 'removed') return colors.red(`${mark} ${path}: ${show(before)}`)
  const [from, to] = [show(before), show(after)]
  const head = colors.yellow(`${mark} ${path}:`)
  if (from.length + to.length <= widestPair) return `${head} ${colors.red(from)} → ${colors.green(to)}`
  return `${head}\n    ${colors.red(`- ${from}`)}\n    ${colors.green(`+ ${to}`)}`
}

function show(value: unknown): string {
  if (value === undefined) return '(default)'
  // one line, and no control character reaches the terminal
  if (typeof value === 'string' && /\p{Cc}/u.test(value))
    return JSON.stringify(value).replace(/\p{Cc}/gu, escapeControl)
  const text = stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trimEnd()
  return text.length <= widestValue || typeof value !== 'object' ? text : summarise(value)
}

/** Large values by what is in them: `{ name, ssh, hosts (12) }`. */
function summarise(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} entries`
  if (!isMap(value)) return ''
  const keys = Object.entries(value).map(([key, entry]) => (Array.isArray(entry) ? `${key} (${entry.length})` : key))
  return `{ ${keys.join(', ')} }`
}

const escapeControl = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
