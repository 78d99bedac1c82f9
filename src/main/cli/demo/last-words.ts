import type { RolloutState } from '../../../shared/domain/rollout-state'
import type { ConsoleClient } from '../../ipc/console-client'
import { failuresOf } from '../follow-end'

/** What the first host that failed wrote at the end of the step that failed. */
export type LastWords = { readonly command: string; readonly lines: readonly string[] }

const linesShown = 3

/** Read the end of the log of the first failure; undefined when there is no failure, or nothing was written. */
export async function lastWords(client: ConsoleClient, state: RolloutState): Promise<LastWords | undefined> {
  const [failure] = failuresOf(state)
  if (!failure) return undefined
  const { rollout } = state.settings
  const { host, step } = failure
  const logs = await client.request('log:list', { rollout, host })
  const log = logs.findLast((each) => each.step === step)
  if (!log) return undefined
  const { bytes } = await client.request('log:read', { rollout, host, step, attempt: log.attempt, fromOffset: 0 })
  const lines = Buffer.from(bytes, 'base64')
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
  return lines.length === 0
    ? undefined
    : { command: `lastmile logs ${rollout} ${host} ${step}`, lines: lines.slice(-linesShown) }
}
