import { stepNames, type DebtKind, type StepName } from '../../../src/shared/domain/lifecycle'
import type { RolloutRecords } from './records'
import type { Effect } from './site'
import type { Invariant } from './truth'

/** An attempt that a host or the journal knows of. */
const keyOf = (host: string, { rollout, step, attempt }: { rollout: string; step: string; attempt: number }) =>
  `${rollout} ${host} ${step}.${attempt}`

/** What may run on a host when a debt of it is settled, which is no step of the rollout. */
const settlingSteps: Readonly<Record<DebtKind, readonly StepName[]>> = { drain: ['verify', 'admit'], mute: ['unmute'] }

/** At any instant: no attempt of a step began twice on a host. */
export const twiceInvariant: Invariant = {
  name: 'no step twice',
  findProblems: ({ effects }) =>
    [...countBegun(effects)].filter(([, times]) => times > 1).map(([key, times]) => `${key} ran ${times} times`),
}

/**
 * No attempt began twice on a host; what began is in the journal; and what the journal calls done has begun. Attempts
 * beyond the first are there only where one failed before, or where a person asked for it.
 */
export const onceInvariant: Invariant = {
  name: 'each step once',
  findProblems: async (at) => {
    const marked = new Set([...at.effects.values()].flatMap((list) => list.map(({ step }) => step)))
    const begun = countBegun(at.effects)
    const compared = at.records.rollouts.flatMap((rollout) => compare(rollout, begun, marked))
    return [...(await twiceInvariant.findProblems(at)), ...compared]
  },
}

/** How often each attempt began. Commands that are asked many times mark each look, which counts as one. */
function countBegun(effects: ReadonlyMap<string, readonly Effect[]>): ReadonlyMap<string, number> {
  const begun = new Map<string, number>()
  for (const [name, list] of effects) {
    for (const effect of list) {
      const key = keyOf(name, effect)
      if (effect.word === 'look') begun.set(key, 1)
      if (effect.word === 'begin') begun.set(key, (begun.get(key) ?? 0) + 1)
    }
  }
  return begun
}

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
    if (event.kind === 'settling-started') {
      const { host, attempt, debtKind } = event
      for (const step of settlingSteps[debtKind]) started.add(keyOf(host, { rollout, step, attempt }))
    }
    // a host that was put back, or is tried again by a person, goes through steps that went well once more
    if (event.kind === 'host-returned' || event.kind === 'host-retried' || event.kind === 'undo-planned') {
      for (const step of stepNames) failedBefore.add(`${event.host} ${step}`)
    }
  }
  const own = [...begun.keys()].filter((key) => key.startsWith(`${rollout} `))
  const unknown = own.filter((key) => !started.has(key))
  return [...problems, ...unknown.map((key) => `${key} ran, but the journal does not know`)]
}
