import { useSyncExternalStore } from 'react'

/**
 * Where the page is, behind the `#`, query included: `#/fleet?app=shop`. The library's own hash location puts the query into the
 * address of the document and leaves it there when the next page has none.
 */
const placeOf = (): string => `/${window.location.hash.replace(/^#?\/?/, '')}`

function follow(listener: () => void): () => void {
  window.addEventListener('popstate', listener)
  window.addEventListener('hashchange', listener)
  return () => {
    window.removeEventListener('popstate', listener)
    window.removeEventListener('hashchange', listener)
  }
}

type Options = { readonly replace?: boolean; readonly state?: unknown }

/** Go to a place; `replace` leaves none to go back to. */
export function goTo(place: string, { replace = false, state = null }: Options = {}): void {
  window.history[replace ? 'replaceState' : 'pushState'](state, '', `#${place}`)
  // neither of the two tells anybody
  window.dispatchEvent(new PopStateEvent('popstate', { state }))
}

/** For `Router`: the path, and how to go elsewhere. */
export function useHashLocation(): [string, typeof goTo] {
  return [useSyncExternalStore(follow, () => placeOf().split('?')[0] ?? '/'), goTo]
}
useHashLocation.hrefs = (href: string): string => `#${href}`
useHashLocation.searchHook = (): string => useSyncExternalStore(follow, () => placeOf().split('?')[1] ?? '')
