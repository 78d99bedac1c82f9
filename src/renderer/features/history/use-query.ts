import { useCallback } from 'react'
import { useLocation } from 'wouter'
import { useHashLocation } from '../../app/hash-location'

export type QueryChange = (change: Readonly<Record<string, string | undefined>>) => void

/**
 * The query of the page's address, as it stands there, and how to change parts of it; undefined takes a part away. What is
 * changed leaves no step to go back through.
 */
export function useQuery(): [string, QueryChange] {
  const [path, go] = useLocation()
  const search = useHashLocation.searchHook()
  const change = useCallback<QueryChange>(
    (parts) => {
      // several changes may come before the page is drawn again
      const params = new URLSearchParams(window.location.hash.split('?')[1] ?? '')
      for (const [name, value] of Object.entries(parts)) {
        if (value === undefined || value === '') params.delete(name)
        else params.set(name, value)
      }
      const rest = params.toString()
      go(rest === '' ? path : `${path}?${rest}`, { replace: true })
    },
    [path, go],
  )
  return [search, change]
}
