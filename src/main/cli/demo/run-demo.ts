import type { DemoEnding, DemoFacts } from '../../demo/demo-facts'
import { gatherFacts } from '../../demo/demo-facts'
import { endingOf, judgeDemo } from '../../demo/demo-claims'
import { startLoad } from '../../demo/load-generator'
import { openStage, type Stage } from '../../demo/stage'
import type { Cli } from '../cli'
import { exitCodes, type ExitCode } from '../exit-code'
import { printJson } from '../verb'
import { DemoEnded, listenForEnd, unlessAborted } from './demo-interrupts'
import { playDemo } from './demo-play'
import { DemoScreen } from './demo-screen'
import { DemoTeller } from './demo-teller'
import { introBlock, keepBlock, stageBlock, type DemoWishes } from './intro-block'
import { playInteractively } from './interactive-play'
import { summarise, summaryBlock } from './summary-block'

/** Run a demo; the exit code is 0 only when all that it claims was true. Leaves nothing behind, however it ends. */
export async function runDemo(cli: Cli, wishes: DemoWishes, isJson: boolean): Promise<ExitCode> {
  const show: Show = { cli, wishes, isJson, screen: await DemoScreen.open(cli, isJson), isCtrlCOurs: true }
  const { screen } = show
  const onEnd = () => {
    screen.close()
    cli.stderr.write('Ending the demo and removing all of it …\n')
  }
  const { signal, stop } = listenForEnd(cli, () => show.isCtrlCOurs, onEnd)
  let stage: Stage | undefined
  try {
    screen.print(introBlock(wishes, cli.stdout.colors))
    const { hosts, faults, isInteractive, isKept } = wishes
    stage = await openStage({ hosts, fail: faults, isFourEyes: !isInteractive, signal })
    screen.print(stageBlock(stage, cli.stdout.colors))
    const isGood = await unlessAborted(signal, perform(show, stage, signal))
    if (isKept) await keep(show, stage, signal)
    return isGood ? exitCodes.succeeded : exitCodes.failed
  } catch (error) {
    if (!(error instanceof DemoEnded)) throw error
    return exitCodes.failed
  } finally {
    screen.close()
    await stage?.close()
    stop()
  }
}

type Show = {
  readonly cli: Cli
  readonly screen: DemoScreen
  readonly wishes: DemoWishes
  readonly isJson: boolean
  /** No while the follower of `run` makes sense of Ctrl-C. */
  isCtrlCOurs: boolean
}

/** Play it and print the summary; returns whether everything was as claimed. */
async function perform(show: Show, stage: Stage, signal: AbortSignal): Promise<boolean> {
  const { cli, screen, wishes } = show
  if (wishes.isInteractive) {
    show.isCtrlCOurs = false
    await playInteractively(cli, stage, signal)
    show.isCtrlCOurs = true
  } else {
    const { colors } = cli.stdout
    const teller = new DemoTeller(cli, screen, stage)
    await playDemo({ client: stage.client, teller, colors, signal })
  }
  return tellEnd(show, await gatherFacts(stage, wishes.faults))
}

function tellEnd({ cli, screen, wishes, isJson }: Show, facts: DemoFacts): boolean {
  // a person may go back before anything has failed
  const judged = wishes.isInteractive ? { ...facts, faults: [] } : facts
  const claims = judgeDemo(judged, endingFor(facts, wishes))
  const summary = summarise(facts, claims)
  if (isJson) printJson(cli, summary)
  screen.print(summaryBlock(summary, cli.stdout.colors))
  return summary.ok
}

/** How it was meant to end. A person decides that while it runs; one who stops in the middle wanted the release. */
function endingFor(facts: DemoFacts, { faults, isInteractive }: DemoWishes): DemoEnding {
  const planned = faults.length > 0 ? 'rolled-back' : 'released'
  return isInteractive ? (endingOf(facts) ?? planned) : planned
}

/** Let the fleet and its customers go on until the person ends it. */
async function keep({ cli, screen }: Show, stage: Stage, signal: AbortSignal): Promise<void> {
  const load = await startLoad({ url: stage.fleet.traffic.url, fleetDir: stage.fleet.dir })
  try {
    screen.print(keepBlock(stage, cli.stdout.colors))
    await unlessAborted(signal, new Promise<never>(() => undefined))
  } catch (error) {
    if (!(error instanceof DemoEnded)) throw error
  } finally {
    await load.stop()
  }
}
