import type { DebtId, HostName } from '../../shared/domain/ids'
import { debtSteps, isDebtStep, settledBy, type DebtKind } from '../../shared/domain/lifecycle'
import type { RolloutCommand, StepResult } from '../../shared/domain/rollout-command'
import type { RolloutState } from '../../shared/domain/rollout-state'
import type { StepAttempt, StepRunner } from './step-runner'

/**
 * See attempts to their end that nobody saw, before anything else begins on their host: a late drain must not take out
 * what was just put back, and no step runs beside an earlier attempt of itself. What they printed is kept as well. Resolves to
 * the kinds of the rollout's debts that turn out to be given back by them.
 * @throws AppError `ssh.*`, `remote.*` when the host still cannot be spoken to
 */
export function settleAttempts(
  runner: StepRunner,
  { settings, hosts }: RolloutState,
  host: HostName,
  signal?: AbortSignal,
): Promise<ReadonlySet<DebtKind>> {
  const attempts = (hosts[host]?.unsettled ?? []).map((each) => ({ settings, host, ...each, signal }))
  return endInOrder(attempts, (attempt) => runner.settle(attempt))
}

/** Sees an attempt to its end, as `StepRunner.settle`. */
export type End = (attempt: StepAttempt) => Promise<StepResult | undefined>

/** `end` attempts on one host of one rollout, in their order. Resolves to the kinds of debts given back by them, and not taken again. */
export async function endInOrder(attempts: readonly StepAttempt[], end: End): Promise<ReadonlySet<DebtKind>> {
  const gaveBack = new Set<DebtKind>()
  for (const attempt of attempts) {
    const result = await end(attempt)
    if (isDebtStep(attempt.step)) gaveBack.delete(attempt.step)
    const kind = result?.outcome === 'ok' ? settledBy(attempt.step) : undefined
    if (kind) gaveBack.add(kind)
  }
  return gaveBack
}

/** That a debt turned out to be given back. Pure. */
export const settleFound = (debt: DebtId, kind: DebtKind, note = ''): RolloutCommand => ({
  kind: 'settle-debt',
  debt,
  how: `an earlier ${debtSteps[kind]} was confirmed${note && ` ${note}`}`,
  isConfirmed: true,
  isFound: true,
})
