import type { GatesSpec } from '../../../shared/domain/app-spec'
import { checklistItem, type ChecklistItem } from '../../../shared/domain/checklist'
import {
  mergeChecklists,
  type ChecklistScope,
  type ChecklistTemplate,
  type GateName,
} from '../../../shared/domain/checklist-merge'
import type { Output } from '../../../shared/ipc/contract'

/** Which template: whose gates, and which of them. */
export type TemplatePlace = Pick<ChecklistTemplate, 'scope' | 'name' | 'gate'>
export type StoredTemplate = Output<'checklist:list'>[number]

export const scopes: readonly ChecklistScope[] = ['tier', 'environment', 'app']
export const gateNames = [
  'beforeLaunch',
  'beforeCanary',
  'afterSoak',
  'beforeBatch',
  'beforeClosing',
  'beforeRollback',
] as const satisfies readonly GateName[]

export const keyOf = ({ scope, name, gate }: TemplatePlace): string => JSON.stringify([scope, name, gate])

/** Where a template belongs, and nothing else of it. Pure. */
export const placeOf = ({ scope, name, gate }: TemplatePlace): TemplatePlace => ({ scope, name, gate })

/** The place a key stands for; undefined for what is none. Pure. */
export function placeOfKey(key: string): TemplatePlace | undefined {
  try {
    const [scope, name, gate] = JSON.parse(key) as string[]
    const known = scopes.find((each) => each === scope)
    const gateName = gateNames.find((each) => each === gate)
    return known && gateName && name ? { scope: known, name, gate: gateName } : undefined
  } catch {
    return undefined
  }
}

/** Templates in the order in which they count, each scope by name and gate. Pure. */
export function sortPlaces<Place extends TemplatePlace>(places: readonly Place[]): Place[] {
  return places.toSorted(
    (one, other) =>
      scopes.indexOf(one.scope) - scopes.indexOf(other.scope) ||
      one.name.localeCompare(other.name, undefined, { numeric: true }) ||
      gateNames.indexOf(one.gate) - gateNames.indexOf(other.gate),
  )
}

/** A template as the domain has it; items that are not legal are left out. Pure. */
export const readTemplate = ({ scope, name, gate, items }: Omit<StoredTemplate, 'updatedAtMs'>): ChecklistTemplate => ({
  scope,
  name,
  gate,
  items: items.flatMap((item) => {
    const parsed = checklistItem.safeParse(item)
    return parsed.success ? [parsed.data] : []
  }),
})

/** Where an item of a gate comes from: a template, or lastmile.yml itself. */
export type ItemSource = ChecklistScope | 'file'
export type SourcedItem = {
  readonly item: ChecklistItem
  readonly source: ItemSource
  /** Sources that name the same id and lose against this one, most general first. */
  readonly over: readonly ItemSource[]
}

/** What one gate of an environment asks, each item with where it comes from; undefined when the gate is switched off. Pure. */
export function resolveGate(
  own: GatesSpec,
  templates: readonly ChecklistTemplate[],
  gate: GateName,
): SourcedItem[] | undefined {
  const merged = mergeChecklists(own, templates)[gate]
  if (merged === 'off') return undefined
  const file = own[gate]
  const sources = [
    ...scopes.map((scope) => ({
      source: scope as ItemSource,
      ids: new Set(
        templates
          .filter((each) => each.scope === scope && each.gate === gate)
          .flatMap(({ items }) => items.map(({ id }) => id)),
      ),
    })),
    { source: 'file' as ItemSource, ids: new Set(Array.isArray(file) ? file.map(({ id }) => id) : []) },
  ]
  return (merged ?? []).map((item) => {
    const naming = sources.filter(({ ids }) => ids.has(item.id)).map(({ source }) => source)
    return { item, source: naming.at(-1) ?? 'file', over: naming.slice(0, -1) }
  })
}
