import { useSyncExternalStore } from 'react'

/**
 * Where the page is, behind the `#`, query included: `#/fleet?app=shop`. The library's own hash location puts the query into the
 * address of the document and leaves it there when the next page has none.
 */
const placeOf = (): string => `/${window.location.hash.replace(/^#?\/?/, '')}`

const followers = new Set<() => void>()

/**
 * Everybody in one go. As listeners of the window's own event React would draw after each of them, and a page that is being left
 * would see the query of the next one.
 */
const tell = () => {
  for (const follower of [...followers]) follower()
}
window.addEventListener('popstate', tell)
window.addEventListener('hashchange', tell)

function follow(follower: () => void): () => void {
  followers.add(follower)
  return () => followers.delete(follower)
}

type Options = { readonly replace?: boolean; readonly state?: unknown }

/** Go to a place; `replace` leaves none to go back to. */
export function goTo(place: string, { replace = false, state = null }: Options = {}): void {
  window.history[replace ? 'replaceState' : 'pushState'](state, '', `#${place}`)
  tell()
}

/** For `Router`: the path, and how to go elsewhere. */
export function useHashLocation(): [string, typeof goTo] {
  return [useSyncExternalStore(follow, () => placeOf().split('?')[0] ?? '/'), goTo]
}
useHashLocation.hrefs = (href: string): string => `#${href}`
useHashLocation.searchHook = (): string => useSyncExternalStore(follow, () => placeOf().split('?')[1] ?? '')
