import { debtInvariant, mutedInvariant, servingInvariant, versionInvariant } from './truth-hosts'
import { floorInvariant, journalInvariant } from './truth-journal'
import { logInvariant } from './truth-logs'
import { processInvariant } from './truth-processes'
import { onceInvariant } from './truth-steps'
import { readRecords, type Records } from './records'
import type { Site } from './site'

/** Something that must be true whatever happened. `findProblems` says what is not, as sentences. */
export type Invariant = {
  readonly name: string
  readonly findProblems: (at: {
    readonly site: Site
    readonly records: Records
    readonly dataFolder: string
  }) => Promise<readonly string[]> | readonly string[]
}

const invariants: readonly Invariant[] = [
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

/**
 * Compare a data folder with the fleet it speaks of, once nothing moves any more. Returns the names of the invariants.
 * @throws Error with every problem that was found
 */
export async function assertTruth(site: Site, dataFolder: string): Promise<readonly string[]> {
  const records = readRecords(dataFolder)
  const problems: string[] = []
  for (const { name, findProblems } of invariants) {
    const found = await findProblems({ site, records, dataFolder })
    problems.push(...found.map((problem) => `${name}: ${problem}`))
  }
  if (problems.length > 0) throw new Error(`not true any more:\n  ${problems.slice(0, 20).join('\n  ')}`)
  return invariants.map(({ name }) => name)
}
