import type { CliRun } from '../../../helpers/built-cli'
import type { Fault } from '../../fault'
import type { Lab } from '../../lab'
import { holdRestarts } from '../../stage/hold-restart'
import { readRecords } from '../../stage/records'
import type { Stage } from '../../stage/stage'
import { assertAlways } from '../../stage/truth'
import { expectNothingBegins, expectSaid } from '../../storage/expect-held'
import { endLocalShells, limitFiles, noMoreFiles, outOfFiles, usualFiles } from '../../storage/file-limit'

/** Long enough to try to connect again some times. */
const limitedForMs = 6_000
const batch = ['web-02', 'web-03']

export const fault: Fault = {
  id: 'storage.out-of-fds-in-batch',
  title: 'no file or connection can be opened any more from the middle of a batch on',
  needs: ['sshd', 'nginx', 'loopback-range', 'prlimit'],
  limitMs: 400_000,
  run: async (lab) => {
    await loseTouch(lab)
    const checked = await comeToTheNextBatch(lab)
    return {
      times: 2,
      outcome: 'What was under way went on and was found again; where nothing could be asked it stopped and said why.',
      checked: [...checked, 'nothing began while nothing could be opened'],
    }
  },
}

/** Connections break under both hosts of a batch, and cannot be made again until the limit is lifted. */
async function loseTouch(lab: Lab): Promise<void> {
  const { stage, served, run, letGo } = await beginBatch(lab)
  limitFiles(served, noMoreFiles)
  await stage.fleet.sshd.restart()
  await expectNothingBegins(stage, limitedForMs)
  await assertAlways(stage.fleet, stage.dataFolder)
  limitFiles(served, usualFiles)
  letGo()
  const { exitCode, stderr } = await run.ended
  if (exitCode !== 0 && exitCode !== 3) throw new Error(`it ended with ${exitCode}: ${stderr}`)
  lab.say(exitCode === 0 ? 'it waited, and went on by itself' : `it stopped: ${whyStopped(stage)}`)
  if (exitCode === 3) expectSaid(whyStopped(stage), 'the brake', outOfFiles)
  await expectGoodEnd(stage, served)
}

/** The batch can be done with what is open; the next one cannot, and is not begun. */
async function comeToTheNextBatch(lab: Lab): Promise<readonly string[]> {
  const { stage, served, run, letGo } = await beginBatch(lab)
  limitFiles(served, noMoreFiles)
  endLocalShells(served)
  letGo()
  const { exitCode } = await run.ended
  if (exitCode !== 3) throw new Error(`run ended with ${exitCode}, not 3`)
  const why = whyStopped(stage)
  lab.say(`it stopped before the next batch: ${why}`)
  expectSaid(why, 'the brake or the gate', outOfFiles)
  for (const name of batch) {
    if (!stage.fleet.isServing(name)) throw new Error(`${name} was left out of traffic`)
  }
  const later = stage.fleet.names.filter((name) => name > 'web-03' && stage.fleet.effectsOf(name).length > 0)
  if (later.length > 0) throw new Error(`begun all the same: ${later.join(', ')}`)
  await assertAlways(stage.fleet, stage.dataFolder)
  limitFiles(served, usualFiles)
  return expectGoodEnd(stage, served)
}

/** What is said of it: by the brake, of hosts that failed, and by checks of gates that do not hold. */
function whyStopped({ dataFolder }: Stage): string {
  const events = readRecords(dataFolder).rollouts.at(-1)?.events ?? []
  const reasons = events.flatMap(({ event }) => {
    if (event.kind === 'brake-pulled' || event.kind === 'host-failed') return event.reason
    return event.kind === 'check-recorded' && !event.holds ? event.evidence : []
  })
  return reasons.join('; ')
}

type Begun = { readonly stage: Stage; readonly served: CliRun; readonly run: CliRun; readonly letGo: () => void }

/** A console that stays, a verb that follows, and both hosts of the first batch in their restart. */
async function beginBatch(lab: Lab): Promise<Begun> {
  const options = { hosts: 5 }
  const stage = await lab.stage(options)
  const { hold, letGo } = await holdRestarts(stage, batch, options)
  hold()
  const served = await stage.program.serve()
  const run = stage.begin()
  await Promise.all(batch.map((name) => stage.untilStep(name, 'restart')))
  return { stage, served, run, letGo }
}

async function expectGoodEnd(stage: Stage, served: CliRun): Promise<readonly string[]> {
  if (served.child.exitCode !== null) throw new Error(`the console ended with ${served.child.exitCode}`)
  const { result } = await stage.toTheEnd()
  if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
  // one that stays keeps a shell on each host for the next command
  served.child.kill('SIGTERM')
  await served.ended
  return stage.assertTruth()
}
