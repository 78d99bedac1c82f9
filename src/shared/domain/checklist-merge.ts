import type { GatesSpec } from './app-spec'
import type { ChecklistItem } from './checklist'

/** A gate, as lastmile.yml names it. */
export type GateName = keyof GatesSpec

/** Whose gates a template belongs to: all apps of a tier, every environment of that name, or one app. */
export type ChecklistScope = 'tier' | 'environment' | 'app'

/** What an app, a tier or every environment of a name asks at a gate. */
export type ChecklistTemplate = {
  readonly scope: ChecklistScope
  /** Of the tier, environment or app. */
  readonly name: string
  readonly gate: GateName
  readonly items: readonly ChecklistItem[]
}

/** From the most general to the most particular. */
const order: readonly ChecklistScope[] = ['tier', 'environment', 'app']

/**
 * The gates of an environment with what templates ask at them: items of the tier first, then of environments of that name, of
 * the app, and last its own. Pure.
 *
 * An item with an id that was there before takes its place. A gate that the environment switches off stays off.
 */
export function mergeChecklists(own: GatesSpec, templates: readonly ChecklistTemplate[]): GatesSpec {
  const sorted = templates.toSorted((one, other) => order.indexOf(one.scope) - order.indexOf(other.scope))
  const merged: GatesSpec = { ...own }
  for (const [gate, same] of Map.groupBy(sorted, (template) => template.gate)) {
    const last = own[gate]
    if (last === 'off') continue
    const items = new Map(
      [...same.flatMap((template) => template.items), ...(last ?? [])].map((item) => [item.id, item]),
    )
    merged[gate] = [...items.values()]
  }
  return merged
}
