import { setTimeout as delay } from 'node:timers/promises'
import { openDebts, type RolloutState } from '../../../src/shared/domain/rollout-state'
import { phaseOf } from '../../../src/shared/domain/rollout-view'
import type { CliRun } from '../../helpers/built-cli'
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
  const reaper = new Reaper(random.fork(2), story, pace)
  const moments: Moment[] = []
  let wasKilled = false
  try {
    for (let verbs = 0; ; verbs += 1) {
      lab.signal.throwIfAborted()
      const state = latestState(stage)
      if (isDone(story, state)) {
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
    await assertEnding(stage.fleet, story)
    return { moments, pace: reaper.paceAfter(), checked: [...checked, 'the right ending'] }
  } catch (error) {
    throw new Error(`${tellOf(error)}\n    evidence: ${stage.keepEvidence()}`, { cause: error })
  } finally {
    await stage.close()
  }
}

/** Those that print once, when all is done. */
const quietVerbs: ReadonlySet<string | undefined> = new Set(['exclude', 'debts'])

/** The verb is the console, and what dies. */
async function playVerb(stage: Stage, story: Story, reaper: Reaper, state: RolloutState | undefined) {
  const args = verbFor(stage, story, state)
  const run = stage.program.start(args)
  const settling = args[0] === 'debts' ? untilSettling(stage, run) : undefined
  const outcome = await reaper.watch(run, { isQuiet: quietVerbs.has(args[0]), settling })
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
  for (let now = state; !isDone(story, now); now = latestState(stage)) {
    if (verbs++ > mostVerbs) throw new Error('the served rollout does not come to its end')
    const args = verbFor(stage, story, now)
    const run = stage.program.start(args)
    const settling = args[0] === 'debts' ? untilSettling(stage, run) : undefined
    const outcome = await reaper.watch(served, { until: run.ended, isStarting: false, settling })
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
function verbFor(stage: Stage, story: Story, state: RolloutState | undefined): string[] {
  const { broken, onBrake } = story
  if (!state) return ['run', 'shop', nextVersion, '--env', 'production', '--yes', '--json']
  const rollout = state.settings.rollout
  if (state.result !== undefined) return settleVerb(stage, story, state)
  if (phaseOf(state) !== 'braked') return ['resume', rollout, '--yes', '--json']
  if (onBrake === 'exclude') return leaveOutVerb(stage, story, state)
  if (broken && onBrake === 'retry') stage.fleet.mendStep(broken.host, broken.step)
  if (onBrake === 'roll-back' && state.settings.type !== 'rollback') {
    return ['rollback', rollout, '--yes', '--json', '--reason', 'the fault suite goes back']
  }
  return [onBrake === 'retry' ? 'retry' : 'resume', rollout, '--yes', '--json']
}

function leaveOutVerb(stage: Stage, story: Story, state: RolloutState): string[] {
  const { rollout } = state.settings
  const failed = Object.values(state.hosts).find(({ status }) => status === 'failed')
  if (failed) return ['exclude', rollout, failed.name, '--json', '--reason', 'the fault suite goes on']
  if (story.leftOut?.isSettledAtBrake && openDebts(state).length > 0) return settleVerb(stage, story, state)
  return ['resume', rollout, '--yes', '--json']
}

/** A host that is not well yet is seen not to be put back first, and mended then. */
function settleVerb(
  { fleet, dataFolder }: Stage,
  { broken }: Story,
  { settings: { rollout } }: RolloutState,
): string[] {
  const events = readRecords(dataFolder).rollouts.at(-1)?.events ?? []
  const hasFailed = events.some(({ event }) => event.kind === 'settling-failed')
  if (broken && hasFailed) fleet.mendStep(broken.host, broken.step)
  if (!broken) throw new Error(`nothing was broken, and rollout ${rollout} owes something`)
  return ['debts', 'settle', broken.host, '--json']
}

/** Until the journal has one more try to settle a debt than now, or the verb ends. */
async function untilSettling(stage: Stage, run: CliRun): Promise<void> {
  const count = () =>
    readRecords(stage.dataFolder)
      .rollouts.flatMap(({ events }) => events)
      .filter(({ event }) => event.kind === 'settling-started').length
  const before = count()
  while (run.child.exitCode === null && run.child.signalCode === null && count() === before) await delay(30)
}

const latestState = (stage: Stage): RolloutState | undefined => readRecords(stage.dataFolder).rollouts.at(-1)?.state

/** Over, and nothing is owed that the story gives back. */
const isDone = ({ leftOut }: Story, state: RolloutState | undefined): boolean =>
  state?.result !== undefined && (leftOut === undefined || openDebts(state).length === 0)

const tellOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
