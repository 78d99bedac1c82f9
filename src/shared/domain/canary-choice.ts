import { interleaveByZone } from './zone-order'

type Candidate = { readonly zone?: string | undefined; readonly isCanary: boolean; readonly isServing: boolean }

/**
 * Choose the hosts of the canary batch.
 *
 * Pure. Marked hosts first, in their order; what is missing comes from the zone order, from a zone that has no canary
 * yet where possible. Within both, hosts that serve come first: a canary without traffic proves little.
 */
export function chooseCanary<H extends Candidate>(hosts: readonly H[], count: number): H[] {
  const marked = servingFirst(hosts.filter((host) => host.isCanary))
  const others = servingFirst(interleaveByZone(hosts.filter((host) => !host.isCanary)))
  const chosen = marked.slice(0, count)
  while (chosen.length < count && others.length > 0) {
    const isElsewhere = (host: H) => chosen.every((canary) => canary.zone !== host.zone)
    const serves = others.some((host) => host.isServing)
    const next = others.find((host) => host.isServing === serves && isElsewhere(host)) ?? others[0]
    if (next === undefined) break
    chosen.push(next)
    others.splice(others.indexOf(next), 1)
  }
  return chosen
}

function servingFirst<H extends Candidate>(hosts: readonly H[]): H[] {
  return [...hosts.filter((host) => host.isServing), ...hosts.filter((host) => !host.isServing)]
}
