import type { RolloutState } from '../../../src/shared/domain/rollout-state'
import { phaseOf } from '../../../src/shared/domain/rollout-view'
import type { Lab } from '../lab'
import type { Random } from '../random'
import { readRecords } from '../stage/records'
import type { Stage } from '../stage/stage'
import { nextVersion } from '../stage/stage-fleet'
import { assertAlways } from '../stage/truth'
import { momentOf, type Moment } from './moment'
import { Reaper, assertAnswer, type Pace } from './reaper'
import { assertEnding, prepareFleet, type Story } from './story'

export type KilledRollout = {
  readonly moments: readonly Moment[]
  /** How long things took. */
  readonly pace: Pace
  readonly checked: readonly string[]
}

/** More verbs than any story needs; each kill costs one. */
const mostVerbs = 80

/** Play one story to its end while consoles are killed, compare what must always be true after each, and all of it in the end. */
export async function playKilled(
  lab: Lab,
  random: Random,
  { story, pace }: { readonly story: Story; readonly pace: Pace },
  onKill: (moment: Moment) => void,
): Promise<KilledRollout> {
  const stage = await lab.stage(story.stage)
  prepareFleet(stage.fleet, story, random.fork(1))
  const reaper = new Reaper(random.fork(2), story.kills, pace)
  const moments: Moment[] = []
  let wasKilled = false
  try {
    for (let verbs = 0; ; verbs += 1) {
      lab.signal.throwIfAborted()
      const state = latestState(stage)
      if (state && isOver(state)) {
        // killed after its last event: what it had not stored of the logs is fetched by the next console
        if (wasKilled) await stage.program.serveOnce()
        break
      }
      if (verbs > mostVerbs)
        throw new Error(`not over after ${mostVerbs} verbs: ${state ? phaseOf(state) : 'no rollout'}`)
      const before = readRecords(stage.dataFolder)
      const outcome = await (story.isServed ? playServed : playVerb)(stage, story, reaper, state)
      wasKilled = outcome === 'killed'
      if (!wasKilled) continue
      await assertAlways(stage.fleet, stage.dataFolder)
      const moment = momentOf(before, readRecords(stage.dataFolder))
      // a served console and the verb that followed it may both have died
      while (moments.length < reaper.deaths) {
        moments.push(moment)
        onKill(moment)
      }
    }
    const checked = await stage.assertTruth()
    assertEnding(stage.fleet, story)
    return { moments, pace: reaper.paceAfter(), checked: [...checked, 'the right ending'] }
  } catch (error) {
    throw new Error(`${tellOf(error)}\n    evidence: ${stage.keepEvidence()}`, { cause: error })
  } finally {
    await stage.close()
  }
}

/** The verb is the console, and what dies. */
async function playVerb(stage: Stage, story: Story, reaper: Reaper, state: RolloutState | undefined) {
  const args = verbFor(stage, story, state)
  const run = stage.program.start(args)
  const outcome = await reaper.watch(run)
  if (outcome === 'ended') assertAnswer(await run.ended, args)
  return outcome
}

/** A console that stays dies while a verb in another process speaks to it. */
async function playServed(stage: Stage, story: Story, reaper: Reaper, state: RolloutState | undefined) {
  const served = stage.program.start(['serve', '--no-open', '--json', '--port', '0'])
  const up = served.line(({ kind }) => kind === 'serving').catch(() => undefined)
  if ((await reaper.watch(served, { until: up })) === 'killed') return 'killed'
  if (!(await up)) throw new Error(`serve ended by itself: ${(await served.ended).stderr}`)
  let verbs = 0
  for (let now = state; !(now && isOver(now)); now = latestState(stage)) {
    if (verbs++ > mostVerbs) throw new Error('the served rollout does not come to its end')
    const args = verbFor(stage, story, now)
    const run = stage.program.start(args)
    const outcome = await reaper.watch(served, { until: run.ended, isStarting: false })
    // a verb that loses its console becomes it, and is as mortal
    if (outcome === 'killed') await reaper.watch(run, { isStarting: false })
    const result = await run.ended
    if (outcome === 'killed') return 'killed'
    assertAnswer(result, args)
    if (served.child.exitCode !== null) throw new Error(`serve ended by itself: ${(await served.ended).stderr}`)
  }
  served.child.kill('SIGTERM')
  await served.ended
  return 'ended'
}

/** What a person would do now. */
function verbFor({ fleet }: Stage, { broken, onBrake }: Story, state: RolloutState | undefined): string[] {
  if (!state) return ['run', 'shop', nextVersion, '--env', 'production', '--yes', '--json']
  const rollout = state.settings.rollout
  if (phaseOf(state) !== 'braked') return ['resume', rollout, '--yes', '--json']
  if (broken && onBrake === 'retry') fleet.mendStep(broken.host, broken.step)
  if (onBrake === 'roll-back' && state.settings.type !== 'rollback') {
    return ['rollback', rollout, '--yes', '--json', '--reason', 'the fault suite goes back']
  }
  return [onBrake === 'retry' ? 'retry' : 'resume', rollout, '--yes', '--json']
}

const latestState = (stage: Stage): RolloutState | undefined => readRecords(stage.dataFolder).rollouts.at(-1)?.state
const isOver = (state: RolloutState): boolean => state.result !== undefined
const tellOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
