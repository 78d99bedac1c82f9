import type { Model } from './model'
import type { ModelConsole } from './model-console'
import { releaseNext, signAll } from './people'
import { findWayOut, passTime } from './way-out'

/** More than it takes until the first host is verified, whatever comes before its batch. */
const mostRounds = 60

/**
 * What a sequence may begin with: the first release fails where it is verified first and is revoked, so that hosts stay out and
 * muted, and the next one waits at its start. Orders that need two rollouts and a debt would hardly come up otherwise.
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
  releaseNext(model)
}

const hasFailed = ({ current }: Model): boolean =>
  Object.values(current.state.hosts).some(({ status }) => status === 'failed')
