import { debtInvariant, mutedInvariant, servingInvariant, unforgottenInvariant, versionInvariant } from './truth-hosts'
import { floorInvariant, journalInvariant } from './truth-journal'
import { logInvariant } from './truth-logs'
import { processInvariant } from './truth-processes'
import { onceInvariant, twiceInvariant } from './truth-steps'
import { readRecords, type Records } from './records'
import type { Effect, Site } from './site'

/** Something that must be true whatever happened. `findProblems` says what is not, as sentences. */
export type Invariant = {
  readonly name: string
  readonly findProblems: (at: {
    readonly site: Site
    /** Host by host; empty where hosts write nothing down. */
    readonly effects: ReadonlyMap<string, readonly Effect[]>
    readonly records: Records
    readonly dataFolder: string
  }) => Promise<readonly string[]> | readonly string[]
}

/** Once nothing moves any more. */
const atRest: readonly Invariant[] = [
  onceInvariant,
  versionInvariant,
  servingInvariant,
  mutedInvariant,
  debtInvariant,
  floorInvariant,
  journalInvariant,
  logInvariant,
  processInvariant,
]

/** At any instant, also while steps run on hosts and no console does. */
const always: readonly Invariant[] = [twiceInvariant, unforgottenInvariant, floorInvariant, journalInvariant]

/**
 * Compare a data folder with the fleet it speaks of, once nothing moves any more. Returns the names of the invariants.
 * @throws Error with every problem that was found
 */
export const assertTruth = (site: Site, dataFolder: string): Promise<readonly string[]> =>
  assertAll(atRest, site, dataFolder)

/**
 * Check what must hold at every instant; for the moment after a kill.
 * @throws Error with every problem that was found
 */
export const assertAlways = (site: Site, dataFolder: string): Promise<readonly string[]> =>
  assertAll(always, site, dataFolder)

async function assertAll(invariants: readonly Invariant[], site: Site, dataFolder: string): Promise<readonly string[]> {
  // asked of the hosts first: what began there is in the journal already
  const effects = new Map(site.names.map((name) => [name, site.effectsOf?.(name) ?? []]))
  const records = readRecords(dataFolder)
  const problems: string[] = []
  for (const { name, findProblems } of invariants) {
    const found = await findProblems({ site, effects, records, dataFolder })
    problems.push(...found.map((problem) => `${name}: ${problem}`))
  }
  if (problems.length > 0) throw new Error(`not true any more:\n  ${problems.slice(0, 20).join('\n  ')}`)
  return invariants.map(({ name }) => name)
}
