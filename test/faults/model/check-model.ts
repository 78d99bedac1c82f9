import fc from 'fast-check'
import { AppError } from '../../../src/shared/errors/app-error'
import { Broken } from './broken'
import { scenario, type Scenario } from './cluster'
import { happen, happening, type Happening, type Kind } from './happenings'
import { Model } from './model'
import { ModelConsole } from './model-console'
import { trueRules, type Rules } from './rules'
import { leaveDebts } from './leave-debts'
import { findWayOut, waysOut } from './way-out'

export type ModelCheck = {
  readonly sequences: number
  readonly seed: number
  readonly rules?: Rules
  /** Look for the shortest sequence once one was found; left out: yes. */
  readonly isShrunk?: boolean
  /** Called now and then with what was done so far. */
  readonly onProgress?: (counts: ModelCounts) => void
}
export type ModelCounts = {
  sequences: number
  happenings: number
  /** Events that were judged. */
  events: number
  crashes: number
  /** Tries to settle a debt. */
  settlings: number
  results: Record<string, number>
}
export type ModelReport = {
  readonly counts: ModelCounts
  /** What was found: the invariant, the shortest sequence that breaks it, and how to see it again. */
  readonly found?: {
    readonly what: string
    readonly invariant: string
    readonly example: string
    readonly seed: number
  }
}

/** A way to the end is looked for after each sequence; every so many, a good release must put everything right after it. */
const sequencesPerGoodRelease = 8
/** Reading a journal back costs as much as playing it. */
const sequencesPerReading = 16
const sequencesPerProgress = 5_000
/** Long enough for a whole rollout with trouble on the way; left alone, fast-check prefers short ones. */
const sequenceOf = fc.array(happening, { minLength: 8, maxLength: 60, size: 'max' })
const alwaysLegal = { isProtected: false, batches: [1], maxUnavailable: '100%', down: 0 } satisfies Partial<Scenario>

/** Run random sequences over the state machine and judge every event. The same seed gives the same sequences. */
export function checkModel({
  sequences,
  seed,
  rules = trueRules,
  isShrunk = true,
  onProgress,
}: ModelCheck): ModelReport {
  const counts: ModelCounts = { sequences: 0, happenings: 0, events: 0, crashes: 0, settlings: 0, results: {} }
  const property = fc.property(scenario, sequenceOf, (wanted, sequence) => {
    const model = open(wanted, rules)
    play(model, sequence, counts.sequences)
    count(counts, model, sequence)
    if (counts.sequences % sequencesPerProgress === 0) onProgress?.(counts)
  })
  const outcome = withoutStacks(() => fc.check(property, { numRuns: sequences, seed, endOnFailure: !isShrunk }))
  if (!outcome.failed) return { counts }
  const error = outcome.errorInstance
  if (!(error instanceof Broken)) throw error
  const example = `${JSON.stringify(outcome.counterexample)} after ${outcome.numShrinks} shrinks`
  return { counts, found: { what: error.message, invariant: error.invariant, example, seed } }
}

/** A refusal is an error inside of `decide`; collecting the stack of each would be a fifth of all the work. */
function withoutStacks<T>(work: () => T): T {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return work()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function play(model: Model, sequence: readonly Happening[], number: number): void {
  const console = new ModelConsole(model)
  if (model.scenario.owes !== 'nothing') leaveDebts(model, console)
  for (const each of sequence) happen(model, console, each)
  const way = waysOut[sequence.length % waysOut.length]!
  findWayOut(model, console, way, number % sequencesPerGoodRelease === 0)
  if (number % sequencesPerReading === 0) for (const rollout of model.rollouts) model.assertReplay(rollout, true)
}

/** Where the rules of planning refuse a scenario, one that they never do is played instead. */
function open(wanted: Scenario, rules: Rules): Model {
  try {
    return new Model(wanted, rules)
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('plan.')) throw error
    return new Model({ ...wanted, ...alwaysLegal }, rules)
  }
}

function count(counts: ModelCounts, model: Model, sequence: readonly Happening[]): void {
  const isCrash = ([kind]: Happening): boolean => kind === ('crash' satisfies Kind)
  counts.sequences += 1
  counts.happenings += sequence.length
  counts.events += model.events
  counts.crashes += sequence.filter(isCrash).length
  for (const { state, ledger } of model.rollouts) {
    counts.settlings += ledger.settlings
    const result = state.result ?? 'in progress'
    counts.results[result] = (counts.results[result] ?? 0) + 1
  }
}
