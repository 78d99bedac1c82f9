import { create } from 'zustand'
import type { ItemForm } from './item-form'

type Drafts = ReadonlyMap<string, readonly ItemForm[]>

/** Templates that were changed and not saved, by key. They outlive the page of checklists, not the window. */
export const useDrafts = create<{ readonly drafts: Drafts }>(() => ({ drafts: new Map() }))

export const keepDraft = (key: string, items: readonly ItemForm[]): void =>
  useDrafts.setState(({ drafts }) => ({ drafts: new Map([...drafts, [key, items]]) }))

export function dropDraft(key: string): void {
  useDrafts.setState(({ drafts }) => {
    if (!drafts.has(key)) return {}
    const rest = new Map(drafts)
    rest.delete(key)
    return { drafts: rest }
  })
}

export const dropAllDrafts = (): void => useDrafts.setState({ drafts: new Map() })
