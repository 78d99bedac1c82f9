import { stepNames } from '../../../src/shared/domain/lifecycle'
import type { HostState } from '../../../src/shared/domain/rollout-state'
import type { Records } from './records'
import type { Site } from './site'
import type { Invariant } from './truth'

/** Host by host, what the latest rollout that has it says. */
function latestStates({ rollouts }: Records): ReadonlyMap<string, HostState> {
  const states = new Map<string, HostState>()
  for (const { state } of rollouts) for (const host of Object.values(state.hosts)) states.set(host.name, host)
  return states
}

/** What each host must run, from all that was done to it; left out where nobody can know. */
function expectedVersions(site: Site, { rollouts }: Records): ReadonlyMap<string, string> {
  const versions = new Map(site.names.map((name) => [name, site.firstVersion]))
  for (const { state } of rollouts) {
    for (const host of Object.values(state.hosts)) {
      const { restart } = host.steps
      if (host.status === 'skipped') versions.set(host.name, host.versionAfter ?? host.target.version)
      else if (restart.state === 'ok') versions.set(host.name, host.target.version)
      // it failed somewhere between the switch and the end of the command
      else if (restart.attempts > 0) versions.delete(host.name)
    }
  }
  return versions
}

export const versionInvariant: Invariant = {
  name: 'versions',
  findProblems: async ({ site, records }) => {
    const problems: string[] = []
    for (const [name, expected] of expectedVersions(site, records)) {
      const version = await site.versionOf(name)
      if (version !== expected) problems.push(`${name} runs ${version ?? 'nothing'}, not ${expected}`)
    }
    return problems
  },
}

export const servingInvariant: Invariant = {
  name: 'traffic',
  findProblems: ({ site, records }) =>
    [...latestStates(records)].flatMap(([name, host]) => {
      const isServing = site.isServing(name)
      if (isServing === host.isServing) return []
      return [`${name} ${isServing ? 'serves' : 'is out of traffic'}, and the console says otherwise (${tellOf(host)})`]
    }),
}

export const mutedInvariant: Invariant = {
  name: 'silences',
  findProblems: ({ site, records }) =>
    [...latestStates(records)].flatMap(([name, host]) => {
      const isMuted = site.isMuted(name)
      if (isMuted === host.isMuted) return []
      return [`${name} is ${isMuted ? 'muted' : 'not muted'}, and the console says otherwise (${tellOf(host)})`]
    }),
}

/** At any instant: whatever is muted or out of traffic has an open debt. */
export const unforgottenInvariant: Invariant = {
  name: 'no debt forgotten',
  findProblems: ({ site, records }) => {
    const owed = listOwed(records)
    const forgotten = listReal(site).filter((key) => !owed.has(key))
    return forgotten.map((key) => `${key}: done, and no debt of it is open`)
  },
}

/** At rest a debt of something that was given back is a false alarm. */
export const debtInvariant: Invariant = {
  name: 'debts',
  findProblems: async (at) => {
    const real = new Set(listReal(at.site))
    const extra = [...listOwed(at.records)].filter((key) => !real.has(key))
    const forgotten = await unforgottenInvariant.findProblems(at)
    return [...forgotten, ...extra.map((key) => `${key}: a debt is open, and nothing is owed`)]
  },
}

const listOwed = ({ openDebts }: Records) => new Set(openDebts.map(({ host, kind }) => `${host} ${kind}`))

const listReal = (site: Site): string[] =>
  site.names.flatMap((name) => [
    ...(site.isServing(name) ? [] : [`${name} drain`]),
    ...(site.isMuted(name) ? [`${name} mute`] : []),
  ])

const tellOf = ({ status, steps }: HostState): string => {
  const last = stepNames.findLast((step) => steps[step].state !== 'pending')
  return `${status}, last step ${last ?? 'none'}`
}
