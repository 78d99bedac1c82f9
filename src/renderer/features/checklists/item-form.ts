import { z } from 'zod'
import { checklistItem, type BuiltInCheck, type ChecklistItem } from '../../../shared/domain/checklist'
import { formatDurationSpec } from '../../../shared/util/duration'

/** An item as lastmile.yml writes it. */
export type WrittenItem = z.input<typeof checklistItem>

/** An item as it stands in the editor. What another kind would need is kept, in case somebody changes it back. */
export type ItemForm = {
  readonly id: string
  readonly ask: string
  readonly why: string
  readonly kind: ChecklistItem['kind']
  readonly isBlocking: boolean
  readonly waive: 'anyone' | 'nobody' | 'people'
  /** Names with commas between them. */
  readonly people: string
  readonly pattern: string
  readonly run: string
  readonly expectOutput: string
  /** A host the command runs on; empty: on the machine of the console. */
  readonly via: string
  readonly url: string
  readonly expectStatus: string
  readonly expectBody: string
  readonly check: BuiltInCheck
  readonly timeout: string
}

/** As `checklistItem` has them. */
const defaultTimeout = '30s'
const defaultStatus = 200

const emptyItem: ItemForm = {
  id: '',
  ask: '',
  why: '',
  kind: 'tick',
  isBlocking: true,
  waive: 'anyone',
  people: '',
  pattern: '',
  run: '',
  expectOutput: '',
  via: '',
  url: '',
  expectStatus: `${defaultStatus}`,
  expectBody: '',
  check: 'no-open-debts',
  timeout: defaultTimeout,
}

/** A fresh item with an id that no other of its gate has. Pure. */
export function newItem(ids: readonly string[]): ItemForm {
  for (let number = ids.length + 1; ; number += 1) {
    if (!ids.includes(`item-${number}`)) return { ...emptyItem, id: `item-${number}` }
  }
}

/** The editor's form of a written item. Pure; an item that is not legal any more is shown as far as it is understood. */
export function readItem(written: unknown): ItemForm {
  const parsed = checklistItem.safeParse(written)
  if (!parsed.success) return { ...emptyItem, ...textsOf(written) }
  const item = parsed.data
  const { id, ask, why = '', kind, blocking, waivableBy } = item
  const isListed = typeof waivableBy !== 'string'
  return {
    ...emptyItem,
    id,
    ask,
    why,
    kind,
    isBlocking: blocking,
    waive: isListed ? 'people' : waivableBy,
    people: isListed ? waivableBy.join(', ') : '',
    ...detailsOf(item),
  }
}

function detailsOf(item: ChecklistItem): Partial<ItemForm> {
  switch (item.kind) {
    case 'tick':
      return {}
    case 'value':
      return { pattern: item.pattern ?? '' }
    case 'command': {
      const { run, expectOutput = '', via = '' } = item
      return { run, expectOutput, via, timeout: formatDurationSpec(item.timeout) }
    }
    case 'http': {
      const { url, expectStatus, expectBody = '' } = item
      return { url, expectStatus: `${expectStatus}`, expectBody, timeout: formatDurationSpec(item.timeout) }
    }
    case 'builtin':
      return { check: item.check, timeout: formatDurationSpec(item.timeout) }
  }
}

function textsOf(written: unknown): Partial<ItemForm> {
  if (typeof written !== 'object' || written === null) return {}
  const known = Object.entries(written).filter(
    ([key, value]) =>
      typeof value === 'string' && typeof emptyItem[key as keyof ItemForm] === 'string' && key !== 'kind',
  )
  return Object.fromEntries(known)
}

/** The item as lastmile.yml would write it, without what is the default anyway. Pure; may be illegal, as the form may be. */
export function writeItem(form: ItemForm): WrittenItem {
  const common = {
    id: form.id.trim(),
    ask: form.ask.trim(),
    ...filled({ why: form.why }),
    ...(form.isBlocking ? {} : { blocking: false }),
    ...(form.waive === 'anyone'
      ? {}
      : { waivableBy: form.waive === 'nobody' ? ('nobody' as const) : namesIn(form.people) }),
  }
  const timeout = form.timeout.trim() === defaultTimeout ? {} : { timeout: form.timeout.trim() }
  switch (form.kind) {
    case 'tick':
      return { kind: 'tick', ...common }
    case 'value':
      return { kind: 'value', ...common, ...filled({ pattern: form.pattern }) }
    case 'command': {
      const { run, via, expectOutput } = form
      return { kind: 'command', ...common, run: run.trim(), ...filled({ via, expectOutput }), ...timeout }
    }
    case 'http': {
      const status = Number(form.expectStatus)
      return {
        kind: 'http',
        ...common,
        url: form.url.trim(),
        ...(status === defaultStatus ? {} : { expectStatus: status }),
        ...filled({ expectBody: form.expectBody }),
        ...timeout,
      }
    }
    case 'builtin':
      return { kind: 'builtin', ...common, check: form.check, ...timeout }
  }
}

const filled = <Key extends string>(texts: Readonly<Record<Key, string>>): Partial<Record<Key, string>> =>
  Object.fromEntries(
    Object.entries<string>(texts).flatMap(([key, text]) => (text.trim() === '' ? [] : [[key, text.trim()]])),
  ) as Partial<Record<Key, string>>

const namesIn = (text: string): string[] =>
  text
    .split(/[,,、\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** What may be wrong with a field; the key of its sentence. */
export const itemProblems = [
  'id',
  'idTwice',
  'ask',
  'people',
  'pattern',
  'run',
  'url',
  'expectStatus',
  'timeout',
  'other',
] as const
export type ItemProblem = (typeof itemProblems)[number]

/** The form in which each key of a written item is edited. */
const fieldOf: Readonly<Record<string, keyof ItemForm>> = { waivableBy: 'people', blocking: 'isBlocking' }
const isProblem = (field: string): field is ItemProblem => (itemProblems as readonly string[]).includes(field)

const itemForm = z.custom<ItemForm>().superRefine((form, ctx) => {
  const parsed = checklistItem.safeParse(writeItem(form))
  for (const { path } of parsed.error?.issues ?? []) {
    const key = String(path[0] ?? '')
    const field = fieldOf[key] ?? (key as keyof ItemForm)
    ctx.addIssue({ code: 'custom', path: [field], message: isProblem(field) ? field : 'other' })
  }
})

/** The editor's items by the rules of `checklistItem`; each message is an `ItemProblem`. */
export const checklistForm = z.object({ items: z.array(itemForm) }).superRefine(({ items }, ctx) => {
  for (const [index, { id }] of items.entries()) {
    const first = items.findIndex((other) => other.id.trim() === id.trim())
    if (first < index) ctx.addIssue({ code: 'custom', path: ['items', index, 'id'], message: 'idTwice' })
  }
})
export type ChecklistForm = z.output<typeof checklistForm>

/** An id made of what an item asks: `On-call informed` is `on-call-informed`. Pure; empty where no letter is left. */
export const idFrom = (ask: string): string =>
  ask
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
