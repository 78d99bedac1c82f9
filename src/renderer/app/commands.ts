import type { LucideIcon } from 'lucide-react'
import { useEffect } from 'react'
import { create } from 'zustand'

/** Something the palette offers. */
export type PaletteCommand = {
  readonly id: string
  readonly label: string
  readonly group: string
  readonly icon?: LucideIcon
  /** The keys that do the same, for display: `Ctrl .` */
  readonly keys?: string
  /** More words it is found by. */
  readonly words?: string
  readonly run: () => void
}

const useRegistry = create<{ readonly sets: ReadonlyMap<symbol, readonly PaletteCommand[]> }>(() => ({
  sets: new Map(),
}))

/** Offer commands in the palette while the component lives. Memoise the list. */
export function useCommands(commands: readonly PaletteCommand[]): void {
  useEffect(() => {
    const key = Symbol('commands')
    useRegistry.setState(({ sets }) => ({ sets: new Map([...sets, [key, commands]]) }))
    return () =>
      useRegistry.setState(({ sets }) => {
        const rest = new Map(sets)
        rest.delete(key)
        return { sets: rest }
      })
  }, [commands])
}

/** All commands that are offered now. */
export function useAllCommands(): readonly PaletteCommand[] {
  const sets = useRegistry((state) => state.sets)
  return [...sets.values()].flat()
}

/** A command that is offered right now. Not for rendering: nothing is told when it changes. */
export const findCommand = (id: string): PaletteCommand | undefined =>
  [...useRegistry.getState().sets.values()].flat().find((command) => command.id === id)
