import { projectRollout, type RolloutView } from '../../../src/shared/domain/rollout-view'
import { assertNever } from '../../../src/shared/util/assert-never'
import type { Lab } from '../lab'
import type { Program } from './program'
import { readRecords } from './records'

/** What a person does about a rollout that does not go on by itself. */
export type Deed = 'sign' | 'resume' | 'retry' | 'roll-back' | 'exclude' | 'revoke'

export type LeadOptions = {
  /** What to do about a brake; left out: retry what failed, else resume. `deeds` is what was done so far. */
  readonly onBrake?: (view: RolloutView, deeds: readonly Deed[]) => Deed
  /** What signs one gate, where `--yes` does not answer it; left out: all are signed in one go. */
  readonly signing?: readonly string[]
  /** No rollout needs more deeds than this. */
  readonly mostDeeds?: number
}

const usualMostDeeds = 30

/**
 * Do what a person would, one verb at a time, until the latest rollout is over: sign what waits, take up what was left,
 * retry what failed. Returns how it ended.
 */
export async function leadToTheEnd(lab: Lab, program: Program, options: LeadOptions = {}): Promise<RolloutView> {
  const { onBrake = retryOrResume, signing = [], mostDeeds = usualMostDeeds } = options
  const deeds: Deed[] = []
  while (deeds.length <= mostDeeds) {
    lab.signal.throwIfAborted()
    const state = readRecords(program.dataFolder).rollouts.at(-1)?.state
    if (!state) throw new Error('there is no rollout to lead to its end')
    const view = projectRollout(state, Date.now())
    if (view.result !== undefined) return view
    const deed = view.state === 'braked' ? onBrake(view, deeds) : view.state === 'waiting' ? 'sign' : 'resume'
    deeds.push(deed)
    await perform(program, view, deed, signing)
  }
  throw new Error(`not over after ${mostDeeds} deeds: ${deeds.join(', ')}`)
}

const retryOrResume = (view: RolloutView): Deed => (view.failures.length > 0 ? 'retry' : 'resume')

/** A verb follows the rollout until it is over, waits or brakes: 0, 1, 3 and 4 are all answers; 2 is a refusal. */
async function perform(program: Program, view: RolloutView, deed: Deed, signing: readonly string[]): Promise<void> {
  await program.expect([0, 1, 3, 4], [...verbOf(view, deed, signing), '--json'])
}

function verbOf(view: RolloutView, deed: Deed, signing: readonly string[]): string[] {
  const { rollout, failures } = view
  const because = ['--reason', 'the fault suite goes on']
  switch (deed) {
    case 'sign':
      return signing.length > 0 ? ['sign', rollout, ...signing] : ['resume', rollout, '--yes']
    case 'resume':
    case 'retry':
      return [deed, rollout, '--yes']
    case 'roll-back':
      return ['rollback', rollout, '--yes', ...because]
    case 'exclude':
      return ['exclude', rollout, failures[0]?.host ?? '', ...because]
    case 'revoke':
      return ['revoke', rollout, ...because]
    default:
      return assertNever(deed)
  }
}
