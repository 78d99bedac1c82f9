import type { RolloutState } from '../../../shared/domain/rollout-state'

/** More versions than this are a number, not a list. */
const mostNamed = 2

/** What the hosts ran before, most hosts first, as far as their prechecks found it: `1.0.0`, `1.0.0, 0.9.8`, `1.0.0, +3`. Pure. */
export function versionsBefore({ hosts }: Pick<RolloutState, 'hosts'>): string {
  const counts = new Map<string, number>()
  for (const { before } of Object.values(hosts)) {
    if (before) counts.set(before.version, (counts.get(before.version) ?? 0) + 1)
  }
  const versions = [...counts].toSorted((one, other) => other[1] - one[1]).map(([version]) => version)
  if (versions.length <= mostNamed) return versions.join(', ')
  return `${versions[0]}, +${versions.length - 1}`
}
