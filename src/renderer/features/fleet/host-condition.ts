import type { WireHost } from '../../../shared/ipc/requests/inventory-requests'

/** What is known of a host's health; exactly one of them is true. */
export type HostHealth = 'healthy' | 'unhealthy' | 'unreachable' | 'unknown'
/** What a host may be filtered by; a host may be in several at once. */
export type HostCondition = HostHealth | 'out' | 'muted'

export const hostConditions: readonly HostCondition[] = [
  'healthy',
  'unhealthy',
  'unreachable',
  'out',
  'muted',
  'unknown',
]

/** Pure. A host that could not be read when it was looked at last is unreachable, whatever was known before. */
export function healthOf({ problem, isHealthy }: WireHost): HostHealth {
  if (problem !== undefined) return 'unreachable'
  if (isHealthy === undefined) return 'unknown'
  return isHealthy ? 'healthy' : 'unhealthy'
}

/** Out of traffic: seen out, or taken out by a rollout that has not put it back. Pure. */
export const isOut = ({ isServing, debts }: WireHost): boolean => isServing === false || debts.includes('drain')

export const isMuted = ({ debts }: WireHost): boolean => debts.includes('mute')

/** All conditions that hold. Pure. */
export function conditionsOf(host: WireHost): HostCondition[] {
  return [healthOf(host), ...(isOut(host) ? ['out' as const] : []), ...(isMuted(host) ? ['muted' as const] : [])]
}

/** A host's name alone is not unique: each cluster has its own. Pure. */
export const hostKey = (host: { readonly app: string; readonly environment: string; readonly name: string }): string =>
  JSON.stringify([host.app, host.environment, host.name])

/** `10.0.1.11`, `10.0.1.11:2222`, `[fe80::3]:2222`. Pure. */
export function addressText({ address, port }: Pick<WireHost, 'address' | 'port'>): string {
  if (port === undefined) return address
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
