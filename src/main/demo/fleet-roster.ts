import { AppError } from '../../shared/errors/app-error'
import type { Fault } from './faults'

/** Who is in a fleet, before anything runs. */
export type RosterEntry = { readonly name: string; readonly zone: string; readonly isCanary: boolean }

/** One Node process a host: 1,000 of them fill 10 GB. */
const mostHosts = 1_000
const zoneNames = 'abcdefghijklmnopqrstuvwxyz'

/**
 * Name the hosts of a fleet: `web-01`, `web-02` …, in turn in zone a, b, c …; the first one is the canary. Pure.
 *
 * @throws AppError `demo.bad-host-count`, `demo.bad-zone-count`
 */
export function planRoster(hostCount: number, zoneCount: number): RosterEntry[] {
  if (!Number.isInteger(hostCount) || hostCount < 1 || hostCount > mostHosts) {
    throw new AppError('demo.bad-host-count', { details: { hosts: hostCount, min: 1, max: mostHosts } })
  }
  if (!Number.isInteger(zoneCount) || zoneCount < 1 || zoneCount > zoneNames.length) {
    throw new AppError('demo.bad-zone-count', { details: { zones: zoneCount, min: 1, max: zoneNames.length } })
  }
  const digits = Math.max(2, String(hostCount).length)
  return Array.from({ length: hostCount }, (_, index) => ({
    name: `web-${String(index + 1).padStart(digits, '0')}`,
    zone: zoneNames.charAt(index % zoneCount),
    isCanary: index === 0,
  }))
}

/**
 * Faults with the names that the fleet's hosts have: `web-7`, `web-07` and `web-007` are the same host. Pure.
 *
 * @throws AppError `demo.unknown-host`
 */
export function resolveFaultHosts(roster: readonly RosterEntry[], faults: readonly Fault[]): Fault[] {
  return faults.map(({ host, step }) => {
    const known = roster.find(({ name }) => plainName(name) === plainName(host))
    if (known) return { host: known.name, step }
    throw new AppError('demo.unknown-host', {
      details: { host, first: roster[0]?.name, last: roster.at(-1)?.name },
    })
  })
}

/** A host's name without the zeros before its number. */
const plainName = (name: string) => name.replace(/-0+(?=\d)/, '-')
