import type { RolloutView } from '../../shared/domain/rollout-view'
import type { DemoEnding, DemoFacts } from './demo-facts'
import { installedVersion, newVersion } from './fleet'

/** Something a demo says about itself, held against what was seen. */
export type Claim = { readonly id: string; readonly claim: string; readonly holds: boolean; readonly seen: string }

/** So many hosts are named when they answer something else; the count has them all. */
const namesShown = 5

/** Judge a demo that was to end like this. Pure. */
export function judgeDemo(facts: DemoFacts, ending: DemoEnding): Claim[] {
  const { load, openDebts, fewestServing } = facts
  const floor = floorOf(facts)
  return [
    judgeResult(facts, ending),
    ...(facts.faults.length > 0 && ending === 'rolled-back' ? [judgeFault(facts)] : []),
    judgeVersions(facts, ending === 'released' ? newVersion : installedVersion),
    {
      id: 'requests',
      claim: 'customers were served and no request failed',
      holds: load.failedCount === 0 && load.servedCount > 0,
      seen: `${load.failedCount} failed, ${load.servedCount} served`,
    },
    {
      id: 'floor',
      claim: 'the traffic switch never had fewer hosts in than the floor',
      holds: floor !== undefined && fewestServing >= floor,
      seen: `fewest ${fewestServing}, floor ${floor ?? 'unknown'}`,
    },
    judgeTraffic(facts),
    judgeJournals(facts),
    {
      id: 'debts',
      claim: 'nothing is owed to any host',
      holds: openDebts.length === 0,
      seen: nameSome(openDebts.map(({ host, kind }) => `${host} (${kind})`)),
    },
  ]
}

/** The highest floor of the demo's rollouts. Pure; undefined when there was none. */
export const floorOf = ({ rollouts }: DemoFacts): number | undefined =>
  rollouts.length === 0 ? undefined : Math.max(...rollouts.map(({ floor }) => floor))

/** How a demo did end; undefined when it stopped somewhere in the middle. Pure. */
export function endingOf({ rollouts }: DemoFacts): DemoEnding | undefined {
  const last = rollouts.at(-1)
  if (last?.state !== 'succeeded') return undefined
  return last.type === 'release' ? 'released' : 'rolled-back'
}

function judgeResult(facts: DemoFacts, ending: DemoEnding): Claim {
  const wanted = ending === 'released' ? 'release succeeded' : 'rollback succeeded'
  const seen = facts.rollouts.map(({ type, state }) => `${type} ${state}`)
  return {
    id: 'result',
    claim: ending === 'released' ? 'the release succeeded' : 'the release was stopped, and the rollback succeeded',
    holds: seen.at(-1) === wanted,
    seen: seen.join(', ') || 'no rollout',
  }
}

function judgeFault({ rollouts, faults }: DemoFacts): Claim {
  const named = faults.map(({ host, step }) => `${host}:${step}`)
  const failed = rollouts.flatMap((rollout) => (rollout.type === 'release' ? failedSteps(rollout) : []))
  return {
    id: 'fault',
    claim: 'what failed is what was broken on purpose',
    holds: failed.length > 0 && failed.every((each) => named.includes(each)),
    seen: nameSome(failed),
  }
}

/** `web-07:verify` for every step that failed for good. */
const failedSteps = ({ batches }: RolloutView): string[] =>
  batches.flatMap(({ hosts }) =>
    hosts.flatMap(({ name, steps }) =>
      steps.flatMap(({ step, state }) => (state === 'failed' ? [`${name}:${step}`] : [])),
    ),
  )

function judgeVersions({ versions }: DemoFacts, wanted: string): Claim {
  const others = [...versions].filter(([, version]) => version !== wanted)
  const seen = nameSome(others.map(([host, version]) => `${host} ${version ?? 'does not answer'}`))
  return {
    id: 'versions',
    claim: `every host answers that it runs ${wanted}`,
    holds: versions.size > 0 && others.length === 0,
    seen: versions.size === 0 ? 'nobody was asked' : seen,
  }
}

function judgeTraffic({ serving, silenced, versions }: DemoFacts): Claim {
  const away = [...versions.keys()].filter((host) => !serving.includes(host))
  return {
    id: 'traffic',
    claim: 'every host is in traffic and watched again',
    holds: away.length === 0 && silenced.length === 0,
    seen: `out: ${nameSome(away)}; muted: ${nameSome(silenced)}`,
  }
}

function judgeJournals({ journals }: DemoFacts): Claim {
  const bad = journals.filter(({ ok }) => !ok)
  return {
    id: 'journal',
    claim: 'the hash chains of the journals are whole',
    holds: journals.length > 0 && bad.length === 0,
    seen: nameSome(bad.map(({ rollout, seq, why }) => `${rollout} row ${seq} ${why}`)),
  }
}

function nameSome(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  const rest = names.length - namesShown
  return names.slice(0, namesShown).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}
