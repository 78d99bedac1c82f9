import { openDebts } from '../../../src/shared/domain/rollout-state'
import type { Model } from './model'
import type { ModelConsole } from './model-console'
import { releaseNext, signAll } from './people'
import { findWayOut, passTime } from './way-out'

/** More than it takes until the first host is verified, whatever comes before its batch. */
const mostRounds = 60

/**
 * What a sequence may begin with: the first release fails where it is verified first and is revoked, so that hosts stay out and
 * muted, one of them may be on its way back, and the next one waits at its start. Orders that need two rollouts and a debt
 * would hardly come up otherwise.
 */
export function leaveDebts(model: Model, console: ModelConsole): void {
  for (let round = 0; round < mostRounds && !hasFailed(model); round += 1) {
    signAll(model)
    passTime(model)
    for (const due of console.due()) console.begin(due)
    for (const attempt of [...model.world.running]) {
      model.world.end(attempt, attempt.step === 'verify' ? 'final' : 'ok', true)
    }
    for (const attempt of console.ended()) console.reportEnd(attempt)
  }
  findWayOut(model, console, 'revoke', false)
  if (model.scenario.owes === 'tries') leaveTry(model, console)
  releaseNext(model)
}

/** The console ends while a host of the first release is put back, which goes on to its end. */
function leaveTry(model: Model, console: ModelConsole): void {
  const rollout = model.current
  const debt = openDebts(rollout.state).find(({ kind }) => kind === 'drain')
  if (!debt) return
  console.settling.begin(rollout, debt)
  for (const attempt of model.world.running) if (attempt.step === 'verify') model.world.end(attempt, 'ok', true)
  console.settling.goOn()
  console.crash()
  for (const attempt of model.world.running) model.world.end(attempt, 'ok', true)
}

const hasFailed = ({ current }: Model): boolean =>
  Object.values(current.state.hosts).some(({ status }) => status === 'failed')
