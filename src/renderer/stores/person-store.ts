import { create } from 'zustand'

/** Who acts on this page. Kept per browser: two people at two browsers of one console are two people. */
const storageKey = 'lastmile.person'

export const usePerson = create<{ readonly person: string; readonly setPerson: (person: string) => void }>((set) => ({
  person: window.localStorage.getItem(storageKey) ?? '',
  setPerson: (person) => {
    window.localStorage.setItem(storageKey, person)
    set({ person })
  },
}))

/** The name to sign with now; outside of components. */
export const currentPerson = (): string => usePerson.getState().person
