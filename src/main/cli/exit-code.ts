import { AppError } from '../../shared/errors/app-error'
import type { RolloutPhase } from '../../shared/domain/rollout-view'

/** What scripts may rely on (README, "Exit codes"). */
export const exitCodes = { succeeded: 0, failed: 1, refused: 2, waiting: 3, revoked: 4 } as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** How following a rollout can end: it is over, it needs a person, or the one who watched let go. */
export type FollowResult = 'succeeded' | 'failed' | 'revoked' | 'waiting' | 'braked' | 'detached'

const codeOfResult: Readonly<Record<FollowResult, ExitCode>> = {
  succeeded: exitCodes.succeeded,
  failed: exitCodes.failed,
  revoked: exitCodes.revoked,
  waiting: exitCodes.waiting,
  braked: exitCodes.waiting,
  detached: exitCodes.waiting,
}

/** The exit code for how following ended. Pure. */
export const exitCodeOf = (result: FollowResult): ExitCode => codeOfResult[result]

/** Areas whose errors say that a rule or the input forbids it; nothing was broken and nothing was done. */
const refusingAreas: ReadonlySet<string> = new Set([
  'cli',
  'data',
  'gate',
  'inventory',
  'lock',
  'plan',
  'release',
  'rollout',
  'secret',
  'spec',
  'web',
])

/** The exit code for an error: 2 when a rule refused, 3 when the console let go of a rollout, else 1. Pure. */
export function exitCodeOfError(error: unknown): ExitCode {
  if (!(error instanceof AppError)) return exitCodes.failed
  if (error.code === 'rollout.detached') return exitCodes.waiting
  // as with a log that never was
  if (error.code === 'logs.pruned') return exitCodes.refused
  return refusingAreas.has(error.code.split('.')[0] ?? '') ? exitCodes.refused : exitCodes.failed
}

/** Is the rollout over? Pure. */
export const isOver = (phase: RolloutPhase): phase is 'succeeded' | 'failed' | 'revoked' =>
  phase === 'succeeded' || phase === 'failed' || phase === 'revoked'
