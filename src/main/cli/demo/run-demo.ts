import type { DemoEnding, DemoFacts } from '../../demo/demo-facts'
import { gatherFacts } from '../../demo/demo-facts'
import { endingOf, judgeDemo } from '../../demo/demo-claims'
import { startLoad } from '../../demo/load-generator'
import { openStage, type Stage } from '../../demo/stage'
import type { Cli } from '../cli'
import { exitCodes, type ExitCode } from '../exit-code'
import { printJson } from '../verb'
import { DemoEnded, listenForEnd, sleepUnless, untilAborted } from './demo-interrupts'
import { playDemo } from './demo-play'
import { DemoScreen } from './demo-screen'
import { DemoTeller } from './demo-teller'
import { introBlock, keepBlock, stageBlock, type DemoWishes } from './intro-block'
import { playInteractively } from './interactive-play'
import { summarise, summaryBlock } from './summary-block'

/** Run a demo; the exit code is 0 only when all that it claims was true. Leaves nothing behind, however it ends. */
export async function runDemo(cli: Cli, wishes: DemoWishes, isJson: boolean): Promise<ExitCode> {
  const screen = await DemoScreen.open(cli, isJson)
  let isCtrlCOurs = true
  const { signal, stop } = listenForEnd(cli, () => isCtrlCOurs)
  let stage: Stage | undefined
  try {
    screen.print(introBlock(wishes, cli.stdout.colors))
    const { hosts, faults, isInteractive } = wishes
    stage = await openStage({ hosts, fail: faults, isFourEyes: !isInteractive, signal })
    screen.print(stageBlock(stage, cli.stdout.colors))
    if (isInteractive) {
      isCtrlCOurs = false
      await playInteractively(cli, stage)
      isCtrlCOurs = true
    } else {
      const teller = new DemoTeller(cli, screen, stage)
      const sleep = (ms: number) => sleepUnless(signal, ms)
      await playDemo({ client: stage.client, teller, colors: cli.stdout.colors, sleep, signal })
    }
    const isGood = tellEnd(cli, screen, await gatherFacts(stage, faults), wishes, isJson)
    if (wishes.isKept && !signal.aborted) await keep(stage, screen, cli, signal)
    return isGood ? exitCodes.succeeded : exitCodes.failed
  } catch (error) {
    if (!(error instanceof DemoEnded)) throw error
    screen.live(undefined)
    return exitCodes.failed
  } finally {
    screen.close()
    if (signal.aborted) cli.stderr.write('Ending the demo and removing all of it …\n')
    await stage?.close()
    stop()
  }
}

/** Print the summary; returns whether everything was as claimed. */
function tellEnd(cli: Cli, screen: DemoScreen, facts: DemoFacts, wishes: DemoWishes, isJson: boolean): boolean {
  const claims = judgeDemo(facts, endingFor(facts, wishes))
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

async function keep(stage: Stage, screen: DemoScreen, cli: Cli, signal: AbortSignal): Promise<void> {
  const load = await startLoad({ url: stage.fleet.traffic.url, fleetDir: stage.fleet.dir })
  try {
    screen.print(keepBlock(stage, cli.stdout.colors))
    await untilAborted(signal)
  } finally {
    await load.stop()
  }
}
