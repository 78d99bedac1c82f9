import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describeFinding } from '../../../src/shared/domain/recovery'
import type { StepName } from '../../../src/shared/domain/lifecycle'
import type { RolloutEvent, StepFinding } from '../../../src/shared/domain/rollout-event'
import { readRecords } from '../stage/records'
import type { Stage } from '../stage/stage'

export type Interrupted = { readonly host: string; readonly step: StepName }
type Finding = Extract<RolloutEvent, { kind: 'step-found' }>

/**
 * Take up what a killed console left, as a person who reads (without `--json`) and to a good end, and check that the
 * interruption is told: by the journal, by what the verb prints, and by `show`. `onFound` is done once all is found.
 * Returns what was found, in the order of the steps.
 * @throws Error with what is not told
 */
export async function takeUp(
  stage: Stage,
  steps: readonly Interrupted[],
  onFound: () => void = () => undefined,
): Promise<readonly StepFinding['kind'][]> {
  const before = listRestarts(stage).length
  const recovery = stage.program.start(['resume', 'latest', '--yes'])
  const hasAll = () => listRestarts(stage).length > before && steps.every((step) => findFinding(stage, step))
  await stage.lab.until('the journal says what was found', hasAll)
  onFound()
  const { exitCode, stdout, stderr } = await recovery.ended
  if (exitCode !== 0) throw new Error(`resume ended with ${exitCode}: ${stderr}\n${stdout.slice(-2_000)}`)
  expectRestart(stage, steps)
  const { stdout: shown } = await stage.program.expect([0], ['show', 'latest'])
  expectSentence('resume', stdout, /taken up again; under way: /)
  expectSentence('show', shown, new RegExp(`taken up again at .*; ${steps.length} steps? under way then`))
  return steps.map((step) => expectTold(stage, step, { resume: stdout, show: shown }))
}

/** Wait until the first attempt of a step has ended on its host, by what the host keeps of it. */
export async function untilEnded(stage: Stage, step: Interrupted): Promise<void> {
  await stage.lab.until(`${step.step} ends on ${step.host}`, () => runFiles(stage, step, 'exit').length > 0)
}

function expectTold(stage: Stage, step: Interrupted, texts: Readonly<Record<string, string>>): StepFinding['kind'] {
  const finding = findFinding(stage, step)
  if (!finding) throw new Error(`the journal does not say what was found of ${step.step}`)
  expectBytes(stage, step, finding)
  const sentence = `${step.host}: ${describeFinding(finding)}`
  for (const [where, text] of Object.entries(texts)) expectSentence(where, text, sentence)
  return finding.found.kind
}

function expectSentence(where: string, text: string, sentence: string | RegExp): void {
  const isSaid = typeof sentence === 'string' ? text.includes(sentence) : sentence.test(text)
  if (!isSaid) throw new Error(`${where} does not say "${sentence}": ${text.slice(-2_000)}`)
}

/** What the last console wrote down about an interrupted step; undefined while it has not. */
function findFinding(stage: Stage, { host, step }: Interrupted): Finding | undefined {
  const events = eventsOf(stage)
  const from = events.findLastIndex(({ kind }) => kind === 'console-restarted')
  return events
    .slice(from)
    .filter((event) => event.kind === 'step-found')
    .findLast((event) => event.host === host && event.step === step)
}

/** The journal must name the steps that were under way, and no others. */
function expectRestart(stage: Stage, steps: readonly Interrupted[]): void {
  const told = (listRestarts(stage).at(-1)?.interrupted ?? []).map(({ host, step }) => `${host} ${step}`)
  const wanted = steps.map(({ host, step }) => `${host} ${step}`)
  if (told.toSorted().join() === wanted.toSorted().join()) return
  throw new Error(`interrupted: ${wanted.join(', ')}; the journal says: ${told.join(', ') || 'nothing'}`)
}

/** What it claims to have taken over of the output is what the host has. */
function expectBytes(stage: Stage, step: Interrupted, { found }: Finding): void {
  if (found.kind !== 'finished') return
  const [bytes] = runFiles(stage, step, 'log').map((file) => statSync(file).size)
  if (bytes === found.logBytes) return
  throw new Error(`${found.logBytes} bytes of ${step.step} were taken, and the host has ${bytes}`)
}

const listRestarts = (stage: Stage) => eventsOf(stage).filter((event) => event.kind === 'console-restarted')

const eventsOf = ({ dataFolder }: Stage): readonly RolloutEvent[] =>
  (readRecords(dataFolder).rollouts.at(-1)?.events ?? []).map(({ event }) => event)

const runFiles = ({ fleet }: Stage, { host, step }: Interrupted, name: string): string[] =>
  globSync(join(fleet.homeOf(host), '.lastmile/runs/*/shop', host, `${step}.1`, name))
