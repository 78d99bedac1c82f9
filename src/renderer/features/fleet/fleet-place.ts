import { useMemo } from 'react'
import { useLocation, useSearch } from 'wouter'
import { routes } from '../../app/routes'

/** What of the fleet is looked at: everything, one app, one cluster, one host. */
export type FleetPlace = {
  readonly app: string | undefined
  readonly environment: string | undefined
  readonly host: string | undefined
}

/** The place the address names, and how to go to another one. */
export function useFleetPlace(): [FleetPlace, (place: Partial<FleetPlace>) => void] {
  const search = useSearch()
  const [, go] = useLocation()
  return useMemo(() => {
    const query = new URLSearchParams(search)
    const part = (name: string) => query.get(name) ?? undefined
    const place = { app: part('app'), environment: part('environment'), host: part('host') }
    return [place, ({ app, environment, host }) => go(routes.fleet(given({ app, environment, host })))]
  }, [search, go])
}

const given = (place: Partial<FleetPlace>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(place).filter((entry): entry is [string, string] => entry[1] !== undefined))
