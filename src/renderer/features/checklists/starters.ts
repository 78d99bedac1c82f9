import { newItem, type ItemForm } from './item-form'

/** Items to begin with; their sentences are those of `starter.<id>`. */
export const starterIds = ['on-call', 'change-number', 'dashboards'] as const
export type StarterId = (typeof starterIds)[number]

/** The change number of most trackers, such as CHG0012345 or OPS-123. */
const changePattern = '^[A-Z]+-?[0-9]+$'

/** A starter as an item, with its sentences in the language of the page. Pure. */
export function starterItem(id: StarterId, texts: { readonly ask: string; readonly why: string }): ItemForm {
  const item = { ...newItem([]), id, ...texts }
  return id === 'change-number' ? { ...item, kind: 'value', pattern: changePattern } : item
}
