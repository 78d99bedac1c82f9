import type { WireHost } from '../../../shared/ipc/requests/inventory-requests'

/** Does this host serve, as far as is known? The same rule as the planner's, by what the page can see. Pure. */
export function isServingNow({ problem, isServing, isHealthy, debts }: WireHost): boolean {
  if (problem !== undefined || isServing === false) return false
  if (isServing === undefined && isHealthy === false) return false
  return isServing === true || !debts.includes('drain')
}

/** When the host that was looked at longest ago was looked at; undefined when one never was. Pure; UTC ms. */
export function oldestLookMs(hosts: readonly WireHost[]): number | undefined {
  if (hosts.length === 0 || hosts.some(({ observedAtMs }) => observedAtMs === undefined)) return undefined
  return Math.min(...hosts.map(({ observedAtMs }) => observedAtMs ?? 0))
}
