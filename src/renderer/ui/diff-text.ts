import type { SpecChange } from '../../shared/domain/spec-diff'

/** What fits beside a path on one line. */
const widestInline = 72

export type DiffCounts = { readonly added: number; readonly removed: number; readonly changed: number }

/** How many things are added, removed and changed. Pure. */
export function countChanges(changes: readonly { readonly kind: SpecChange['kind'] }[]): DiffCounts {
  const counts = { added: 0, removed: 0, changed: 0 }
  for (const { kind } of changes) counts[kind] += 1
  return counts
}

/** A value as lastmile.yml would write it on one line, or undefined when it takes more than one. Pure. */
export function inlineValue(value: unknown): string | undefined {
  const text = flow(value)
  return text.length <= widestInline && !text.includes('\n') ? text : undefined
}

/** A value as the lines lastmile.yml would write. Pure. */
export function blockLines(value: unknown, indent = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => entryLines('- ', entry, indent))
  if (!isMap(value)) return flow(value).trimEnd().split('\n')
  return Object.entries(value).flatMap(([key, entry]) => entryLines(`${key}: `, entry, indent))
}

function entryLines(head: string, entry: unknown, indent: string): string[] {
  const short = inlineValue(entry)
  if (short !== undefined) return [`${indent}${head}${short}`]
  const deeper = `${indent}  `
  if (typeof entry !== 'object') {
    const lines = flow(entry).trimEnd().split('\n')
    if (lines.length === 1) return [`${indent}${head}${lines[0]}`]
    const mark = flow(entry).endsWith('\n') ? '|' : '|-'
    return [`${indent}${head}${mark}`, ...lines.map((text) => `${deeper}${text}`)]
  }
  const lines = blockLines(entry, deeper)
  if (head !== '- ') return [`${indent}${head.trimEnd()}`, ...lines]
  return [`${indent}- ${(lines[0] ?? '').trimStart()}`, ...lines.slice(1)]
}

function flow(value: unknown): string {
  if (value === undefined) return ''
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (!isMap(value)) return typeof value === 'string' ? value : JSON.stringify(value)
  const entries = Object.entries(value).map(([key, entry]) => `${key}: ${flow(entry)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
