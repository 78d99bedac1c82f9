import { z } from 'zod'
import { command, durationMs, placement, text } from './spec-fields'

/** Built-in automatic checks (see `evaluateBuiltIn` in the gate checker for what each reads). */
export const builtInChecks = [
  'previous-batch-healthy',
  'floor',
  'no-open-debts',
  'package-staged',
  'all-hosts-done',
  'rollback-targets-present',
] as const
export type BuiltInCheck = (typeof builtInChecks)[number]

const common = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/)
    .describe('an id of lower-case letters, digits and "-"'),
  ask: text,
  why: z.string().optional(),
  /** A blocking item must hold before the gate opens; another is only shown. */
  blocking: z.boolean().default(true),
  /** Who may waive it: anyone who may sign, the people named, or nobody. */
  waivableBy: z
    .union([z.literal('anyone'), z.literal('nobody'), z.array(text).min(1)])
    .default('anyone')
    .describe('anyone, nobody or a list of names'),
}

/** A regular expression that is searched for in the value. */
const pattern = z.string().refine(isPattern, 'not a regular expression').describe('a regular expression')

const automatic = { timeout: durationMs.default(30_000) }

/** One item of a gate's checklist. */
export const checklistItem = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tick'), ...common }),
  z.strictObject({ kind: z.literal('value'), ...common, pattern: pattern.optional() }),
  z.strictObject({
    kind: z.literal('command'),
    ...common,
    ...automatic,
    run: command,
    expectOutput: z.string().optional(),
    ...placement,
  }),
  z.strictObject({
    kind: z.literal('http'),
    ...common,
    ...automatic,
    url: text.describe('a URL'),
    expectStatus: z.int().min(100).max(599).default(200),
    expectBody: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('builtin'), ...common, ...automatic, check: z.enum(builtInChecks) }),
])
export type ChecklistItem = z.output<typeof checklistItem>
export type AutomaticItem = Extract<ChecklistItem, { kind: 'command' | 'http' | 'builtin' }>

export const isAutomatic = (item: ChecklistItem): item is AutomaticItem => item.kind !== 'tick' && item.kind !== 'value'

/** May this person waive the item? Pure. */
export function canWaive(item: ChecklistItem, person: string): boolean {
  if (item.waivableBy === 'anyone') return true
  return item.waivableBy !== 'nobody' && item.waivableBy.includes(person)
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source)
    return true
  } catch {
    return false
  }
}
