import { consoleActor } from '../../shared/domain/rollout-command'
import { hostsInFlight, type RolloutState } from '../../shared/domain/rollout-state'
import type { RolloutRunner } from './runner'

/**
 * Revoke a rollout whose machines are gone for good. What is under way there is told as failed instead of being waited for
 * until its time is up, step by step, so that every host comes to rest by the usual rules; what is owed stays owed.
 * @throws AppError `rollout.finished`, `gate.reason-missing`
 */
export async function abandonRollout(runner: RolloutRunner, by: string, reason: string): Promise<RolloutState> {
  await runner.tell({ kind: 'revoke', reason }, by)
  // each round ends a step of each host, and none begins one that was ended before
  while (runner.state.result === undefined) {
    const reports = hostsInFlight(runner.state).flatMap(({ name: host, step, steps }) => {
      if (step === undefined) return []
      const result = { outcome: 'failed', durationMs: 0, code: 'step.failed', reason, isFinal: true } as const
      const attempt = steps[step].attempts
      return [runner.tell({ kind: 'step-result', host, step, attempt, result }, consoleActor)]
    })
    if (reports.length === 0) break
    await Promise.all(reports)
  }
  return runner.state
}
