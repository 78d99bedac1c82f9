import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { FaultReport } from '../fault'
import type { Lab } from '../lab'
import { chatter } from './chatter'
import { readRecords } from './records'
import { findMissingLogs } from './truth-logs'
import type { Stage } from './stage'
import type { StageOptions } from './stage-spec'

/** Some 31 MB: more than waits in memory while nothing can be stored. */
const manyLines = 4_000_000

const lookEveryMs = 2_000
const fetchedWithinMs = 90_000

export type BrokenLogs = {
  /** Break the store while web-01 is about to print; returns how to mend it. */
  readonly breakIt: (file: string, stage: Stage) => (() => unknown) | Promise<() => unknown>
  /** What the person is told while it is broken, in the words of those who follow the rollout. */
  readonly says: RegExp
  readonly lines?: number
}

/**
 * Break the store of logs in the middle of a rollout: it must go on to its end as if nothing were, with a sentence; and the
 * logs must be complete once the store works and a console has been there for a moment.
 */
export async function breakLogs(
  lab: Lab,
  { breakIt, says, lines = manyLines }: BrokenLogs,
): Promise<readonly string[]> {
  const options: StageOptions = { hosts: 3, strategy: { batches: [1] } }
  const stage = await lab.stage(options)
  stage.fleet.describe({ ...options, lifecycle: { restart: { run: chatter(stage.fleet, lines), timeout: '2m' } } })
  await stage.apply()
  stage.fleet.slowStep('web-01', 'drain', 2)
  const run = stage.begin()
  await stage.untilStep('web-01', 'drain')
  const mend = await breakIt(join(stage.dataFolder, 'logs.db'), stage)
  const { exitCode, stderr, stdout } = await run.ended
  await mend()
  if (exitCode !== 0) throw new Error(`the rollout ended with ${exitCode}: ${stderr}\n${stdout.slice(-2_000)}`)
  if (!says.test(stderr)) throw new Error(`nobody was told: ${stderr}`)
  return completeLogs(lab, stage)
}

/** Let a console stay until the logs are complete, and check everything else. */
export async function completeLogs(lab: Lab, stage: Stage): Promise<readonly string[]> {
  const serving = await stage.program.serve()
  const { fleet: site, dataFolder } = stage
  const place = { site, dataFolder, effects: new Map(), records: readRecords(dataFolder) }
  // comparing is more work than fetching, so not all the time
  const isComplete = async () => {
    await delay(lookEveryMs)
    return findMissingLogs(place).length === 0
  }
  await lab.until('what is missing is fetched', isComplete, fetchedWithinMs)
  serving.child.kill('SIGTERM')
  await serving.ended
  return [...(await stage.assertTruth()), 'the rollout is not held up by its logs']
}

/** One report for all of these. */
export const reportOf = (checked: readonly string[], outcome: string): FaultReport => ({ times: 1, outcome, checked })
