import type { StepName } from '../../../src/shared/domain/lifecycle'
import type { RolloutView } from '../../../src/shared/domain/rollout-view'
import type { CliRun } from '../../helpers/built-cli'
import type { Stage } from './stage'
import { assertAlways } from './truth'

export type ExpectedFailure = {
  readonly host: string
  readonly step: StepName
  readonly code: string
  /** What the sentence must say: what is wrong, and what to do about it. */
  readonly says: readonly RegExp[]
}

/**
 * Wait until a console that signs everything has come to rest at a brake, and check that it is the right one: this host
 * failed there for this reason, a person who looks is told so, nothing was begun on the hosts that come later, and all that
 * must hold at every instant holds there, too: the floor, and that nothing which is owed is forgotten.
 */
export async function expectBraked(stage: Stage, run: CliRun, expected: ExpectedFailure): Promise<RolloutView> {
  const { host, step, code, says } = expected
  const { exitCode, stderr, stdout } = await run.ended
  if (exitCode !== 3) throw new Error(`ended with ${exitCode}, not 3: ${stderr}\n${stdout.slice(-2_000)}`)
  const view = await stage.show()
  if (view.state !== 'braked') throw new Error(`it is ${view.state} (${view.position}), not braked`)
  const [failure, ...more] = view.failures
  if (failure === undefined || more.length > 0) throw new Error(`not one failure: ${JSON.stringify(view.failures)}`)
  const found = `${failure.host} ${failure.step} ${failure.code}`
  if (found !== `${host} ${step} ${code}`) throw new Error(`failed: ${found}: ${failure.reason}`)
  const { stdout: shown } = await stage.program.expect([0], ['show', 'latest'])
  const told = shown.replaceAll(/\s+/g, ' ')
  for (const part of [host, ...says]) {
    const isSaid = typeof part === 'string' ? told.includes(part) : part.test(told)
    if (!isSaid) throw new Error(`lastmile show does not say ${part}: ${told}`)
  }
  expectLaterUntouched(stage, view, host)
  // that debts of all hosts are in the records is one of these
  await assertAlways(stage.fleet, stage.dataFolder)
  await expectOwedTold(stage)
  return view
}

/** People must be told of every host that is muted or out of traffic right now. */
async function expectOwedTold({ fleet, program }: Stage): Promise<void> {
  const { stdout } = await program.expect([0], ['debts', '--json'])
  const told = JSON.parse(stdout) as readonly { readonly host: string; readonly kind: string }[]
  for (const name of fleet.names) {
    const owed = [...(fleet.isServing(name) ? [] : ['drain']), ...(fleet.isMuted(name) ? ['mute'] : [])]
    for (const kind of owed) {
      const isTold = told.some((debt) => debt.host === name && debt.kind === kind)
      if (!isTold) throw new Error(`nobody is told that the ${kind} of ${name} is owed: ${stdout}`)
    }
  }
}

/** Hosts of batches after that of a failed one must not have been touched. */
function expectLaterUntouched(stage: Stage, view: RolloutView, failed: string): void {
  const at = view.batches.findIndex(({ hosts }) => hosts.some(({ name }) => name === failed))
  for (const { name, state } of view.batches.slice(at + 1).flatMap(({ hosts }) => hosts)) {
    const isTouched = state !== 'pending' || stage.fleet.effectsOf(name).length > 0
    if (isTouched) throw new Error(`${name} comes after ${failed} and was not left alone`)
  }
}
