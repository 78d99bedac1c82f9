import type { RolloutStatus } from '../../shared/ipc/contract'
import type { ConsoleClient } from '../ipc/console-client'
import { reportGate } from './attend-gate'
import type { Cli } from './cli'
import { exitCodeOf, exitCodes, isOver, type ExitCode, type FollowResult } from './exit-code'
import { follow } from './follow'
import { printJson, printLines, type CommonOptions } from './verb'

type Settling = {
  readonly status: RolloutStatus
  readonly by: string
  readonly options: CommonOptions
  readonly afterSeq: number
  /** How it is meant to end. */
  readonly wanted: FollowResult
}

/**
 * After a brake or a revocation: hosts on their way come to rest. Another console sees to that by itself; when this
 * process is the console, it stays until they do. Exits 0 when it ends as wanted.
 */
export async function settle(cli: Cli, client: ConsoleClient, settling: Settling): Promise<ExitCode> {
  const { status, by, options, afterSeq, wanted } = settling
  const { rollout, phase } = status
  const isJson = options.json ?? false
  if (!client.isOwner || isOver(phase)) {
    if (isJson) printJson(cli, status)
    else printLines(cli, [`Rollout ${rollout}: ${status.position}.`])
    return exitCodes.succeeded
  }
  const followed = { rollout, by, isJson, afterSeq, attend: reportGate, dataFolder: options.data }
  const code = await follow(cli, client, followed)
  return code === exitCodeOf(wanted) ? exitCodes.succeeded : code
}
