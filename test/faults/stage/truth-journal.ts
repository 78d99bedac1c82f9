import type { Invariant } from './truth'

export const journalInvariant: Invariant = {
  name: 'journal chain',
  findProblems: ({ records }) =>
    records.rollouts.flatMap(({ rollout, verdict }) =>
      verdict.ok ? [] : [`rollout ${rollout}, row ${verdict.seq}: ${verdict.why}`],
    ),
}

/** Where the observer looked too seldom, `floor-proof.ts` says that it is not proven. */
export const floorName = 'floor over time'

/** The highest of the floors: they are all of the same cluster. */
export const floorInvariant: Invariant = {
  name: floorName,
  findProblems: async ({ site, records: { rollouts } }) => {
    const floor = Math.max(0, ...rollouts.map(({ state }) => state.settings.plan.floor))
    const { lowest, changes, looks } = await site.observer.report()
    if (looks < 2) return ['the observer has not looked']
    if (lowest >= floor) return []
    const at = changes.find(({ serving }) => serving.length === lowest)
    return [`only ${lowest} served (${at?.serving.join(' ')}) at ${at?.atMs}, and the floor is ${floor}`]
  },
}
