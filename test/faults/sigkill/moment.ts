import { hostsInFlight, openDebts, waitingGate } from '../../../src/shared/domain/rollout-state'
import type { Records } from '../stage/records'

/** In the midst of what a console died, in a word or two. */
export type Moment = string

/** Judge by the journal before that console started, and after it died. Pure. */
export function momentOf(before: Records, after: Records): Moment {
  const last = after.rollouts.at(-1)
  if (!last) return 'start or planning'
  const known = before.rollouts.find(({ rollout }) => rollout === last.rollout)
  if (known && known.events.length === last.events.length) return 'start or recovery'
  const { state } = last
  const owed = openDebts(state)
  if (owed.some(({ settling }) => settling !== undefined && settling.problem === undefined)) return 'settling'
  if (state.result !== undefined) return owed.length > 0 ? 'with debts' : 'the end'
  const steps = hostsInFlight(state).map(({ step }) => step)
  if (steps[0] !== undefined) return steps[0]
  if (waitingGate(state)) return 'gate'
  if (state.brake) return 'brake'
  return state.untilMs === undefined ? 'between steps' : 'soak or pause'
}

/** How often each moment was hit, most frequent first. Pure. */
export function tellMoments(moments: readonly Moment[]): string {
  const counts = new Map<Moment, number>()
  for (const moment of moments) counts.set(moment, (counts.get(moment) ?? 0) + 1)
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([moment, count]) => `${moment} ${count}`)
    .join(', ')
}
