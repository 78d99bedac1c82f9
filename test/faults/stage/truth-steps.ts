import type { RolloutRecords } from './records'
import type { Effect } from './site'
import type { Invariant } from './truth'

/** An attempt that a host or the journal knows of. */
const keyOf = (host: string, { rollout, step, attempt }: { rollout: string; step: string; attempt: number }) =>
  `${rollout} ${host} ${step}.${attempt}`

/**
 * No attempt began twice on a host; what began is in the journal; and what the journal calls done has begun. Attempts
 * beyond the first are there only where one failed before, or where a person asked for it.
 */
export const onceInvariant: Invariant = {
  name: 'each step once',
  findProblems: ({ site, records }) => {
    const { effectsOf } = site
    if (!effectsOf) return []
    const begun = new Map<string, number>()
    const markedSteps = new Set<string>()
    for (const name of site.names) {
      for (const effect of effectsOf.call(site, name)) {
        if (effect.word === 'done') continue
        markedSteps.add(effect.step)
        count(begun, keyOf(name, effect), effect)
      }
    }
    return [...problemsOf(begun), ...records.rollouts.flatMap((rollout) => compare(rollout, begun, markedSteps))]
  },
}

/** Commands that are asked many times mark each look; one is enough to know that the attempt began. */
function count(begun: Map<string, number>, key: string, { word }: Effect): void {
  begun.set(key, word === 'look' ? 1 : (begun.get(key) ?? 0) + 1)
}

const problemsOf = (begun: ReadonlyMap<string, number>): string[] =>
  [...begun].filter(([, times]) => times > 1).map(([key, times]) => `${key} ran ${times} times`)

function compare({ rollout, events }: RolloutRecords, begun: ReadonlyMap<string, number>, marked: ReadonlySet<string>) {
  const problems: string[] = []
  const started = new Set<string>()
  const failedBefore = new Set<string>()
  for (const { event } of events) {
    if (event.kind === 'step-started') {
      const { host, step, attempt, purpose } = event
      started.add(keyOf(host, { rollout, step, attempt }))
      if (attempt > 1 && purpose === 'forward' && !failedBefore.has(`${host} ${step}`)) {
        problems.push(`${host} ${step}.${attempt} was started though no attempt before it had failed`)
      }
    }
    if (event.kind === 'step-finished') {
      const { host, step, attempt, outcome } = event
      if (outcome === 'failed') failedBefore.add(`${host} ${step}`)
      const key = keyOf(host, { rollout, step, attempt })
      if (outcome === 'ok' && marked.has(step) && !begun.has(key)) problems.push(`${key} is "ok" but never ran`)
    }
    // a host that was put back, or is tried again by a person, goes through steps that went well once more
    if (event.kind === 'host-returned' || event.kind === 'host-retried' || event.kind === 'undo-planned') {
      for (const step of marked) failedBefore.add(`${event.host} ${step}`)
    }
  }
  const unknown = [...begun.keys()].filter((key) => key.startsWith(`${rollout} `) && !started.has(key))
  return [...problems, ...unknown.map((key) => `${key} ran, but the journal does not know`)]
}
