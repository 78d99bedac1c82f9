import type { Output } from '../../../shared/ipc/contract'

export type OpenRollout = Output<'board:show'>['open'][number]

/**
 * What a gate asks of a person: `mine` to decide, `signed` already and waiting for somebody else, or `not-starter` where the
 * one who started may not sign. Undefined where no gate waits.
 */
export type GateDuty = 'mine' | 'signed' | 'not-starter'

/** Pure. */
export function gateDutyOf(rollout: OpenRollout, person: string): GateDuty | undefined {
  const { gate, phase, signedBy, isNotByStarter, startedBy } = rollout
  if (gate === undefined || phase !== 'waiting') return undefined
  if (isNotByStarter && startedBy === person) return 'not-starter'
  return signedBy.includes(person) ? 'signed' : 'mine'
}

/** What waits for this person first, then what is braked, then the rest; the longest waiting on top. Pure. */
export function orderOpen(open: readonly OpenRollout[], person: string): OpenRollout[] {
  const rank = (rollout: OpenRollout) => {
    if (gateDutyOf(rollout, person) === 'mine') return 0
    return rollout.phase === 'braked' ? 1 : 2
  }
  const since = ({ waitingSinceMs, createdAtMs }: OpenRollout) => waitingSinceMs ?? createdAtMs
  return open.toSorted((one, other) => rank(one) - rank(other) || since(one) - since(other))
}
